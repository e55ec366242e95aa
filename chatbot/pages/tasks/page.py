"""The tasks page, which works without a script: list, add, edit, complete and delete tasks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from chatbot.domain.errors import DomainError, NotFound
from chatbot.domain.markdown import render_markdown
from chatbot.domain.tasks import commands
from chatbot.domain.tasks.changes import state_of
from chatbot.domain.tasks.merge_edits import EditConflict
from chatbot.domain.tasks.ordering import move_task
from chatbot.domain.tasks.quick_add import quick_add
from chatbot.domain.tasks.trash import trash_of
from chatbot.formatting import absolute_due, too_late
from chatbot.models import Task
from chatbot.models.keyset import Keyset, Page
from chatbot.models.task import TaskQuerySet
from chatbot.pages.focus import then_focus
from chatbot.pages.forms import TaskForm
from chatbot.pages.redirects import SeeOther, carry_out, done, is_from_script, next_url, refuse_at
from chatbot.pages.shell import shell, stream_context
from chatbot.pages.signed_in import SignedInRequest, signed_in
from chatbot.pages.tasks.filters import GROUPS, LIST_LABELS, SORTS, Filters, Segment
from chatbot.pages.tasks.lists import ListLink, links_of
from chatbot.pages.tasks.rows import task_row, task_rows
from chatbot.pages.tasks.sections import Calendar, Section, by_day, by_list, by_period, by_priority
from chatbot.pages.tasks.selected import DUES
from chatbot.pages.tasks.views import ViewLink, view_links
from chatbot.reading import MORNING

TASKS_PER_PAGE = 50


@signed_in
def tasks(request: SignedInRequest) -> HttpResponse:
    """The list, the quick-add box, and the form with all fields."""
    if "text" in request.POST:
        return _quick_add(request, request.POST["text"])
    form = TaskForm.new(
        request.user, request.POST if request.method == "POST" else None, chosen=_chosen_list(request.GET)
    )
    if form.is_valid():
        try:
            _say_if_late(request, commands.add_task(request.user, **form.values()))
        except DomainError as error:
            form.refuse(error, request.user)
        else:
            return SeeOther(next_url(request, reverse("tasks")))
    return _list(request, form)


@signed_in
def task(request: SignedInRequest, number: int) -> HttpResponse:
    """The form of one task; other buttons save it too, and complete, reopen or skip it."""
    listening = stream_context(request.user)  # read first: the script gets all events after this position
    stored = Task.objects.of(request.user).whole().filter(number=number).first()
    if stored is None:
        return _gone(request, number)
    back_url = next_url(request, reverse("tasks"))
    form = TaskForm.of(stored, request.POST if request.method == "POST" else None)
    has_conflict = False
    if form.is_valid():
        try:
            changes = form.changes()
            saved = commands.update_task(request.user, stored.pk, seen=form.seen(), **changes)
            if {"due_at", "reminders"} & changes.keys():
                _say_if_late(request, saved)
            _set_completed(request, stored.pk)
            _skip(request, stored.pk)
        except NotFound:
            return _gone(request, number)
        except DomainError as error:
            form.refuse(error, request.user)
            if isinstance(error, EditConflict):
                stored, has_conflict = error.task, True
        else:
            return SeeOther(back_url)
    dates, now = request.user.date_settings, timezone.now()
    below = Task.objects.of(request.user).filter(parent=stored).whole().order_by("number")
    context = {
        **listening,
        **shell(request.user, "tasks"),
        "form": form,
        "task": task_row(stored, dates, now),
        "notes": render_markdown(stored.description) if stored.description else "",
        "subtasks": [
            replace(row, parent_number=0, list_name="") for row in task_rows(list(below), dates, now)
        ],
        "has_conflict": has_conflict,
        "back_url": back_url,
    }
    status = 409 if has_conflict else 400 if form.errors else 200
    return render(request, "tasks/edit.html", context, status=status)


@require_safe
@signed_in
def task_by_id(request: SignedInRequest, task_id: UUID) -> HttpResponse:
    """The address that a task's page had before it was named by the number."""
    stored = get_object_or_404(Task.objects.of(request.user), pk=task_id)
    return redirect("task", stored.number, permanent=True)


@require_POST
@signed_in
def complete(request: SignedInRequest, number: int) -> HttpResponse:
    """Complete or reopen, according to `completed`."""
    stored = get_object_or_404(Task.objects.of(request.user), number=number)
    _set_completed(request, stored.pk)
    return done(request, next_url(request, reverse("tasks")))


@require_POST
@signed_in
def move(request: SignedInRequest, number: int) -> HttpResponse:
    """Put a task before or after another one, in the person's own order."""
    stored = get_object_or_404(Task.objects.of(request.user), number=number)
    given = (request.POST.get(name, "") for name in ("before", "after"))
    before, after = (int(text) if text.isdecimal() and len(text) < 10 else None for text in given)
    url = next_url(request, reverse("tasks"))
    return carry_out(
        request,
        lambda: move_task(request.user, stored.pk, before=before, after=after),
        url,
        refuse_at(request, url),
    )


@require_POST
@signed_in
def delete(request: SignedInRequest, number: int) -> HttpResponse:
    """Move to the trash; the next page offers to undo that, where no script does."""
    stored = get_object_or_404(Task.objects.of(request.user), number=number)
    commands.delete_task(request.user, stored.pk)
    if not is_from_script(request):
        restore_url = then_focus(reverse("task-restore", args=[number]), f"check-{number}")
        messages.success(request, _("Deleted “%(title)s”.") % {"title": stored.title}, extra_tags=restore_url)
    return done(request, next_url(request, reverse("tasks")))


def _quick_add(request: SignedInRequest, text: str) -> HttpResponse:
    try:
        parent = request.POST.get("parent")
        added = quick_add(request.user, text, list_id=_chosen_list(request.POST), parent=parent)
    except DomainError as error:
        return _list(request, TaskForm.new(request.user), quick_text=text, quick_problem=error.message)
    for task, found in added:
        messages.success(request, " ".join([_("Added “%(title)s”.") % {"title": task.title}, *found.notes]))
    return SeeOther(next_url(request, reverse("tasks")))


def _chosen_list(values: QueryDict) -> UUID | None:
    """The list in an address or a form; None if it is the inbox, or no id."""
    try:
        return UUID(values.get("list", ""))
    except ValueError:
        return None


def _gone(request: SignedInRequest, number: int) -> HttpResponse:
    """The task is deleted. It can be restored, or what was typed be added as a new task."""
    deletion = trash_of(request.user).filter(before__number=number).first()
    is_typed = request.method == "POST"
    if deletion is None and not is_typed:
        raise Http404("There is no such task.")
    context = {
        **shell(request.user, "tasks"),
        "form": TaskForm.new(request.user, request.POST) if is_typed else None,
        "restore_url": reverse("task-restore", args=[number]) if deletion else "",
        "task_url": reverse("task", args=[number]),
        "title": state_of(deletion)["title"] if deletion else "",
        "back_url": next_url(request, reverse("tasks")),
    }
    return render(request, "tasks/gone.html", context, status=404)


def _say_if_late(request: SignedInRequest, task: Task) -> None:
    now = timezone.now().astimezone(request.user.tz)
    for sentence in too_late(task.due, task.reminders, now, MORNING):
        messages.warning(request, sentence)


def _set_completed(request: SignedInRequest, task_id: UUID) -> None:
    match request.POST.get("completed"):
        case "true":
            commands.complete_task(request.user, task_id)
        case "false":
            commands.reopen_task(request.user, task_id)


def _skip(request: SignedInRequest, task_id: UUID) -> None:
    if "skip" not in request.POST:
        return
    task = commands.skip_task(request.user, task_id)
    due = absolute_due(task.due, timezone.now(), request.user.date_settings) if task.due else ""
    text = _("Skipped “%(title)s”. It is due %(due)s next.")
    messages.success(request, text % {"title": task.title, "due": due})


def _list(request: SignedInRequest, form: TaskForm, **quick: str) -> HttpResponse:
    """`quick` is the text of the quick-add box, and why it was refused."""
    user = request.user
    listening = stream_context(user)  # read first: the script gets all events after this position
    calendar = Calendar(timezone.now(), user.date_settings)
    filters = Filters.of(request.GET, calendar.after(0))
    narrowed = filters.narrow(Task.objects.of(user))
    keyset = Keyset(filters.select(narrowed))
    page = keyset.page_or_first(TASKS_PER_PAGE, request.GET.get("cursor"))
    segments = filters.segments(narrowed)
    views = view_links(user, filters)
    current_view = next((one for one in views if one.is_current), None)
    links = links_of(user, filters, in_view=current_view is not None)
    sections = _sections(filters, page.rows, narrowed, calendar)
    for section in sections:
        section.rows = [replace(row, is_listed=True) for row in section.rows]
        if filters.place:  # the rows need not say it
            section.rows = [replace(row, list_name="") for row in section.rows]
    context = {
        **listening,
        **shell(user, "tasks"),
        **quick,
        "form": form,
        "sections": sections,
        "segments": segments,
        "filters": filters,
        "list_label": LIST_LABELS[filters.status],
        "upcoming_url": filters.address(status="upcoming"),
        "lists": links,
        "heading": _heading(filters, current_view, links),
        "chosen_list": _chosen_list(request.GET),
        "priorities": Task.Priority.choices,
        "selection_dues": DUES,
        "selection_lists": form.lists,
        "tags": filters.tags(user),
        "sorts": SORTS.items(),
        "groups": GROUPS.items(),
        "views": views,
        "current_view": current_view,
        "pager": _pager(keyset, page, filters, next(segment for segment in segments if segment.current)),
    }
    return render(request, "tasks/tasks.html", context, status=400 if form.errors or quick else 200)


def _heading(filters: Filters, view: ViewLink | None, links: Sequence[ListLink]) -> str:
    """The name of the view or of the list that is shown."""
    if view:
        return view.name
    return next((one.label for one in links if one.is_current and filters.place), _("Tasks"))


def _sections(
    filters: Filters, tasks: Sequence[Task], narrowed: TaskQuerySet, calendar: Calendar
) -> list[Section]:
    """One without a label where the order is not that of the due dates."""
    if not tasks:
        return []
    every = filters.select(narrowed)
    match filters.group or (filters.sort and "none"), filters.status:
        case "priority", _:
            return by_priority(tasks, every, calendar)
        case "list", _:
            return by_list(tasks, every, calendar)
        case "", "" | "today":
            return by_period(tasks, every, calendar)
        case "", "upcoming":
            return by_day(tasks, calendar)
        case _:
            return [Section("", "", task_rows(tasks, calendar.dates, calendar.now))]


def _pager(keyset: Keyset[Task], page: Page[Task], filters: Filters, segment: Segment) -> dict[str, Any]:
    """The links to other pages; empty if there is only one page."""
    if not page.previous and not page.following:
        return {}
    before = keyset.count_before(page.rows[0]) if page.previous else 0
    return {
        "previous": filters.address(cursor=page.previous) if page.previous else "",
        "next": filters.address(cursor=page.following) if page.following else "",
        "first": before + 1,
        "last": before + len(page.rows),
        "count": segment.count,
    }

"""What is done with all tasks that are selected on the tasks page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from chatbot.domain.errors import DomainError, Invalid
from chatbot.domain.tasks import commands
from chatbot.domain.tasks.changes import recorded
from chatbot.domain.tasks.due import at_day, days_left_in_week
from chatbot.domain.tasks.fields import TaskFields
from chatbot.domain.tasks.undo import undo_command
from chatbot.editing import list_choices
from chatbot.models import Task, User
from chatbot.models.task import TaskQuerySet
from chatbot.pages.redirects import carry_out, next_url, refuse_at, sentence
from chatbot.pages.signed_in import SignedInRequest, signed_in
from chatbot.pages.statuses import status_of
from chatbot.pages.tasks.undoable import carry_out_undoable, undo_url

MOST = 200  # as many as a page has, and more
DUES = (
    ("today", gettext_lazy("Today")),
    ("tomorrow", gettext_lazy("Tomorrow")),
    ("next-week", gettext_lazy("Next week")),
    ("none", gettext_lazy("No date")),
)
INBOX = "inbox"


@require_POST
@signed_in
def selected(request: SignedInRequest) -> HttpResponse:
    """Complete, delete or change the tasks; all of them, or none."""
    owner, given = request.user, request.POST
    return carry_out_undoable(
        request,
        lambda: _change(owner, _chosen(owner, given.getlist("task")), given),
        next_url(request, reverse("tasks")),
    )


@require_safe
@signed_in
def popover(request: SignedInRequest) -> HttpResponse:
    """What opens beside a task, for scripts: it sets the day, the priority and the list."""
    context = {
        "priorities": Task.Priority.choices,
        "selection_dues": DUES,
        "selection_lists": list_choices(request.user)[1:],  # without the inbox
    }
    return render(request, "tasks/_popover.html", context)


@require_POST
@signed_in
def rename(request: SignedInRequest, number: int) -> HttpResponse:
    """Give a task another title, for a script; `seen` is the one that it had on the page."""
    task = get_object_or_404(Task.objects.of(request.user), number=number)
    seen = TaskFields(title=request.POST.get("seen", task.title))
    try:
        with transaction.atomic(), recorded() as changes:
            commands.update_task(request.user, task.pk, seen=seen, title=request.POST.get("title", ""))
    except DomainError as error:
        return sentence(error.message, status_of(error))
    return JsonResponse({"undo_url": undo_url(changes)})


@require_POST
@signed_in
def undo(request: SignedInRequest, command_id: UUID) -> HttpResponse:
    """Undo what a command of the person changed: all of it, or nothing."""
    url = next_url(request, reverse("tasks"))
    return carry_out(request, lambda: undo_command(request.user, command_id), url, refuse_at(request, url))


def _chosen(owner: User, numbers: list[str]) -> TaskQuerySet:
    if not numbers or not all(number.isdecimal() and len(number) < 10 for number in numbers):
        raise Invalid(_("Select tasks first."))
    if len(numbers) > MOST:
        raise Invalid(_("At most %(count)d tasks are changed at once.") % {"count": MOST})
    return Task.objects.of(owner).filter(number__in=numbers)


def _change(owner: User, tasks: TaskQuerySet, given: QueryDict) -> str:
    match given.get("do"):
        case "done":
            count = commands.complete_all(owner, tasks)
            return ngettext("%(count)d task is done.", "%(count)d tasks are done.", count) % {"count": count}
        case "delete":
            count = commands.delete_all(owner, tasks)
            text = ngettext("%(count)d task is in the trash.", "%(count)d tasks are in the trash.", count)
            return text % {"count": count}
        case _:
            count = commands.change_all(owner, tasks, _changes(owner, given))
            return ngettext("%(count)d task changed.", "%(count)d tasks changed.", count) % {"count": count}


def _changes(owner: User, given: QueryDict) -> Callable[[Task], TaskFields]:
    """What the form says about each task. Raises `Invalid` if it says nothing."""
    same: TaskFields = {}
    if priority := given.get("priority"):
        same["priority"] = priority
    if place := given.get("list"):
        same["list"] = None if place == INBOX else _id_of(place)
    due, tag = given.get("due") or given.get("day", ""), given.get("tag", "").strip()
    if not (same or due or tag):
        raise Invalid(_("Choose what to change."))

    day = _day(owner, due)

    def changes(task: Task) -> TaskFields:
        fields = TaskFields(**same)
        if due:
            fields["due_at"] = at_day(task, day, owner) if day else None
        if tag:
            fields["tags"] = [*task.tag_names, *tag.replace(",", " ").split()]
        return fields

    return changes


def _id_of(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Invalid(_("There is no such list."), "list") from error


def _day(owner: User, name: str) -> date | None:
    """The day of a name, or of a date; None to take the date away. Raises `Invalid`."""
    today = timezone.localdate(timezone=owner.tz)
    match name:
        case "today":
            return today
        case "tomorrow":
            return today + timedelta(days=1)
        case "next-week":
            return today + timedelta(days=days_left_in_week(today, owner.date_settings.week_start))
        case "" | "none":
            return None
        case _:
            try:
                return date.fromisoformat(name)
            except ValueError as error:
                raise Invalid(_("Choose a day."), "due_at") from error

"""Tasks in the admin: added, edited and deleted through the domain, which publishes to the owners' tabs."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import admin, messages
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from chatbot.domain.errors import DomainError
from chatbot.domain.tasks import commands as tasks
from chatbot.domain.tasks.fields import FIELDS
from chatbot.formatting import absolute_due
from chatbot.formatting.request_dates import current_date_settings
from chatbot.models import Task, TaskTag, User

from .filters import OwnerFilter
from .markup import dates_of, link, moment, state
from .task_actions import TaskActions
from .task_filters import DueFilter, ListFilter, StatusFilter, TagFilter
from .task_form import TaskAdminForm

RECORD = dates_of(Task, "completed_at", "created_at", "updated_at")
PEOPLE_SEARCHED = 100
NUMBER = re.compile(r"#(\d{1,9})")
BY_URGENCY = Case(
    *(When(priority=name, then=Value(rank)) for rank, name in enumerate(Task.Priority.values)),
    output_field=IntegerField(),
)


@admin.register(Task)
class TaskAdmin(TaskActions):
    form = TaskAdminForm
    list_display = (
        "status",
        "hash_number",
        "title",
        "due",
        "urgency",
        "owner_link",
        "list_name",
        "tags",
        "updated",
    )
    list_display_links = ("hash_number", "title")
    list_filter = (StatusFilter, "priority", DueFilter, ListFilter, TagFilter, OwnerFilter, "created_at")
    list_select_related = ("owner", "list")
    ordering = ("-updated_at",)
    search_fields = ("title__fold", "description__fold", "tags__name__fold", "owner__username__fold")
    search_help_text = _("Words of the title, description, tags or owner; or a number: #12")
    autocomplete_fields = ("owner",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Task]:
        return super().get_queryset(request).prefetch_related("tags")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Task], search_term: str
    ) -> tuple[QuerySet[Task], bool]:
        if number := NUMBER.fullmatch(search_term.strip()):
            return queryset.filter(number=int(number[1])), False
        for word in search_term.split():
            people = User.objects.filter(username__fold__contains=word).values_list("pk", flat=True)
            # Not joined: each task would have to be compared with each other.
            has_tag = Exists(
                TaskTag.objects.filter(task=OuterRef("pk"), name__fold__contains=word.lstrip("#"))
            )
            queryset = queryset.filter(
                Q(title__fold__contains=word)
                | Q(description__fold__contains=word)
                | Q(owner__in=people[:PEOPLE_SEARCHED])
                | has_tag
            )
        return queryset, False

    def get_fieldsets(self, request: HttpRequest, obj: Task | None = None) -> Any:
        fields = (*FIELDS, "completed")
        if obj is None:
            return [
                (None, {"fields": ("owner", *(name for name in fields if name not in {"list", "parent"}))})
            ]
        return [(None, {"fields": (("number", "owner"), *fields)}), (_("Record"), {"fields": [RECORD]})]

    def get_readonly_fields(self, request: HttpRequest, obj: Task | None = None) -> tuple[Any, ...]:
        return ("owner", "number", *RECORD) if obj else ()

    def get_form(
        self, request: HttpRequest, obj: Task | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.refusal, form.viewer = getattr(request, "refusal", None), request.user  # type: ignore[attr-defined]
        return form

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Roll back what the domain refuses, and show it as errors of the form."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except DomainError as error:
            request.refusal = error  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra_context)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except DomainError as error:
            self.message_user(request, error.message, messages.ERROR)
            return HttpResponseRedirect(reverse("admin:chatbot_task_changelist"))

    def save_model(self, request: HttpRequest, obj: Task, form: TaskAdminForm, change: bool) -> None:
        if change:
            task = tasks.update_task(obj.owner, obj.pk, seen=form.seen(), **form.changes())
        else:
            task = tasks.add_task(obj.owner, **form.values())
        if "completed" in form.changed_data:
            verb = tasks.complete_task if form.cleaned_data["completed"] else tasks.reopen_task
            verb(obj.owner, task.pk)
        obj.pk = task.pk
        obj.refresh_from_db()

    @admin.display(description="#", ordering="number")
    def hash_number(self, task: Task) -> str:
        return f"#{task.number}"

    @admin.display(description=_("owner"), ordering="owner__username")
    def owner_link(self, task: Task) -> SafeString:
        return link(task.owner)

    @admin.display(ordering="completed_at")
    def status(self, task: Task) -> SafeString:
        if task.completed:
            return state("done")
        return state("overdue" if task.overdue else "open")

    @admin.display(description=_("priority"), ordering=BY_URGENCY)
    def urgency(self, task: Task) -> str:
        return task.get_priority_display()

    @admin.display(ordering="due_at")
    def due(self, task: Task) -> str | None:
        return absolute_due(task.due, timezone.now(), current_date_settings()) if task.due else None

    @admin.display(ordering="updated_at")
    def updated(self, task: Task) -> str | None:
        return moment(task.updated_at)

    @admin.display(description=_("list"), ordering="list__name")
    def list_name(self, task: Task) -> str:
        return task.list.name if task.list else ""

    @admin.display
    def tags(self, task: Task) -> SafeString:
        return format_html_join(" ", '<span class="tag">{}</span>', ((name,) for name in task.tag_names))

    @admin.display(boolean=True, description=_("done"))
    def completed(self, task: Task) -> bool:
        return task.completed

"""Lists of tasks in the admin, changed through the domain, which publishes to the owners' tabs."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from chatbot.domain.errors import DomainError
from chatbot.domain.tasks import lists
from chatbot.models import Task, TaskList

from .counts import count_of
from .filters import OwnerFilter
from .markup import link, moment
from .model_admin import OwnedAdmin


@admin.register(TaskList)
class TaskListAdmin(OwnedAdmin[TaskList]):
    list_display = ("name", "owner_link", "colour", "open_tasks", "all_tasks", "is_archived", "created")
    list_filter = ("is_archived", OwnerFilter)
    list_select_related = ("owner",)
    ordering = ("owner__username", "position")
    search_fields = ("name__fold", "owner__username__fold")
    fields = ("owner", "name", "colour", "is_archived")
    autocomplete_fields = ("owner",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[TaskList]:
        counts = {
            "task_count": count_of(Task.objects.all(), "list"),
            "open_task_count": count_of(Task.objects.pending(), "list"),
        }
        return super().get_queryset(request).annotate(**counts)

    def get_fields(self, request: HttpRequest, obj: TaskList | None = None) -> Any:
        return self.fields if obj else ("owner", "name", "colour")

    def get_readonly_fields(self, request: HttpRequest, obj: TaskList | None = None) -> tuple[str, ...]:
        return ("owner",) if obj else ()

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Roll back what the domain refuses, and say why."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except DomainError as error:
            self.message_user(request, error.message, messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def save_model(self, request: HttpRequest, obj: TaskList, form: Any, change: bool) -> None:
        given = {name: form.cleaned_data[name] for name in form.changed_data}
        if change:
            lists.update_list(obj.owner, obj.pk, **given)
        else:
            obj.pk = lists.add_list(obj.owner, name=obj.name, colour=obj.colour).pk

    def delete_model(self, request: HttpRequest, obj: TaskList) -> None:
        lists.delete_list(obj.owner, obj.pk)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[TaskList]) -> None:
        for one in queryset.select_related("owner"):
            lists.delete_list(one.owner, one.pk)

    @admin.display(description=_("owner"), ordering="owner__username")
    def owner_link(self, one: TaskList) -> SafeString:
        return link(one.owner)

    @admin.display(description=_("open tasks"), ordering="open_task_count")
    def open_tasks(self, one: Any) -> int:
        return int(one.open_task_count)

    @admin.display(description=_("tasks"), ordering="task_count")
    def all_tasks(self, one: Any) -> int:
        return int(one.task_count)

    @admin.display(ordering="created_at")
    def created(self, one: TaskList) -> str | None:
        return moment(one.created_at)

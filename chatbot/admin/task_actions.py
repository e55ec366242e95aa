"""Actions on many tasks at once, also of several owners; all their tabs get the events."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from chatbot.domain.errors import NotFound
from chatbot.domain.publish import published_together
from chatbot.domain.tasks import commands as tasks
from chatbot.models import Task, User
from chatbot.models.task import TaskQuerySet

from .model_admin import OwnedAdmin

_DONE = ngettext_lazy("%(count)d task marked as done.", "%(count)d tasks marked as done.", "count")
_REOPENED = ngettext_lazy("%(count)d task reopened.", "%(count)d tasks reopened.", "count")
_PRIORITIES = {
    Task.Priority.LOW: ngettext_lazy(
        "%(count)d task set to low priority.", "%(count)d tasks set to low priority.", "count"
    ),
    Task.Priority.MEDIUM: ngettext_lazy(
        "%(count)d task set to medium priority.", "%(count)d tasks set to medium priority.", "count"
    ),
    Task.Priority.HIGH: ngettext_lazy(
        "%(count)d task set to high priority.", "%(count)d tasks set to high priority.", "count"
    ),
}


class TaskActions(OwnedAdmin[Task]):
    actions = ("mark_done", "reopen", "set_high", "set_medium", "set_low")

    @admin.action(permissions=["change"], description=_("Mark as done"))
    def mark_done(self, request: HttpRequest, queryset: QuerySet[Task]) -> None:
        chosen = cast(TaskQuerySet, queryset).pending()
        self._apply(request, chosen, tasks.complete_task, "Marked as done.", _DONE)

    @admin.action(permissions=["change"], description=_("Reopen"))
    def reopen(self, request: HttpRequest, queryset: QuerySet[Task]) -> None:
        chosen = cast(TaskQuerySet, queryset).completed()
        self._apply(request, chosen, tasks.reopen_task, "Reopened.", _REOPENED)

    @admin.action(permissions=["change"], description=_("Set priority: high"))
    def set_high(self, request: HttpRequest, queryset: QuerySet[Task]) -> None:
        self._set_priority(request, queryset, Task.Priority.HIGH)

    @admin.action(permissions=["change"], description=_("Set priority: medium"))
    def set_medium(self, request: HttpRequest, queryset: QuerySet[Task]) -> None:
        self._set_priority(request, queryset, Task.Priority.MEDIUM)

    @admin.action(permissions=["change"], description=_("Set priority: low"))
    def set_low(self, request: HttpRequest, queryset: QuerySet[Task]) -> None:
        self._set_priority(request, queryset, Task.Priority.LOW)

    def delete_model(self, request: HttpRequest, obj: Task) -> None:
        tasks.delete_task(obj.owner, obj.pk)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Task]) -> None:
        for owner in owners_of(queryset):
            tasks.delete_all(owner, cast(TaskQuerySet, queryset))

    def _set_priority(self, request: HttpRequest, queryset: QuerySet[Task], priority: Task.Priority) -> None:
        def verb(owner: User, task_id: Any) -> Task:
            return tasks.update_task(owner, task_id, priority=priority)

        self._apply(
            request,
            queryset.exclude(priority=priority),
            verb,
            f"Set to {priority.value} priority.",
            _PRIORITIES[priority],
        )

    def _apply(
        self,
        request: HttpRequest,
        queryset: QuerySet[Task],
        verb: Callable[[User, Any], Task],
        logged: str,
        words: Any,
    ) -> None:
        changed = [task for owner in owners_of(queryset) for task in _changed(owner, queryset, verb)]
        if changed:
            LogEntry.objects.log_actions(str(request.user.pk), changed, CHANGE, logged)
            self.message_user(request, str(words % {"count": len(changed)}), messages.SUCCESS)
        else:
            self.message_user(request, _("Nothing to change in the chosen tasks."), messages.INFO)


def owners_of(queryset: QuerySet[Task]) -> Iterator[User]:
    # Read at once: a command may remove tasks from the queryset.
    yield from list(User.objects.filter(pk__in=queryset.order_by().values("owner")).order_by("pk"))


def _locked(tasks: QuerySet[Task]) -> list[Any]:
    # All are locked before the first change is published, so that there is no deadlock.
    locked = Task.objects.filter(pk__in=tasks.order_by().values("pk")).select_for_update()
    return list(locked.order_by("number").values_list("pk", flat=True))


@transaction.atomic
@published_together()
def _changed(owner: User, queryset: QuerySet[Task], verb: Callable[[User, Any], Task]) -> list[Task]:
    """Change the tasks of each owner in one transaction, so that no owner's locks wait for another's."""
    changed = []
    for pk in _locked(queryset.filter(owner=owner)):
        try:
            changed.append(verb(owner, pk))
        except NotFound:
            continue  # deleted in the meantime
    return changed

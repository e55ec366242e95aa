"""The history of tasks."""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.fields.json import KT

from .account import User
from .journal import ToolCall
from .now import Now
from .retained import RetainedQuerySet
from .task import Task


class ChangeQuerySet(RetainedQuerySet["Change"]):
    def of(self, owner: User) -> Self:
        return self.filter(owner=owner)

    def by(self, kind: str) -> Self:
        """Those of one kind of actor: `owner`, `assistant`, `client` or `staff`; of all, for ""."""
        return self.filter(actor__startswith=kind)

    def trash(self) -> Self:
        """The deletions of tasks that can be restored, one for each task; the latest first."""
        deletions = self.kept().filter(after__isnull=True)
        later = Change.objects.filter(task_id=OuterRef("task_id"), pk__gt=OuterRef("pk"))
        exists = Task.objects.filter(pk=OuterRef("task_id"))
        return deletions.filter(~Exists(exists), ~Exists(later)).order_by("-pk")

    def deleted_like(self, text: str) -> Self:
        """Deletions of tasks whose title has every word of the text, or whose number is that word."""
        found = self.annotate(title=KT("before__title"))
        for word in text.split():
            number = word.removeprefix("#")
            has_number = Q(before__number=int(number)) if number.isdecimal() else Q(pk__in=())
            found = found.filter(Q(title__fold__contains=word) | has_number)
        return found


class Change(models.Model):
    """A task before and after a change: the history of tasks. Undo restores what was before."""

    # Those with a higher id were made later, if they are of one owner.
    owner = models.ForeignKey(User, on_delete=models.CASCADE, db_index=False, related_name="+")
    task_id = models.UUIDField()
    # The task as `chatbot.domain.tasks.changes.snapshot` returns it; null if it did not exist.
    before: models.JSONField[dict[str, Any] | None] = models.JSONField(null=True, blank=True)
    after: models.JSONField[dict[str, Any] | None] = models.JSONField(null=True, blank=True)
    actor = models.CharField(max_length=70)  # see domain/people/actors.py
    created_at = models.DateTimeField(db_default=Now(), editable=False, db_index=True)
    # Equal for all changes of one command.
    command_id = models.UUIDField(default=uuid.uuid4, editable=False)
    # What made the change, unless it is deleted by now. What `undo_last` undoes is no change of its call.
    tool_call = models.ForeignKey(
        ToolCall, null=True, blank=True, on_delete=models.SET_NULL, related_name="changes"
    )
    is_undo = models.BooleanField(default=False, db_default=False)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["owner", "-id"], name="change_history"),
            models.Index(fields=["task_id", "-id"], name="change_task"),
            models.Index(fields=["owner", "-id"], name="change_deletion", condition=Q(after__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"change of task {self.task_id}"

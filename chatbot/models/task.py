"""Tasks and their tags."""

from __future__ import annotations

import builtins
import uuid
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Self
from unicodedata import normalize

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, Length
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chatbot.recurrence import LENGTH as REPEAT_LENGTH

from .account import User
from .now import Now
from .task_list import TaskList

models.CharField.register_lookup(Length)
models.TextField.register_lookup(Length)

TITLE_LENGTH = 255
DESCRIPTION_LENGTH = 2_000
TAG_LENGTH = 50
RANK_LENGTH = 250
INBOX = "inbox"
TOP = "none"
OPEN_SHOWN = 50  # of the most urgent ones, where all are too many
LAST_MINUTE = timedelta(minutes=1)  # of a day, which ends after its `due_at`

type Minutes = list[int]
type Names = list[str]


def is_over() -> Q:
    """Of tasks that are due: their moment is over, or their day has ended."""
    return Q(due_at__lt=Now()) & (Q(due_on=None) | Q(due_at__lt=Now() - LAST_MINUTE))


def _count(tasks: models.QuerySet[Task]) -> Coalesce:
    """How many there are of a subquery's tasks, which have the same parent."""
    counted = tasks.values("parent").annotate(count=models.Count("pk")).values("count")
    return Coalesce(models.Subquery(counted), 0)


class TaskQuerySet(models.QuerySet["Task"]):
    def of(self, owner: User) -> Self:
        return self.filter(owner=owner)

    def pending(self) -> Self:
        return self.filter(completed_at=None)

    def completed(self) -> Self:
        return self.exclude(completed_at=None)

    def overdue(self) -> Self:
        return self.pending().filter(is_over())

    def tagged(self, name: str) -> Self:
        return self.filter(tags__name=normalize("NFC", name).strip().lower())

    def on(self, place: str) -> Self:
        """Those on the list with that id, or in the `inbox`; none if it is no id."""
        if place == INBOX:
            return self.filter(list=None)
        try:
            return self.filter(list_id=uuid.UUID(place))
        except ValueError:
            return self.none()

    def below(self, parent: str) -> Self:
        """The subtasks of the task with that id, or with `none` all that are no subtasks."""
        if parent == TOP:
            return self.filter(parent=None)
        try:
            return self.filter(parent_id=uuid.UUID(parent))
        except ValueError:
            return self.none()

    def with_subtasks(self) -> Self:
        """These tasks and the subtasks of each."""
        chosen = self.order_by().values("pk")
        return type(self)(Task).filter(Q(pk__in=chosen) | Q(parent__in=chosen))

    def whole_families(self) -> Self:
        """Those of which no subtask is missing here."""
        missing = Task.objects.filter(parent=models.OuterRef("pk")).exclude(
            pk__in=self.order_by().values("pk")
        )
        return self.filter(~models.Exists(missing))

    def matching(self, text: str) -> Self:
        """Tasks whose title, description or tags contain every word of the text."""
        found = self
        for word in text.split():
            has_tag = TaskTag.objects.filter(
                task=models.OuterRef("pk"), name__fold__contains=word.lstrip("#")
            )
            found = found.filter(
                Q(title__fold__contains=word) | Q(description__fold__contains=word) | models.Exists(has_tag)
            )
        return found

    def whole(self) -> Self:
        """With what is shown of them: their lists, tags and parents, and how many subtasks they have."""
        below = Task.objects.filter(parent=models.OuterRef("pk")).order_by()
        return (
            self.select_related("list", "parent")
            .prefetch_related("tags")
            .annotate(
                subtask_count=_count(below), subtasks_done=_count(below.filter(completed_at__isnull=False))
            )
        )

    def locked(self) -> Self:
        """As `whole`, locked until the transaction ends."""
        return self.whole().select_for_update(of=("self",))

    def delete_with_tags(self) -> None:
        """Delete the tasks with two statements; `delete` needs one for each hundred of them."""
        TaskTag.objects.filter(task__in=self).delete()
        self._raw_delete(self.db)

    def by_priority(self) -> Self:
        """Open tasks first, by priority."""
        rank = models.Case(
            models.When(priority="high", then=0), models.When(priority="medium", then=1), default=2
        )
        return self.order_by(models.F("completed_at").desc(nulls_first=True), rank, "number")

    def most_urgent(self) -> Self:
        """The open ones, the most urgent on top, as `whole`: in an order that an index has."""
        return self.pending().whole().order_by(models.F("due_at").asc(nulls_last=True), "number")

    def recently_completed(self) -> Self:
        """The last one on top, as `whole`: in an order that an index has."""
        return self.completed().whole().order_by("-completed_at")

    def listed(self) -> Self:
        """Open tasks first, by urgency; with what is shown of them."""
        return self.whole().order_by(
            models.F("completed_at").desc(nulls_first=True),
            models.F("due_at").asc(nulls_last=True),
            "number",
        )


class Task(models.Model):
    class Priority(models.TextChoices):
        LOW = "low", _("Low")
        MEDIUM = "medium", _("Medium")
        HIGH = "high", _("High")

    class RepeatFrom(models.TextChoices):
        """From when the next one of a series is reckoned."""

        DUE = "due", _("the due date")
        COMPLETION = "completion", _("the day it is done")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tasks")
    number = models.PositiveIntegerField(editable=False)
    title = models.CharField(max_length=TITLE_LENGTH)
    description = models.TextField(max_length=DESCRIPTION_LENGTH, blank=True, default="")
    priority = models.CharField(max_length=6, choices=Priority, default=Priority.MEDIUM)
    # When it is due; of a day, its last minute in the owner's zone, by which tasks are found and sorted. Read
    # `due`, and write both by domain/tasks/due.py.
    due_at = models.DateTimeField("due", null=True, blank=True)
    due_on = models.DateField(null=True, editable=False)  # the day, if it is due on one without a time
    # Until that day the task waits: it is not among today's, unless it is due.
    start_on = models.DateField("starts", null=True, blank=True)
    estimate = models.PositiveIntegerField("estimate (minutes)", null=True, blank=True)
    list = models.ForeignKey(
        TaskList, null=True, blank=True, on_delete=models.SET_NULL, related_name="tasks"
    )  # None: it is in the inbox
    # The task that this one is a part of; such a one is no subtask itself. The domain deletes a task with its
    # subtasks, and deletes of both in one transaction need no order.
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.DO_NOTHING, db_index=False, related_name="subtasks"
    )
    # A rule of RFC 5545; "" for a task that does not repeat. When such a task is completed, the next one of
    # its series is added; see domain/tasks/series.py.
    repeat = models.TextField("repeats", max_length=REPEAT_LENGTH, blank=True, default="", db_default="")
    repeat_from = models.CharField(
        "repeats from", max_length=10, choices=RepeatFrom, default=RepeatFrom.DUE, db_default=RepeatFrom.DUE
    )
    # The first occurrence, from which intervals and counts are reckoned, whenever this one is due.
    series_start = models.DateTimeField(null=True, editable=False)
    # Minutes before the task is due; of a whole day, before its 9:00. See domain/tasks/reminding.py.
    reminders: models.JSONField[Minutes] = models.JSONField(
        default=builtins.list, db_default=models.Value([], models.JSONField()), blank=True
    )
    remind_at = models.DateTimeField(null=True, editable=False, db_index=True)  # the next one
    # When it was last reminded of, until the person has dismissed that, moved the task or completed it.
    reminded_at = models.DateTimeField(null=True, editable=False)
    # The task of the series before this one. No foreign key: that one may be deleted, and come back by undo.
    follows = models.UUIDField(null=True, editable=False)
    # The file that it came in.
    imported_by = models.ForeignKey(
        "TaskImport", on_delete=models.SET_NULL, null=True, editable=False, db_index=False, related_name="+"
    )
    completed_at = models.DateTimeField("completed", null=True, blank=True)
    # Where it is in the person's own order; see domain/tasks/ranks.py.
    rank = models.CharField(max_length=RANK_LENGTH, db_default="5000000000", editable=False)
    created_at = models.DateTimeField("created", default=timezone.now, editable=False)
    updated_at = models.DateTimeField("updated", auto_now=True)
    # Who changed each field last; see domain/people/actors.py.
    changed_by: models.JSONField[dict[str, str]] = models.JSONField(
        default=dict, db_default=models.Value({}, models.JSONField()), editable=False
    )

    # Read by `whole`.
    subtask_count = 0
    subtasks_done = 0

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "number"], name="task_number_per_owner"),
            models.CheckConstraint(condition=Q(number__gte=1), name="task_number_from_1"),
            models.CheckConstraint(condition=~Q(parent=models.F("id")), name="task_not_its_own_parent"),
            models.CheckConstraint(condition=~Q(title=""), name="task_title_given"),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(due_at__isnull=False), name="task_due_on_day_at_moment"
            ),
            models.CheckConstraint(
                condition=Q(description__length__lte=DESCRIPTION_LENGTH), name="task_description_length"
            ),
            models.CheckConstraint(
                condition=Q(priority__in=["low", "medium", "high"]), name="task_priority_known"
            ),
            models.CheckConstraint(
                condition=Q(repeat_from__in=["due", "completion"]), name="task_repeat_from_known"
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "completed_at", "due_at"], name="task_listed"),
            models.Index(fields=["owner", "rank"], name="task_ranked"),
            models.Index(fields=["owner", "-updated_at"], name="task_changed"),
            models.Index(fields=["follows"], name="task_follows"),
            models.Index(
                fields=["imported_by"], name="task_imported", condition=Q(imported_by__isnull=False)
            ),
            models.Index(fields=["parent"], name="task_parent", condition=Q(parent__isnull=False)),
            models.Index(
                fields=["owner", "reminded_at"],
                name="task_reminded",
                condition=Q(reminded_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.number} {self.title}"

    @property
    def completed(self) -> bool:
        return self.completed_at is not None

    @property
    def due(self) -> date | datetime | None:
        """The day, or the moment."""
        return self.due_on or self.due_at

    @property
    def overdue(self) -> bool:
        if self.completed_at or self.due_at is None:
            return False
        return self.due_at + (LAST_MINUTE if self.due_on else timedelta()) < timezone.now()

    @cached_property
    def tag_names(self) -> Names:
        """Sorted. After a change of this instance's tags, assign the new names."""
        return sorted(tag.name for tag in self.tags.all())


class TaskTag(models.Model):
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="tags")
    name = models.CharField(max_length=TAG_LENGTH, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "name"], name="task_tag_once"),
            models.CheckConstraint(condition=~Q(name=""), name="task_tag_named"),
        ]

    def __str__(self) -> str:
        return self.name

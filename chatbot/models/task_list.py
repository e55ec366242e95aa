"""Lists, into which a person sorts tasks. A task is on one list, or in the inbox."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .account import User
from .folding import fold
from .now import Now
from .retained import RetainedQuerySet

NAME_LENGTH = 60


class TaskListQuerySet(models.QuerySet["TaskList"]):
    def of(self, owner: User) -> Self:
        return self.filter(owner=owner)

    def current(self) -> Self:
        """Without archived ones."""
        return self.filter(is_archived=False)

    def named(self, name: str) -> Self:
        """Those with this name, ignoring case and accents: at most one of each owner."""
        return self.filter(folded_name=fold(name))


class TaskList(models.Model):
    # `static/css/tokens.css` has the shades for light and dark pages. (A docstring would be sent to models.)
    class Colour(models.TextChoices):
        BLUE = "blue", _("Blue")
        GREEN = "green", _("Green")
        ORANGE = "orange", _("Orange")
        PURPLE = "purple", _("Purple")
        TEAL = "teal", _("Teal")
        RED = "red", _("Red")
        YELLOW = "yellow", _("Yellow")
        PINK = "pink", _("Pink")
        GREY = "grey", _("Grey")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="task_lists")
    name = models.CharField(max_length=NAME_LENGTH)
    folded_name = models.CharField(max_length=20 * NAME_LENGTH, editable=False)
    colour = models.CharField(_("colour"), max_length=6, choices=Colour, default=Colour.BLUE)
    position = models.PositiveIntegerField(editable=False)  # 1, 2, 3 …
    is_archived = models.BooleanField(_("archived"), default=False)
    created_at = models.DateTimeField("created", default=timezone.now, editable=False)

    objects = TaskListQuerySet.as_manager()

    class Meta:
        verbose_name = "list"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "folded_name"], name="task_list_name_per_owner"),
            models.CheckConstraint(condition=~Q(name=""), name="task_list_named"),
            models.CheckConstraint(
                condition=Q(
                    colour__in=["blue", "green", "orange", "purple", "teal", "red", "yellow", "pink", "grey"]
                ),
                name="task_list_colour_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DeletedListQuerySet(RetainedQuerySet["DeletedList"]):
    def of(self, owner: User) -> Self:
        return self.filter(owner=owner)


class DeletedList(models.Model):
    """A list that was deleted, as long as it can be restored. `Change` knows which tasks were on it."""

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    list_id = models.UUIDField(unique=True)
    name = models.CharField(max_length=NAME_LENGTH)
    colour = models.CharField(max_length=6)
    position = models.PositiveIntegerField()
    is_archived = models.BooleanField()
    list_created_at = models.DateTimeField()
    command_id = models.UUIDField()  # of the changes of its tasks
    created_at = models.DateTimeField(db_default=Now(), editable=False, db_index=True)

    objects = DeletedListQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name

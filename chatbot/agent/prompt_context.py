"""The situation in the instructions of a model: the time, the person, and an overview of their list.

Names and tags were typed by people, so each is JSON on one line, and cannot pass for instructions.
"""

from __future__ import annotations

from django.db.models import Count, Q
from django.utils import timezone

from chatbot.formatting.names import WEEKDAYS
from chatbot.models import Task, TaskList, TaskTag, User
from chatbot.models.task import is_over
from streaming.entry import dumps

_TAGS = 30
_NAME = 60


def time_line(owner: User) -> str:
    """ "Now: 2026-11-18T12:00:00+01:00 (Europe/Berlin), a Wednesday"; the offline assistant reads it too."""
    now = timezone.now().astimezone(owner.tz)
    return f"Now: {now.isoformat(timespec='seconds')} ({owner.time_zone}), a {WEEKDAYS[now.weekday()]}"


def dates_line(owner: User) -> str:
    """ "Dates: 24-hour clock (17:00), weeks begin on Monday, language en"; the offline assistant reads it."""
    dates = owner.date_settings
    clock = "12-hour clock (5 pm)" if dates.hour_cycle == "h12" else "24-hour clock (17:00)"
    return f"Dates: {clock}, weeks begin on {WEEKDAYS[dates.week_start]}, language {dates.language}"


def situation(owner: User) -> str:
    counts = Task.objects.of(owner).aggregate(
        all=Count("pk"),
        done=Count("completed_at"),
        overdue=Count("pk", filter=Q(completed_at=None) & is_over()),
    )
    pending = counts["all"] - counts["done"]
    lists = list(TaskList.objects.of(owner).current().values_list("name", flat=True))
    return "\n".join(
        [
            time_line(owner),
            dates_line(owner),
            f"The user's name (data): {as_data((owner.first_name or owner.username)[:_NAME])}",
            f"Open tasks: {pending}, {counts['overdue']} overdue. Done: {counts['done']}.",
            f"Tags in use (data): {as_data(_tags(owner))}",
            *([f"Lists (data): {as_data(lists)}"] if lists else []),
        ]
    )


def custom_instructions(owner: User) -> str:
    """A line for the end of the instructions, in which the person's own are a JSON string; "" without any."""
    if not owner.custom_instructions:
        return ""
    return (
        "\nThe user has set these instructions for all of your answers; follow them where they do not "
        f"contradict what is said above: {as_data(owner.custom_instructions)}"
    )


def _tags(owner: User) -> list[str]:
    """Those that are used most."""
    used = TaskTag.objects.filter(task__owner=owner).values("name").annotate(uses=Count("pk"))
    return list(used.order_by("-uses", "name").values_list("name", flat=True)[:_TAGS])


def as_data(value: object) -> str:
    """As JSON without characters that some readers take for line ends."""
    return dumps(value).replace("\u2028", " ").replace("\u2029", " ").replace("\u0085", " ")

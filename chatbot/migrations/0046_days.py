from __future__ import annotations

import zoneinfo
from collections.abc import Iterator
from datetime import date, datetime, tzinfo
from itertools import batched
from typing import Any

from django.db import migrations, models
from django.db.models import Q

_BATCH = 500


def store_days(apps: Any, schema_editor: Any) -> None:
    """Until now, what was due at 23:59 in its owner's time zone was due on that day, without a time.

    Tasks keep the moment; recorded changes have the day in its place.
    """
    for person in apps.get_model("chatbot", "User").objects.all():
        zone = zoneinfo.ZoneInfo(person.time_zone)
        tasks = apps.get_model("chatbot", "Task").objects.filter(owner=person)
        _update(tasks.exclude(due_at=None), ["due_on"], zone, _give_day)
        _update(
            apps.get_model("chatbot", "Change").objects.filter(owner=person),
            ["before", "after"],
            zone,
            _give_recorded_day,
        )


def _update(rows: Any, fields: list[str], zone: tzinfo, give: Any) -> None:
    changed: Iterator[Any] = (row for row in rows.iterator(_BATCH) if give(row, zone))
    for batch in batched(changed, _BATCH):
        rows.bulk_update(batch, fields)


def _give_day(task: Any, zone: tzinfo) -> bool:
    task.due_on = _day(task.due_at, zone)
    return task.due_on is not None


def _give_recorded_day(change: Any, zone: tzinfo) -> bool:
    has_changed = False
    for state in filter(None, (change.before, change.after)):
        due = state.get("due_at")
        if due and (day := _day(datetime.fromisoformat(due), zone)):
            state["due_at"] = day.isoformat()
            has_changed = True
    return has_changed


def _day(moment: datetime, zone: tzinfo) -> date | None:
    local = moment.astimezone(zone)
    return local.date() if (local.hour, local.minute) == (23, 59) else None


class Migration(migrations.Migration):
    dependencies = [("chatbot", "0045_task_order")]

    operations = [
        migrations.AddField(
            model_name="task", name="due_on", field=models.DateField(editable=False, null=True)
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=Q(("due_on", None), ("due_at__isnull", False), _connector="OR"),
                name="task_due_on_day_at_moment",
            ),
        ),
        migrations.RunPython(store_days, migrations.RunPython.noop),
    ]

"""Give the plan events of earlier releases their subject, the plan's id."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.models import Max, Min
from django.db.models.fields.json import KT

TYPES = ("plan_update", "step_update", "agent_message")
BATCH = 10_000  # ids in a transaction


def set_subjects(apps: Any, schema_editor: Any) -> None:
    events = apps.get_model("streaming", "Event").objects
    ids = events.aggregate(first=Min("pk"), last=Max("pk"))
    for first in range(ids["first"] or 1, (ids["last"] or 0) + 1, BATCH):
        batch = events.filter(pk__gte=first, pk__lt=first + BATCH, type__in=TYPES, subject=None)
        batch.update(subject=KT("data__result__plan_id"))


class Migration(migrations.Migration):
    atomic = False  # each batch commits, so that processes of the earlier release need not wait for all

    dependencies = [
        ("chatbot", "0022_plan_run_step_indexes"),
        ("streaming", "0003_event_subject"),
    ]

    operations = [migrations.RunPython(set_subjects, migrations.RunPython.noop, elidable=True)]

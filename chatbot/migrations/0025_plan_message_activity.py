"""Leave messages of earlier releases out of the page where steps, status and result show the same."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.models import F, Q


def mark_activity(apps: Any, schema_editor: Any) -> None:
    messages = apps.get_model("chatbot", "PlanMessage").objects.filter(is_activity=False)
    messages.filter(step__isnull=False).exclude(content__startswith="Skipped: ").update(is_activity=True)
    of_product = messages.filter(kind="plan_update", agent_name="Lockstep")
    progress = Q(content__in=["Making a plan...", "Checking the results..."]) | Q(content__startswith="Proposed ")
    of_product.filter(progress).update(is_activity=True)
    of_product.filter(status="completed").update(is_activity=True)
    of_product.filter(status="error", content=F("plan__error")).update(is_activity=True)


class Migration(migrations.Migration):
    dependencies = [("chatbot", "0024_pinned_chats")]

    operations = [migrations.RunPython(mark_activity, migrations.RunPython.noop, elidable=True)]

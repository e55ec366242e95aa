"""What a plan has done to its owner's tasks."""

from __future__ import annotations

from chatbot.models import Change, Plan, Task


def tasks_created(plan: Plan) -> list[Task]:
    """The tasks that the plan has created and that still exist, with their tags."""
    changes = Change.objects.filter(tool_call__run__conversation__plan=plan, before__isnull=True)
    tasks = Task.objects.of(plan.owner).filter(pk__in=changes.values("task_id"))
    return list(tasks.whole().order_by("number"))

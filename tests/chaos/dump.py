"""All rows of some people in a database, as JSON: `python -m tests.chaos.dump USER_ID…`."""

from __future__ import annotations

import json
import sys
from typing import Any

import django


def dump(user_id: str) -> dict[str, Any]:
    from chatbot.domain.publish import stream_of
    from chatbot.domain.tasks.as_json import task_json
    from chatbot.models import Change, Conversation, Message, Run, Task, ToolCall, User
    from chatbot.wire.projection import ChatProjection
    from streaming.log import read

    owner = User.objects.get(pk=user_id)
    projection = ChatProjection(str(owner.pk))
    entries = read(stream_of(owner.pk), 0, 10_000_000)
    tasks = Task.objects.of(owner).prefetch_related("tags")
    conversations = Conversation.objects.filter(owner=owner)
    messages = Message.objects.filter(conversation__owner=owner)
    runs = Run.objects.filter(owner=owner)
    calls = ToolCall.objects.filter(run__owner=owner)
    additions = Change.objects.filter(tool_call__run__owner=owner, tool_call__name="add_task")
    created = additions.filter(before__isnull=True)
    return {
        "events": [json.loads(projection.event(entry)) for entry in entries],
        "tasks": {str(task.pk): task_json(task) for task in tasks},
        "follows": [str(task.follows) for task in tasks if task.follows],
        "last_number": owner.last_task_number,
        "titles": {str(pk): title for pk, title in conversations.values_list("pk", "title")},
        "messages": {str(row.pop("pk")): row for row in messages.values("pk", "role", "state", "content")},
        "runs": {
            str(run.pk): {
                "status": run.status,
                "error_code": run.error_code,
                "continues": str(run.continues_id) if run.continues_id else None,
                "text": run.trigger.content,
                "reply_id": str(run.reply_id),
                "attempt": run.attempt,
                "losses": run.losses,
            }
            for run in runs.select_related("trigger")
        },
        "calls": [
            {
                "run_id": str(call.run_id),
                "call_id": call.call_id,
                "tool": call.name,
                "arguments": call.arguments,
                "status": call.status,
                "decision": call.decision,
            }
            for call in calls
        ],
        "created_by_agent": [after["title"] for after in created.values_list("after", flat=True)],
    }


if __name__ == "__main__":
    django.setup()
    print(json.dumps({user_id: dump(user_id) for user_id in sys.argv[1:]}))  # noqa: T201

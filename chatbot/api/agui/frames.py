"""What of a person's stream concerns one run, and their tasks."""

from __future__ import annotations

from chatbot.domain.events import LAST_EVENTS
from chatbot.models import Run
from streaming.cursor import Cursor
from streaming.entry import Entry, LiveFrame, Projection, dumps

TASKS, HEARTBEAT, RESET = "tasks", "heartbeat", "reset"
# After these, the state of the run says whether it has ended.
ENDING = LAST_EVENTS | {"approval_requested", "conversation_deleted", RESET}
_TASK_EVENTS = ("task_created", "task_updated", "task_deleted")


class RunFrames(Projection):
    """Objects with a `type`: that of the event, `tasks` if tasks have changed, `heartbeat` or `reset`."""

    def __init__(self, run: Run) -> None:
        self._run_id, self._conversation_id = str(run.pk), str(run.conversation_id)

    def event(self, entry: Entry) -> str | None:
        if entry.type.replace("tasks_", "task_") in _TASK_EVENTS:
            return dumps({"type": TASKS})
        is_of_run = entry.data.get("run_id") == self._run_id
        is_deleted = (
            entry.type == "conversation_deleted"
            and entry.data.get("conversation_id") == self._conversation_id
        )
        shown = {"type": entry.type, "at": entry.at, "data": entry.data}
        return dumps(shown) if is_of_run or is_deleted else None

    def live(self, frame: LiveFrame) -> str | None:
        if frame.type != "message_delta" or frame.data.get("run_id") != self._run_id:
            return None
        return dumps({"type": frame.type, "data": frame.data})

    def established(self, cursor: Cursor) -> str | None:
        return None

    def heartbeat(self, cursor: Cursor, interval: float) -> str | None:
        return dumps({"type": HEARTBEAT})

    def reset(self, cursor: Cursor) -> str | None:
        return dumps({"type": RESET})

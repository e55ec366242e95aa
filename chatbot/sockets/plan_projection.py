"""How the log looks on the plan socket: only what concerns the plans that one client has subscribed to."""

from __future__ import annotations

from typing import Any

from streaming.cursor import Cursor
from streaming.entry import Entry, LiveFrame, Projection, dumps

PLAN_EVENTS = ("plan_update", "step_update", "agent_message")
_DATA = ("plan_id", "step_id", "agent_name", "content", "message_type", "status", "timestamp")


class PlanProjection(Projection):
    """Of one connection. While a plan is replayed, its new frames are held back until it has caught up."""

    def __init__(self) -> None:
        self._held: dict[str, list[str] | None] = {}  # by plan; None: live

    def __len__(self) -> int:
        return len(self._held)

    def __contains__(self, plan_id: str) -> bool:
        return plan_id in self._held

    def hold(self, plan_id: str) -> None:
        """From now on the plan's frames are kept, in order, for `next_held`."""
        self._held[plan_id] = []

    def next_held(self, plan_id: str) -> str | None:
        """The next frame that was held back; with the last one, the plan goes live."""
        held = self._held.get(plan_id)
        if held:
            return held.pop(0)
        if plan_id in self._held:
            self._held[plan_id] = None
        return None

    def drop(self, plan_id: str) -> None:
        self._held.pop(plan_id, None)

    def event(self, entry: Entry) -> str | None:
        if entry.type not in PLAN_EVENTS:
            return None
        plan_id = entry.data["result"]["plan_id"]
        if plan_id not in self._held:
            return None
        held = self._held[plan_id]
        if held is None:
            return frame_of(entry)
        held.append(frame_of(entry))
        return None

    def live(self, frame: LiveFrame) -> str | None:
        return None

    def established(self, cursor: Cursor) -> str | None:
        return None

    def heartbeat(self, cursor: Cursor, interval: float) -> str | None:
        return None

    def reset(self, cursor: Cursor) -> str | None:
        return dumps({"type": "stream_reset", "id": str(cursor)})


def frame_of(entry: Entry) -> str:
    result: dict[str, Any] = entry.data["result"]
    data = {name: result.get(name) for name in _DATA}
    return dumps({"type": entry.type, "seq": entry.seq, "id": str(entry.cursor), "data": data})

"""The projection of the plan socket: only events of the plans that the client has subscribed to."""

from __future__ import annotations

import math
from typing import Any

from chatbot.wire.frames import PlanData, PlanReset
from streaming.cursor import Cursor
from streaming.entry import Entry, LiveFrame, Projection, dumps

PLAN_EVENTS = ("plan_update", "step_update", "agent_message")
_DATA = [name for name in PlanData.model_fields if name != "truncated"]


class PlanProjection(Projection):
    """The projection of one connection. A plan whose events are being replayed is left out until the
    replay has reached the connection's position."""

    def __init__(self) -> None:
        self._epoch = ""
        self._after: dict[str, float] = {}  # by plan: the seq after which its frames are sent

    def __len__(self) -> int:
        return len(self._after)

    def __contains__(self, plan_id: str) -> bool:
        return plan_id in self._after

    def hold(self, plan_id: str) -> None:
        """Add a plan, and leave its frames out until `go_live`."""
        self._after[plan_id] = math.inf

    def is_held(self, plan_id: str) -> bool:
        return self._after.get(plan_id) == math.inf

    def go_live(self, plan_id: str, after: int) -> None:
        """Send the plan's frames after `after`, up to which the client has received them."""
        self._after[plan_id] = after

    def drop(self, plan_id: str) -> None:
        self._after.pop(plan_id, None)

    def event(self, entry: Entry) -> str | None:
        if entry.type not in PLAN_EVENTS:
            return None
        after = self._after.get(entry.data["result"]["plan_id"], math.inf)
        return frame_of(entry) if entry.seq > after else None

    def live(self, frame: LiveFrame) -> str | None:
        return None

    def established(self, cursor: Cursor) -> str | None:
        self._epoch = cursor.epoch
        return None

    def heartbeat(self, cursor: Cursor, interval: float) -> str | None:
        return None

    def reset(self, cursor: Cursor) -> str | None:
        if cursor.epoch != self._epoch:
            # Another epoch has its own seqs: what was received or replayed of the old one no longer counts.
            self._epoch = cursor.epoch
            self._after = dict.fromkeys(self._after, 0)
        return reset_frame(cursor)


def frame_of(entry: Entry) -> str:
    result: dict[str, Any] = entry.data["result"]
    data = {name: result.get(name) for name in _DATA}
    if "truncated" in result:
        data["truncated"] = True
    return dumps({"type": entry.type, "seq": entry.seq, "id": str(entry.cursor), "data": data})


def reset_frame(cursor: Cursor, plan_id: str | None = None) -> str:
    """For all plans of a socket, or for one of them: what the client has is outdated."""
    return dumps(PlanReset(type="stream_reset", plan_id=plan_id or "", id=str(cursor)).as_json())

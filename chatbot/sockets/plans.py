"""The plan socket: any number of one's plans on one connection, each subscribed to by a frame."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from channels.exceptions import StopConsumer

from chatbot.domain.publish import stream_of
from chatbot.models import Plan
from streaming.consumers import Admission, BadFrame, Refused, StreamConsumer
from streaming.cursor import BadCursor, Cursor
from streaming.database import query
from streaming.entry import Entry, dumps
from streaming.log import read, stream_position

from .chat import SIGN_IN
from .grants import grant
from .plan_projection import PLAN_EVENTS, PlanProjection, frame_of

MOST_PLANS = 128
_PAGE = 500
NOT_FOUND = "Plan not found"


class PlanConsumer(StreamConsumer):
    async def admit(self) -> Admission:
        granted = await query(grant, self.scope, self.query)
        if granted is None:
            raise Refused(SIGN_IN)
        self._owner_id = granted.user_id
        self._plans = PlanProjection()
        return Admission(stream_of(granted.user_id), self._plans, tag=granted.tag, guard=granted)

    def error_frame(self, error: BadFrame, frame: dict[str, Any]) -> dict[str, Any]:
        plan_id = frame.get("plan_id")
        return {
            "type": "error",
            "plan_id": plan_id if isinstance(plan_id, str) else None,
            "message": str(error),
        }

    def pong_frame(self, stamp: float | str) -> dict[str, Any]:
        return {"type": "pong", "t": stamp}

    async def receive_frame(self, frame: dict[str, Any]) -> None:
        match frame:
            case {"type": "subscribe_plan", "plan_id": str(given)}:
                await self._subscribe(given, _cursor_of(frame))
            case {"type": "unsubscribe_plan", "plan_id": str(given)}:
                self._plans.drop(_canonical(given))
            case {"type": "subscribe_plan" | "unsubscribe_plan"}:
                raise BadFrame("Say which plan: plan_id is missing.")
            case _:
                raise BadFrame("Unknown type of frame.")

    async def _subscribe(self, given: str, after: Cursor | Literal["start"] | None) -> None:
        plan_id = _canonical(given)
        if plan_id not in self._plans and len(self._plans) >= MOST_PLANS:
            raise BadFrame(f"At most {MOST_PLANS} plans can be followed on one socket.")
        if not await query(_is_owners, self._owner_id, plan_id):
            raise BadFrame(NOT_FOUND)
        connection = self.connection
        if connection is None:
            raise StopConsumer
        self._plans.hold(plan_id)
        position = connection.cursor  # from here on, the connection tells the projection
        await self._send_text(dumps({"type": "subscription_confirmed", "plan_id": given}))
        if after is not None:
            await self._replay(plan_id, after, position.seq)
        while (text := self._plans.next_held(plan_id)) is not None:
            await self._send_text(text)

    async def _replay(self, plan_id: str, after: Cursor | Literal["start"], until: int) -> None:
        stream = stream_of(self._owner_id)
        truth = await query(stream_position, stream)
        if after == "start":
            after = Cursor(truth.epoch, truth.pruned)
        if not truth.can_resume(after):
            await self._send_text(
                dumps({"type": "stream_reset", "plan_id": plan_id, "id": str(truth.cursor)})
            )
            return
        seq = after.seq
        while seq < until:
            entries = await query(read, stream, seq, _PAGE)
            for entry in entries:
                if entry.seq <= until and _concerns(entry, plan_id):
                    await self._send_text(frame_of(entry))
            if not entries:
                return
            seq = entries[-1].seq


def _concerns(entry: Entry, plan_id: str) -> bool:
    return entry.type in PLAN_EVENTS and entry.data["result"]["plan_id"] == plan_id


def _canonical(given: str) -> str:
    try:
        return str(UUID(given))
    except ValueError as error:
        raise BadFrame(NOT_FOUND) from error


def _cursor_of(frame: dict[str, Any]) -> Cursor | Literal["start"] | None:
    """Without `after`, the frames from now on; with an empty one, all that there are."""
    after = frame.get("after")
    if after is None:
        return None
    if after == "":
        return "start"
    try:
        return Cursor.parse(after)
    except (BadCursor, TypeError, AttributeError) as error:
        raise BadFrame("after is the id of a frame that you have had.") from error


def _is_owners(owner_id: UUID, plan_id: str) -> bool:
    return Plan.objects.filter(pk=plan_id, owner_id=owner_id).exists()

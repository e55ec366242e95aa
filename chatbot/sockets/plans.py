"""The plan socket: any number of a person's plans on one connection, each subscribed by a frame."""

from __future__ import annotations

import logging
from typing import Any, Literal
from uuid import UUID

from django.db import Error as DatabaseError

from chatbot.domain.publish import stream_of
from chatbot.models import Plan
from chatbot.wire.close_codes import SIGN_IN
from chatbot.wire.frames import PlanError, PlanErrorData, PlanPong, SubscriptionConfirmed
from chatbot.wire.grants import grant
from streaming.connection import SERVER_ERROR, Connection, State
from streaming.consumers import Admission, BadFrame, Refused, StreamConsumer
from streaming.cursor import Cursor
from streaming.database import query
from streaming.entry import dumps
from streaming.log import read, stream_position

from .plan_projection import PlanProjection, frame_of, reset_frame

logger = logging.getLogger(__name__)

MOST_PLANS = 128
NOT_FOUND = "Plan not found"
_PAGE = 200

# From where a plan's frames are requested; `None`: from now on.
type After = Cursor | Literal["start"] | None


class PlanConsumer(StreamConsumer):
    async def prepare(self) -> None:
        # Clients in the field count an accepted socket as success: if it is closed then, they reconnect every
        # second for ever, while they give up after five refused ones. The query is not delayed by other
        # sockets:
        # servers limit a handshake to five seconds.
        granted = await query(grant, self.scope, self.query)
        if granted is None:
            raise Refused(SIGN_IN)
        self._granted = granted

    async def admit(self) -> Admission:
        granted = self._granted
        self._owner_id = granted.user_id
        self._plans = PlanProjection()
        return Admission(stream_of(granted.user_id), self._plans, tag=granted.tag, guard=granted)

    def error_frame(self, error: BadFrame, frame: dict[str, Any]) -> dict[str, Any]:
        given = frame.get("plan_id")
        # As it was sent, except for lone surrogates, which cannot be sent.
        plan_id = given.encode(errors="replace").decode() if isinstance(given, str) else None
        message = str(error)
        # Clients in the field pass only `data` to their error handlers, as they do with every frame.
        data = PlanErrorData(plan_id=plan_id, message=message, error=message)
        return PlanError(type="error", plan_id=plan_id, message=message, data=data).as_json()

    def pong_frame(self, stamp: float | str | None) -> dict[str, Any]:
        return PlanPong(type="pong", t=stamp).as_json()

    async def receive_frame(self, frame: dict[str, Any]) -> None:
        match frame:
            case {"type": "subscribe_plan", "plan_id": str(given)}:
                after = _after(frame["after"]) if frame.get("after") is not None else self._resumed()
                await self._subscribe(given, after)
            case {"type": "unsubscribe_plan", "plan_id": str(given)}:
                self._plans.drop(_canonical(given))
            case {"type": "subscribe_plan" | "unsubscribe_plan"}:
                raise BadFrame("Say which plan: plan_id is missing.")
            case _:
                raise BadFrame("Unknown type of frame.")

    def _cursor(self) -> Cursor | None:
        # The connection itself starts now: nothing is sent before the first subscription.
        return None

    def _resumed(self) -> After:
        """The cursor in the address, for subscriptions without one."""
        return super()._cursor()

    async def _subscribe(self, given: str, after: After) -> None:
        plan_id = _canonical(given)
        if plan_id not in self._plans and len(self._plans) >= MOST_PLANS:
            raise BadFrame(f"At most {MOST_PLANS} plans can be followed on one socket.")
        if (connection := self.connection) is None:
            return
        try:
            if not await query(_owns_plan, self._owner_id, plan_id):
                raise BadFrame(NOT_FOUND)
            self._plans.hold(plan_id)
            now = connection.cursor  # no later event of the plan is missed from here on
            confirmed = SubscriptionConfirmed(type="subscription_confirmed", plan_id=given)
            await self._send_if_open(connection, dumps(confirmed.as_json()))
            begin = now if after is None else await self._replay_start(connection, plan_id, after)
            await self._catch_up(connection, plan_id, begin.seq)
        except DatabaseError:
            # The replay is incomplete: the client reconnects, and resumes.
            logger.exception("A subscription to a plan failed")
            connection.close(SERVER_ERROR)

    async def _replay_start(
        self, connection: Connection, plan_id: str, after: Cursor | Literal["start"]
    ) -> Cursor:
        """Where the replay starts. An unusable cursor gets a reset, and the frames from now on."""
        truth = await query(stream_position, stream_of(self._owner_id))
        if after == "start":
            return Cursor(truth.epoch, truth.pruned)
        if truth.can_resume(after):
            return after
        await self._send_if_open(connection, reset_frame(truth.cursor, plan_id))
        return truth.cursor

    async def _catch_up(self, connection: Connection, plan_id: str, seq: int) -> None:
        """Send the plan's events up to the connection's position, and go live from there.

        No events are buffered for a client that reads slowly. The client may have received more than this
        process has so far: these events come again on the connection, and are left out.
        """
        while self._plans.is_held(plan_id) and seq < (until := connection.seq) and _is_open(connection):
            entries = await query(
                read, stream_of(self._owner_id), seq, _PAGE, seq__lte=until, subject=plan_id
            )
            for entry in entries:
                await self._send_if_open(connection, frame_of(entry))
            seq = entries[-1].seq if len(entries) == _PAGE else until
        # No `await` since the comparison with the connection.
        if self._plans.is_held(plan_id):
            self._plans.go_live(plan_id, seq)

    async def _send_if_open(self, connection: Connection, text: str) -> None:
        if _is_open(connection):
            await self._send_text(text)


def _is_open(connection: Connection) -> bool:
    return connection.state is not State.CLOSED


def _canonical(given: str) -> str:
    try:
        return str(UUID(given))
    except ValueError as error:
        raise BadFrame(NOT_FOUND) from error


def _after(given: object) -> After:
    """An empty text is the first stored frame."""
    return "start" if given == "" else Cursor.given(str(given))


def _owns_plan(owner_id: UUID, plan_id: str) -> bool:
    return Plan.objects.filter(pk=plan_id, owner_id=owner_id).exists()

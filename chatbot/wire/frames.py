"""The frames of both sockets that are not events of the log, and those that clients send."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from chatbot.domain.events import Event, PlanMessageResult, Result

type Stamp = float | str | None  # what a ping brought


# Of the chat socket, in the flat shape of its events.


class ConnectionEstablished(Event):
    """The first frame."""

    event_type: Literal["connection_established"] = "connection_established"
    message: str = "Connected to real-time updates"


class HeartbeatResult(Result):
    interval: float  # seconds until the next one


class Heartbeat(Event):
    """The connection lives; `seq` is the last one of the stream."""

    event_type: Literal["heartbeat"] = "heartbeat"
    result: HeartbeatResult


class StreamReset(Event):
    """The cursor of the client cannot be resumed: load a snapshot, and continue from `id`."""

    event_type: Literal["stream_reset"] = "stream_reset"
    message: str = "What you have seen is out of date. Loading it again..."


class Pong(Result):
    """The answer to a ping."""

    event_type: Literal["pong"]
    t: Stamp


class ErrorFrame(Result):
    """The client sent what makes no sense; the socket stays usable."""

    event_type: Literal["error"]
    error: str


# Of the plan socket.


class PlanData(PlanMessageResult):
    """`truncated`: the content was cut, and the whole is among the messages of the plan."""

    step_id: str | None
    truncated: bool = False


class PlanFrame(Result):
    """What is said about a plan."""

    type: Literal["plan_update", "step_update", "agent_message"]
    seq: int
    id: str  # the cursor
    data: PlanData


class SubscriptionConfirmed(Result):
    type: Literal["subscription_confirmed"]
    plan_id: str  # as it was sent


class PlanReset(Result):
    """What the client has of a plan, or of all, is out of date: read it again, and continue from `id`."""

    type: Literal["stream_reset"]
    plan_id: str = ""
    id: str


class PlanErrorData(Result):
    plan_id: str | None
    message: str
    error: str  # the same


class PlanError(Result):
    """The client sent what makes no sense, or a plan is unknown; the socket stays usable."""

    type: Literal["error"]
    plan_id: str | None
    message: str
    data: PlanErrorData


class PlanPong(Result):
    """The answer to a ping."""

    type: Literal["pong"]
    t: Stamp


# What clients send.


class Ack(Result):
    """Everything up to `seq` is handled."""

    type: Literal["ack"]
    seq: Annotated[int, Field(ge=0)]


class Ping(Result):
    type: Literal["ping"]
    t: Stamp = None


class SubscribePlan(Result):
    """`after`: the last frame of the plan that the client has had; empty for every frame that is kept."""

    type: Literal["subscribe_plan"]
    plan_id: str
    after: str | None = None


class UnsubscribePlan(Result):
    type: Literal["unsubscribe_plan"]
    plan_id: str

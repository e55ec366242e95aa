"""What the API shows a person, reduced to what events contain."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chatbot.models import Run, User
from tests.chatbot.api.client import Api

type Json = dict[str, Any]
type State = dict[str, dict[str, Json]]  # by kind and id

KINDS = ("tasks", "lists", "views", "conversations", "messages", "runs", "plans", "imports")
EXACT_MOMENTS = {"created_at", "updated_at", "completed_at", "due_at", "expires_at"}
# For runs and plans the API has the times of the rows. Events have their own times, so that only the
# presence of a time is compared.
TIMES = {"created_at", "updated_at", "started_at", "finished_at", "approved_at", "decided_at", "undone_at"}
# The text of a reply that is being written comes in live frames, which are not events.
WRITTEN_LIVE = {"streaming", "failed"}


def snapshot(owner: User) -> State:
    api = Api.of(owner)
    conversations = _all(api, "/api/conversations/")
    messages = [
        {**message, "conversation_id": chat["id"]}
        for chat in conversations
        for message in _all(api, f"/api/conversations/{chat['id']}/messages/")
    ]
    runs = [api.get(f"/api/runs/{pk}/").json() for pk in Run.objects.of(owner).values_list("pk", flat=True)]
    tasks, lists, views, plans, imports = (
        _all(api, f"/api/{kind}/") for kind in ("tasks", "lists", "views", "plans", "imports")
    )
    listed = (tasks, lists, views, conversations, messages, runs, plans, imports)
    return {
        kind: {row["id"]: _COMPARABLE[kind](row) for row in rows}
        for kind, rows in zip(KINDS, listed, strict=True)
    }


def comparable(state: State) -> State:
    """The same, without what a client of events cannot know for sure."""
    return {
        **{kind: state[kind] for kind in KINDS},
        "messages": {pk: _without_live_text(message) for pk, message in state["messages"].items()},
    }


def with_moments(row: Json) -> Json:
    return {key: _moment(value) if key in EXACT_MOMENTS else value for key, value in row.items()}


def published_proposal(proposal: Json | None) -> Json | None:
    return proposal and with_moments(proposal)


def _all(api: Api, path: str) -> list[Json]:
    answer = api.get(path, {"limit": 100})
    assert answer.status_code == 200, answer.content
    rows: list[Json] = answer.json()["results"]
    return rows


def _run(row: Json) -> Json:
    # A stop is only requested until the run has ended. The reply is compared as a message. Whether workers
    # run is no event.
    left_out = {"message", "stop_requested_at", "is_without_worker", *TIMES}
    values = {key: value for key, value in row.items() if key not in left_out}
    return {**values, **_is_there(row), "tool_calls": [_call(call) for call in row["tool_calls"]]}


def _call(row: Json) -> Json:
    values = {key: value for key, value in row.items() if key not in {"duration_ms", *TIMES}}
    return {
        **with_moments(values),
        **_is_there(row),
        "output": _output(row),
        "proposal": published_proposal(row["proposal"]),
        "approved_arguments": row["approved_arguments"] or row["arguments"],
    }


def _output(row: Json) -> Json | None:
    """Without the part that is for the model alone."""
    if row["status"] == "declined" or row["output"] is None:
        return None
    hints = {"next"} if row["status"] == "failed" else set()
    return {key: value for key, value in row["output"].items() if key not in hints}


def _import(row: Json) -> Json:
    """Without what was known when the file was read, which is no event."""
    return {key: value for key, value in row.items() if key not in {"known", *TIMES}}


def _plan(row: Json) -> Json:
    values = {key: value for key, value in row.items() if key not in TIMES}
    return {**values, **_is_there(row), "steps": [_step(step) for step in row["steps"]]}


def _step(row: Json) -> Json:
    return {**{key: value for key, value in row.items() if key not in TIMES}, **_is_there(row)}


def _is_there(row: Json) -> Json:
    return {f"has_{key}": row[key] is not None for key in TIMES & row.keys() - {"created_at", "updated_at"}}


def _without_live_text(message: Json) -> Json:
    is_live = message["state"] in WRITTEN_LIVE
    return {key: value for key, value in message.items() if not (is_live and key in {"content", "html"})}


def _moment(text: str | None) -> int | None:
    """In milliseconds, since some events have microseconds."""
    return None if text is None else int(datetime.fromisoformat(text).timestamp() * 1000)


_COMPARABLE = {
    "tasks": with_moments,
    "lists": with_moments,
    "views": with_moments,
    "conversations": with_moments,
    "messages": with_moments,
    "runs": _run,
    "plans": _plan,
    "imports": _import,
}

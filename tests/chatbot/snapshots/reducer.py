"""Applies the frames of events to a snapshot. It uses nothing but the frames."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

from .snapshot import Json, State, published_proposal, with_moments

REDUCERS: dict[str, Callable[[State, Json], None]] = {}
ENDED_PLANS = {"completed", "failed", "cancelled", "rejected"}


def reduce(state: State, frames: list[Json]) -> State:
    state = deepcopy(state)
    for frame in frames:
        REDUCERS[frame["event_type"]](state, frame)
    return state


def on(*types: str) -> Callable[[Callable[[State, Json], None]], Callable[[State, Json], None]]:
    def register(reducer: Callable[[State, Json], None]) -> Callable[[State, Json], None]:
        REDUCERS.update(dict.fromkeys(types, reducer))
        return reducer

    return register


@on("task_reminder", "task_created", "task_updated", "tasks_created", "tasks_updated")
def _task(state: State, frame: Json) -> None:
    for task in frame["result"].get("tasks", [frame["result"]]):
        state["tasks"][task["id"]] = with_moments(task)


@on("task_deleted", "tasks_deleted")
def _task_deleted(state: State, frame: Json) -> None:
    for task in frame["result"].get("tasks", [frame["result"]]):
        del state["tasks"][task["id"]]


@on("trash_emptied")
def _trash_emptied(state: State, frame: Json) -> None:
    """What is in the trash is read when it is shown."""


@on("list_created", "list_updated")
def _list(state: State, frame: Json) -> None:
    state["lists"][frame["result"]["id"]] = with_moments(frame["result"])


@on("list_deleted")
def _list_deleted(state: State, frame: Json) -> None:
    gone = frame["result"]["id"]
    del state["lists"][gone]
    for task in state["tasks"].values():
        if task["list"] == gone:
            task["list"] = None


@on("view_saved")
def _view(state: State, frame: Json) -> None:
    state["views"][frame["result"]["id"]] = with_moments(frame["result"])


@on("view_deleted")
def _view_deleted(state: State, frame: Json) -> None:
    del state["views"][frame["result"]["id"]]


@on("import_progress")
def _import(state: State, frame: Json) -> None:
    state["imports"][frame["result"]["id"]] = frame["result"]


@on("conversation_updated")
def _conversation(state: State, frame: Json) -> None:
    known = state["conversations"].get(frame["conversation_id"], {"is_unread": False})
    state["conversations"][frame["conversation_id"]] = {**known, **with_moments(frame["result"])}


@on("conversation_read")
def _conversation_read(state: State, frame: Json) -> None:
    state["conversations"][frame["conversation_id"]]["is_unread"] = False


@on("conversation_deleted")
def _conversation_deleted(state: State, frame: Json) -> None:
    """Keeps what may be restored: a client may as well read it over REST when that happens."""
    gone = frame["conversation_id"]
    kept = state.setdefault("deleted", {})
    kept[gone] = {"conversations": {gone: state["conversations"].pop(gone)}}
    for kind in ("messages", "runs"):
        of_it = {pk: row for pk, row in state[kind].items() if row["conversation_id"] == gone}
        kept[gone][kind] = of_it
        state[kind] = {pk: row for pk, row in state[kind].items() if pk not in of_it}


@on("conversation_restored")
def _conversation_restored(state: State, frame: Json) -> None:
    for kind, rows in state["deleted"].pop(frame["conversation_id"]).items():
        state[kind].update(rows)
    _conversation(state, frame)


@on("message_created", "message_complete")
def _message(state: State, frame: Json) -> None:
    if edited := state["messages"].get(frame["result"].get("replaces")):
        _leave(state, edited)
    _set_message(state, frame, frame["result"])


def _leave(state: State, edited: Json) -> None:
    """Drop the edited message, those after it, and their replies, also those of runs that were continued."""
    chat, runs = edited["conversation_id"], state["runs"]
    asked = [
        message
        for message in state["messages"].values()
        if (message["conversation_id"], message["role"]) == (chat, "user")
        and message["position"] >= edited["position"]
    ]
    left = {message["id"] for message in asked}
    for message in asked:
        run_id = message["run_id"]
        while run_id:
            left |= {pk for pk, one in state["messages"].items() if one["run_id"] == run_id}
            run_id = runs[run_id]["continues"]
    state["messages"] = {pk: one for pk, one in state["messages"].items() if pk not in left}


@on("run_queued")
def _queued(state: State, frame: Json) -> None:
    result = frame["result"]
    state["runs"][frame["run_id"]] = {
        "id": frame["run_id"],
        "conversation_id": frame["conversation_id"],
        "status": "queued",
        "attempt": 0,
        "continues": result.get("continues"),
        "client": result.get("client", ""),
        "error": None,
        "error_code": None,
        "response": None,
        "feedback": None,
        "tool_calls": [],
        "has_started_at": False,
        "has_finished_at": False,
    }
    reply = {"role": "assistant", "state": "pending", "content": "", "html": ""}
    place = {name: result[name] for name in ("position", "created_at")}
    _set_message(state, frame, {**reply, **place})
    if trigger := state["messages"].get(result["trigger_id"]):
        trigger["run_id"] = frame["run_id"]
    if replaced := state["messages"].get(result.get("replaces")):
        replaced["state"] = "replaced"
    for step in _steps(state):
        if step["id"] == result.get("step_id"):
            step["run_id"] = frame["run_id"]


def _set_message(state: State, frame: Json, values: Json) -> None:
    """Conversations of a plan's agents are not chats, and no event is about them."""
    if frame["conversation_id"] in state["conversations"]:
        ids = {name: frame[name] for name in ("conversation_id", "run_id")}
        message = {"id": frame["message_id"], **ids, "replaces": None, **with_moments(values)}
        state["messages"][frame["message_id"]] = message


def _reply(state: State, frame: Json) -> Json:
    return _message_of(state, frame, "assistant")


def _message_of(state: State, frame: Json, role: str) -> Json:
    of_run = (
        one for one in state["messages"].values() if one["run_id"] == frame["run_id"] and one["role"] == role
    )
    return next(of_run, {})


@on("agent_thinking")
def _thinking(state: State, frame: Json) -> None:
    started = {"status": "running", "attempt": frame["attempt"], "has_started_at": True}
    state["runs"][frame["run_id"]].update(started)


@on("thinking_complete")
def _thought(state: State, frame: Json) -> None:
    """Thinking is shown on pages only."""


@on("run_retrying")
def _retrying(state: State, frame: Json) -> None:
    state["runs"][frame["run_id"]]["status"] = "queued"
    _reply(state, frame).update(content="", html="")


@on("agent_done")
def _done(state: State, frame: Json) -> None:
    _end(state, frame, status="succeeded", response=frame["result"]["response"])


@on("run_failed")
def _failed(state: State, frame: Json) -> None:
    _end(state, frame, status="failed", error=frame["error"], error_code=frame["result"]["code"])
    _reply(state, frame).update(state="failed")


@on("run_cancelled")
def _cancelled(state: State, frame: Json) -> None:
    _end(state, frame, status="cancelled")
    _reply(state, frame).update(state="stopped")
    if frame["result"]["withdrawn"]:
        _message_of(state, frame, "user").update(state="withdrawn")
    for call in state["runs"][frame["run_id"]]["tool_calls"]:
        if call["status"] in {"starting", "awaiting_approval"}:
            call.update(status="stopped", has_finished_at=True)


@on("answer_rated")
def _rated(state: State, frame: Json) -> None:
    result = frame["result"]
    rated = {"rating": result.get("rating"), "comment": result.get("comment", "")}
    state["runs"][frame["run_id"]]["feedback"] = rated if rated["rating"] else None


def _end(state: State, frame: Json, **values: Any) -> None:
    run = state["runs"][frame["run_id"]]
    run.update(values, has_finished_at=True)
    is_news = values["status"] != "cancelled" and not frame["result"].get("client")
    if is_news and (chat := state["conversations"].get(run["conversation_id"])):
        chat["is_unread"] = True


INHERITED = ("count", "decision", "decided_by", "has_decided_at", "approved_arguments")


@on("tool_starting")
def _starting(state: State, frame: Json) -> None:
    arguments = frame["result"]["arguments"]
    call = {
        "call_id": frame["call_id"],
        "run_id": frame["run_id"],
        "conversation_id": frame["conversation_id"],
        "tool": frame["tool"],
        "arguments": arguments,
        "status": "starting",
        "message": frame["message"],
        "error": None,
        "count": None,
        "output": None,
        "proposal": None,
        "expires_at": None,
        "decision": None,
        "decided_by": None,
        "has_decided_at": False,
        "approved_arguments": arguments,
        "changes": 0,
        "has_undone_at": False,
        "has_started_at": True,
        "has_finished_at": False,
    }
    # A call that an earlier run has started continues here.
    for earlier in _calls(state, frame):
        call |= {name: earlier[name] for name in INHERITED}
        call["proposal"] = earlier["proposal"] and {**earlier["proposal"], "expires_at": None}
    state["runs"][frame["run_id"]]["tool_calls"].append(call)


def _calls(state: State, frame: Json) -> Iterator[Json]:
    """The call in the runs that the frame's run continues, the oldest first."""
    run = state["runs"][frame["run_id"]]
    if earlier := run["continues"]:
        yield from _calls(state, {**frame, "run_id": earlier})
    yield from (call for call in run["tool_calls"] if call["call_id"] == frame["call_id"])


def _call(state: State, frame: Json) -> Json:
    calls = state["runs"][frame["run_id"]]["tool_calls"]
    return next(call for call in calls if call["call_id"] == frame["call_id"])


@on("tool_progress")
def _progress(state: State, frame: Json) -> None:
    _call(state, frame).update(count=frame["count"], message=frame["message"])


@on("tool_complete")
def _complete(state: State, frame: Json) -> None:
    output = dict(frame["result"])
    changes = output.pop("changes", 0)
    data = {"message": frame["message"], "count": frame["count"], "output": output, "changes": changes}
    _call(state, frame).update(data, status="done", has_finished_at=True)


@on("tool_error")
def _error(state: State, frame: Json) -> None:
    data = {"message": frame["message"], "error": frame["error"], "output": {"error": frame["error"]}}
    _call(state, frame).update(data, status="failed", has_finished_at=True)


@on("approval_requested")
def _asked(state: State, frame: Json) -> None:
    proposal = published_proposal(frame["result"])
    assert proposal is not None
    data = {"message": frame["message"], "proposal": proposal, "expires_at": proposal["expires_at"]}
    _call(state, frame).update(data, status="awaiting_approval")
    state["runs"][frame["run_id"]]["status"] = "awaiting_approval"


@on("approval_resolved")
def _resolved(state: State, frame: Json) -> None:
    result = frame["result"]
    is_approved = result["decision"] == "approved"
    _call(state, frame).update(
        decision=result["decision"],
        decided_by=result["by"],
        has_decided_at=True,
        approved_arguments=result["arguments"],
        status="starting" if is_approved else "declined",
        has_finished_at=not is_approved,
    )
    state["runs"][frame["run_id"]]["status"] = "queued"


@on("tool_undone")
def _undone(state: State, frame: Json) -> None:
    _call(state, frame)["has_undone_at"] = True


@on("plan_update", "step_update", "agent_message")
def _plan_event(state: State, frame: Json) -> None:
    result = frame["result"]
    data = result["plan"]
    new: Json = {"id": result["plan_id"], "steps": [], "summary": ""}
    plan = state["plans"].setdefault(result["plan_id"], new)
    plan.update(
        status=data["status"],
        version=data["version"],
        title=data["title"],
        goal=data.get("goal", plan.get("goal")),
        error=data.get("error"),
        approved_by=data.get("approved_by"),
        has_approved_at="approved_by" in data,
        has_finished_at=data["status"] in ENDED_PLANS,
    )
    if "steps" in data:
        known = {step["id"]: step for step in plan["steps"]}
        plan["steps"] = [_planned(known.get(step["id"]), step) for step in data["steps"]]
    if frame["event_type"] == "plan_update" and data["status"] == "completed":
        plan["summary"] = result["content"]
    if "step" in result:
        _step_event(plan, frame["event_type"], result)


def _planned(known: Json | None, step: Json) -> Json:
    new = {"result": "", "run_id": None, "has_started_at": False, "has_finished_at": False}
    return {**(known or new), "error": None, **step}


def _step_event(plan: Json, event_type: str, result: Json) -> None:
    data = result["step"]
    step = next(one for one in plan["steps"] if one["id"] == data["id"])
    step.update(status=data["status"], error=data.get("error"))
    step["has_started_at"] |= data["status"] == "running"
    step["has_finished_at"] |= data["status"] in {"completed", "failed"}
    if event_type == "agent_message" and data["status"] == "completed" and result["message_type"] == "result":
        step["result"] = result["content"]


def _steps(state: State) -> Iterator[Json]:
    for plan in state["plans"].values():
        yield from plan["steps"]

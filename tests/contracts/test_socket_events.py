"""Each type of event, with its exact line for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.contracts.frames import LARGEST
from tests.provider.script import call, calls, refuses, says

if TYPE_CHECKING:
    from tests.contracts.client import Api
    from tests.contracts.conftest import OpenSocket
    from tests.contracts.frames import Frame
    from tests.contracts.site import Site
    from tests.provider.script import Provider


def add(title: str, call_id: str, tags: list[str] | None = None) -> dict[str, Any]:
    values = {"description": None, "priority": None, "due_at": None, "tags": tags}
    return call("add_task", call_id, title=title, **values)


def listing(call_id: str = "list", **filters: Any) -> dict[str, Any]:
    return call(
        "list_tasks", call_id, **{"status": "all", "due": None, "tag": None, "priority": None, **filters}
    )


def update(number: int, call_id: str, **values: Any) -> dict[str, Any]:
    absent = dict.fromkeys(["title", "description", "priority", "due_at", "add_tags", "remove_tags"])
    return call("update_task", call_id, **{"number": number, **absent, "clear_due": False, **values})


def by_call(events: list[Frame]) -> list[list[Frame]]:
    """The frames of each call, in the order in which the calls start. Their ids are not
    those of the model."""
    frames_of: dict[str, list[Frame]] = {}
    for event in events:
        if event["call_id"] is not None:
            frames_of.setdefault(event["call_id"], []).append(event)
    return list(frames_of.values())


def lines(events: list[Frame]) -> list[tuple[str, str]]:
    return [(event["event_type"], event["message"]) for event in events]


def ended(starting: str, complete: str) -> list[tuple[str, str]]:
    return [("tool_starting", starting), ("tool_complete", complete)]


async def published(api: Api, open_socket: OpenSocket, message: str = "Go") -> list[Frame]:
    """Run the agent with the model's script. Return the events of the run, and those of tasks."""
    async with open_socket(api.account) as socket:
        await socket.until_end(await api.start(message))
        await socket.ping()
        return socket.events


async def approved(api: Api, open_socket: OpenSocket, message: str = "Go") -> list[Frame]:
    """The same, for a run that asks for an approval and gets it over REST."""
    async with open_socket(api.account) as socket:
        run_id = await api.start(message)
        asked = await socket.until("approval_requested", run_id=run_id)
        answer = await api.request("POST", f"/api/tool-calls/{asked['call_id']}/approve/")
        assert answer.status_code == 200, answer.text
        await socket.until_end(run_id)
        await socket.ping()
        return socket.events


async def test_offline_assistant_publishes_each_step(api: Api, open_socket: OpenSocket) -> None:
    events = await published(api, open_socket, "Add a task to buy groceries")

    by_type = {event["event_type"]: event for event in events}
    assert by_type["agent_thinking"]["message"] == "Processing your request..."
    assert by_type["tool_starting"]["message"] == "Creating a new task..."
    assert by_type["tool_complete"]["message"].lower() == "created: buy groceries"
    assert by_type["tool_complete"]["message"].startswith("Created: ")
    assert by_type["agent_done"]["message"] == "Done!"
    assert by_type["agent_done"]["result"]["response"] == by_type["message_complete"]["result"]["content"]


async def test_each_tool_has_its_lines(scripted_api: Api, open_scripted: OpenSocket, model: Provider) -> None:
    made = ["Buy milk", "Call Ann", "Cut grass", "Read", "Sleep"]
    model.play(
        calls(*(add(title, f"add{n}", ["home"] if n == 0 else None) for n, title in enumerate(made))),
        calls(
            listing("all"),
            listing("one", tag="home"),
            listing("none", tag="nowhere"),
            update(1, "update", title="Buy oat milk"),
            update(1, "back", title="Buy milk"),
            call("complete_task", "complete", number=1, completed=True),
            call("delete_task", "delete", number=1),
            call("complete_all_tasks", "complete_all", tag=None, priority=None),
        ),
        says("There."),
    )
    names = [*(f"add{n}" for n in range(len(made))), "all", "one", "none"]
    names += ["update", "back", "complete", "delete", "complete_all"]

    events = await published(scripted_api, open_scripted)

    assert events[-1]["event_type"] == "agent_done"
    frames_of = dict(zip(names, by_call(events), strict=True))
    searching = "Searching your tasks..."
    for n, title in enumerate(made):
        assert lines(frames_of[f"add{n}"]) == ended("Creating a new task...", f"Created: {title}")
    assert lines(frames_of["all"]) == ended(searching, "Found 5 tasks")
    assert lines(frames_of["one"]) == ended(searching, "Found 1 task")
    assert lines(frames_of["none"]) == ended(searching, "Found 0 tasks")
    assert lines(frames_of["update"]) == ended("Updating your task...", "Task updated")
    assert lines(frames_of["complete"]) == ended("Updating task status...", "Marked 'Buy milk' as done")
    assert lines(frames_of["delete"]) == ended("Deleting your task...", "Task deleted")
    marked = "Marked 4 tasks as complete"
    assert [line for line in lines(frames_of["complete_all"]) if line[0] != "tool_progress"] == ended(
        "Marking tasks as complete...", marked
    )
    completed = {name: frames[-1] for name, frames in frames_of.items()}
    assert all(isinstance(event["result"], dict) for event in completed.values())
    assert [completed[name]["count"] for name in ("all", "one", "none", "complete_all")] == [5, 1, 0, 4]
    assert {event["tool"] for event in completed.values()} == {
        "add_task", "list_tasks", "update_task", "complete_task", "delete_task", "complete_all_tasks",
    }  # fmt: skip


async def test_task_changes_of_the_agent_have_their_own_events(
    scripted_api: Api, open_scripted: OpenSocket, model: Provider
) -> None:
    model.play(
        calls(add("Buy milk", "a"), update(1, "b", title="Buy rye"), call("delete_task", "c", number=1)),
        says("Done."),
    )

    events = await published(scripted_api, open_scripted)

    tasks = [event for event in events if event["event_type"].startswith("task_")]
    assert [event["event_type"] for event in tasks] == ["task_created", "task_updated", "task_deleted"]
    assert len({event["task_id"] for event in tasks}) == 1
    assert tasks[0]["task_id"]


async def test_delete_all_tasks_says_that_it_deletes(
    scripted_api: Api, open_scripted: OpenSocket, model: Provider
) -> None:
    model.play(
        calls(add("Buy milk", "a"), call("delete_all_tasks", "all", status="all")),
        says("Gone."),
    )

    events = await approved(scripted_api, open_scripted)

    _, deleted = by_call(events)
    assert lines(deleted) == [
        ("tool_starting", "Deleting tasks..."),
        ("approval_requested", "Delete 1 task?"),
        ("approval_resolved", f"Approved by {scripted_api.account.username}"),
        ("tool_complete", "Deleted 1 task"),
    ]


@pytest.mark.parametrize(
    ("made", "tool"),
    [
        (listing(status="nonsense"), "list_tasks"),
        (call("list_tasks", arguments="{"), "list_tasks"),
        (call("complete_task", number=99, completed=True), "complete_task"),
    ],
    ids=["unknown value", "no JSON", "unknown task"],
)
async def test_tool_that_fails_says_so_and_the_run_continues(
    scripted_api: Api, open_scripted: OpenSocket, model: Provider, made: dict[str, Any], tool: str
) -> None:
    model.play(calls(made), says("That did not work."))

    events = await published(scripted_api, open_scripted)

    [failed] = [event for event in events if event["event_type"] == "tool_error"]
    assert failed["tool"] == tool
    assert failed["message"].startswith(f"Error in {tool}: ")
    assert failed["error"]
    assert "Traceback" not in failed["error"]
    assert events[-1]["event_type"] == "agent_done"
    assert events[-1]["result"]["response"] == "That did not work."


async def test_each_turn_of_the_model_is_published(
    scripted_api: Api, open_scripted: OpenSocket, model: Provider
) -> None:
    model.play(calls(listing("one")), calls(listing("two")), says("Nothing."))

    events = await published(scripted_api, open_scripted)

    thinking = [event for event in events if event["event_type"] == "agent_thinking"]
    assert len(thinking) >= 3
    assert {event["message"] for event in thinking} == {"Processing your request..."}


TEXTS = {
    "plain": ["You ", "have ", "3 tasks."],
    "beyond the BMP": ["Done 🎉", "🎉 ", "déjà vu 👩‍👩‍👧", " 漢字 ", "\u0301x"],
    "Markdown": ["# Tasks\n\n", "* **one**\n", "* two <script>alert(1)</script>\n", "\n"],
    "one large piece": ["x" * 9000],
    "spaces first": ["  ", "\n", "text"],
}


@pytest.mark.parametrize("pieces", TEXTS.values(), ids=TEXTS.keys())
async def test_deltas_are_the_reply(
    scripted_api: Api, open_scripted: OpenSocket, model: Provider, pieces: list[str]
) -> None:
    model.play(says(*pieces, pause=0.06))

    async with open_scripted(scripted_api.account) as socket:
        done = await socket.until_end(await scripted_api.start())

    [reply] = socket.reading.replies.values()
    assert not reply.has_gap
    assert reply.text == done["result"]["response"]
    assert reply.text.strip() == "".join(pieces).strip()


async def test_deltas_of_several_turns_are_the_reply(
    scripted_api: Api, open_scripted: OpenSocket, model: Provider
) -> None:
    model.play(
        {"text": ["Let me ", "look."], "calls": [listing("list")], "pause": 0.06},
        says("You have ", "none.", pause=0.06),
    )

    async with open_scripted(scripted_api.account) as socket:
        done = await socket.until_end(await scripted_api.start())

    [reply] = socket.reading.replies.values()
    assert not reply.has_gap
    assert reply.text == done["result"]["response"]
    assert reply.text.endswith("You have none.")


@pytest.mark.both_servers
async def test_first_delta_comes_at_once(
    scripted_api: Api, open_scripted: OpenSocket, model: Provider
) -> None:
    model.play(says("First", " second", hold=2))

    async with open_scripted(scripted_api.account) as socket:
        await scripted_api.start()
        delta = await socket.until("message_delta")
        assert delta["result"] == {"offset": 0, "text": "First"}
        model.release()
        await socket.until_end(delta["run_id"])


@pytest.mark.parametrize("answer", [refuses(401), refuses(400), {"raw": ["data: nonsense\n\n"]}])
async def test_run_that_fails_says_why_without_secrets(
    scripted_api: Api, open_scripted: OpenSocket, model: Provider, answer: dict[str, Any]
) -> None:
    model.play(*[answer] * 20)

    events = await published(scripted_api, open_scripted)

    assert events[-1]["event_type"] == "run_failed"
    assert events[-1]["error"]
    assert "sk-" not in str(events)


async def test_run_whose_server_dies_is_retried(
    scripted: Site, scripted_api: Api, open_scripted: OpenSocket, model: Provider
) -> None:
    # Several, since the server resumes other runs that were active when it was killed, too.
    model.play(says("Half of ", "it", then="stall", stop_after=2), *[says("The whole.")] * 5)
    account = scripted_api.account
    async with open_scripted(account) as socket:
        begin = socket.cursor
        run_id = await scripted_api.start()
        await socket.until("message_delta")
        scripted.server.kill()
    scripted.server.start()

    async with open_scripted(account, after=begin) as again:
        done = await again.until_end(run_id)

    [retrying] = [event for event in again.events if event["event_type"] == "run_retrying"]
    assert retrying["run_id"] == run_id
    assert (done["event_type"], done["result"]["response"]) == ("agent_done", "The whole.")
    assert again.events[: len(socket.events)] == socket.events


async def test_messages_of_a_conversation_are_answered_in_order(
    scripted_api: Api, open_scripted: OpenSocket, model: Provider
) -> None:
    model.play(says("One.", delay=0.3), says("Two."))
    async with open_scripted(scripted_api.account) as socket:
        first = await scripted_api.chat("One?", prefer="respond-async")
        run_id, conversation_id = first.json()["run_id"], first.json()["conversation_id"]
        second = await scripted_api.start("Two?", conversation_id)
        await socket.until_end(second)

    ends = socket.of_run(run_id)[-1]["seq"]
    begins = [event["seq"] for event in socket.of_run(second) if event["event_type"] == "agent_thinking"]
    assert ends < min(begins)


async def test_changes_over_rest_are_events(api: Api, open_socket: OpenSocket) -> None:
    async with open_socket(api.account) as socket:
        task = (await api.request("POST", "/api/tasks/", json={"title": "Buy milk"})).json()["id"]
        created = await socket.until("task_created")
        await api.request("PATCH", f"/api/tasks/{task}/", json={"title": "Buy rye"})
        updated = await socket.until("task_updated")
        await api.request("DELETE", f"/api/tasks/{task}/")
        deleted = await socket.until("task_deleted")
        assert [created["task_id"], updated["task_id"], deleted["task_id"]] == [task] * 3
        assert [created["result"]["title"], updated["result"]["title"]] == ["Buy milk", "Buy rye"]

        chat = (await api.chat()).json()["conversation_id"]
        await api.request("PATCH", f"/api/conversations/{chat}/", json={"title": "Groceries"})
        await socket.until("agent_done")
        renamed = await socket.until("conversation_updated")
        await api.request("DELETE", f"/api/conversations/{chat}/")
        gone = await socket.until("conversation_deleted")
        assert [renamed["conversation_id"], gone["conversation_id"]] == [chat] * 2


@pytest.mark.both_servers
async def test_large_event_is_cut_and_complete_over_rest(
    scripted_api: Api, open_scripted: OpenSocket, model: Provider
) -> None:
    text = "🎉" * 10_000
    reply = "漢字" * 20_000
    model.play(says(*(reply[start : start + 2000] for start in range(0, len(reply), 2000))))

    async with open_scripted(scripted_api.account) as socket:
        run_id = await scripted_api.start(text)
        created = await socket.until("message_created")
        complete = await socket.until("message_complete")
        done = await socket.until_end(run_id)

    for frame in (created, complete, done):
        assert frame["result"]["truncated"] is True
    assert len(reply.encode()) > LARGEST
    # A socket that is busy with a large frame may miss live pieces; their beginning is right in any case.
    for written in socket.reading.replies.values():
        assert reply.startswith(written.text)
    page = await scripted_api.get(f"/api/conversations/{complete['conversation_id']}/messages/")
    assert {message["content"] for message in page["results"]} == {text, reply}
    assert (await scripted_api.get(f"/api/runs/{run_id}/"))["response"] == reply

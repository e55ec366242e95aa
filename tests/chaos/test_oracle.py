"""The harness finds each kind of violation that is put before it."""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest

from tests.chaos.ledger import Said
from tests.chaos.oracle import VIOLATIONS, Oracle
from tests.chaos.person import Person
from tests.chaos.sentences import add, read
from tests.chaos.tab import Tab
from tests.chaos.verdict import judge
from tests.contracts.client import Account
from tests.contracts.frames import KEYS

type Frame = dict[str, Any]

TASK = {"id": "task", "number": 1, "title": "Milk", "completed": False}
CALL = {"run_id": "run", "call_id": "call", "tool": "add_task", "arguments": {"title": "Milk"}}


def frame(seq: int, kind: str, **fields: Any) -> Frame:
    stream = {"event_type": kind, "seq": seq, "id": f"e:{seq}"}
    return {**dict.fromkeys(KEYS), **stream, **fields}


def of_run(seq: int, kind: str, **fields: Any) -> Frame:
    return frame(seq, kind, run_id="run", conversation_id="chat", **fields)


STORY = [
    frame(1, "conversation_updated", conversation_id="chat", result={"title": "add Milk"}),
    frame(2, "message_created", run_id="run", message_id="asked", result={"content": "add Milk"}),
    of_run(3, "run_queued", message_id="reply"),
    of_run(4, "agent_thinking", attempt=1),
    of_run(5, "tool_starting", attempt=1, call_id="call"),
    frame(6, "task_created", task_id="task", result=TASK),
    of_run(7, "tool_complete", attempt=1, call_id="call"),
    of_run(8, "message_complete", attempt=1, message_id="reply", result={"content": "Done it."}),
    of_run(9, "agent_done", attempt=1, message_id="reply"),
]
TRUTH: dict[str, Any] = {
    "events": STORY,
    "tasks": {"task": TASK},
    "last_number": 1,
    "titles": {"chat": "add Milk"},
    "messages": {
        "asked": {"role": "user", "state": "complete", "content": "add Milk"},
        "reply": {"role": "assistant", "state": "complete", "content": "Done it."},
    },
    "runs": {
        "run": {"status": "succeeded", "continues": None, "text": "add Milk", "losses": 0},
    },
    "calls": [{**CALL, "status": "done", "decision": ""}],
    "created_by_agent": ["Milk"],
    "follows": [],
}


@pytest.fixture
def person() -> Person:
    account = Account("alice", "alice", "", "")
    alice = Person(account, [""], [""], Oracle(), tabs=1, seed="")
    alice.ledger.said.append(Said("add Milk", "run", ("Milk",)))
    return alice


def tab_with(person: Person, frames: list[Frame]) -> Tab:
    [tab] = person.tabs
    for each in deepcopy(frames):
        tab.take(each)
    return tab


def found(person: Person, **untrue: Any) -> set[str]:
    judge(person, {**deepcopy(TRUTH), **untrue})
    return set(person.oracle.found)


def test_a_correct_round_has_no_findings(person: Person) -> None:
    tab_with(person, STORY)
    assert found(person) == set()
    assert person.oracle.deliveries == len(STORY)


@pytest.mark.parametrize(
    ("order", "kind"),
    [
        ([0, 2, 3], "events lost"),
        ([0, 1, 1], "events doubled"),
        ([0, 2, 1], "events reordered"),
    ],
)
def test_a_tab_that_gets_a_different_event_is_noticed(order: list[int], kind: str, person: Person) -> None:
    tab_with(person, [STORY[at] for at in order])
    assert kind in person.oracle.found


def test_an_end_that_is_missing_is_noticed(person: Person) -> None:
    tab_with(person, STORY[:-1])
    assert found(person) == {"events lost"}


def test_two_tabs_with_different_events_are_noticed(person: Person) -> None:
    tab_with(person, STORY)
    other = Tab("other", person.account, person.log, [""], Random(1))
    other.take({**STORY[0], "result": {"title": "Bread"}})
    assert set(person.oracle.found) == {"events that differ between tabs or from the log"}


def test_a_run_that_continues_after_its_end_is_noticed(person: Person) -> None:
    tab_with(person, [*STORY, of_run(10, "agent_done", attempt=2), of_run(11, "agent_thinking", attempt=2)])
    assert set(person.oracle.found) == {"runs with two last events", "events after a run's last"}


def test_streamed_text_that_differs_from_the_reply_is_noticed(person: Person) -> None:
    piece = of_run(0, "message_delta", attempt=1, message_id="reply", result={"offset": 0, "text": "No"})
    tab_with(person, [*STORY[:7], {**piece, "seq": None, "id": None}, *STORY[7:]])
    assert set(person.oracle.found) == {"streamed text that contradicts itself"}


RUN = TRUTH["runs"]["run"]
UNTRUE = [
    ({"created_by_agent": ["Milk", "Milk"]}, {"tool effects doubled", "tool effects without"}),
    ({"created_by_agent": []}, {"tool effects without journal", "requests acknowledged"}),
    (
        {"calls": [{**CALL, "status": "starting", "decision": ""}]},
        {"tool effects without journal", "tabs whose"},
    ),
    ({"tasks": {}}, {"tabs whose"}),
    ({"tasks": {"task": TASK, "twin": TASK}}, {"tool effects doubled", "tool effects without", "tabs whose"}),
    ({"last_number": 2}, {"tasks numbered"}),
    ({"runs": {"run": {**RUN, "status": "running"}}}, {"runs without a last event", "tabs whose"}),
    (
        {"runs": {"run": {**RUN, "status": "failed", "error_code": "internal"}}},
        {"runs without a last event", "runs that failed for no reason", "tabs whose"},
    ),
    ({"runs": {"run": {**RUN, "text": "else"}}}, {"requests acknowledged"}),
]


@pytest.mark.parametrize(("untrue", "expected"), UNTRUE)
def test_a_database_that_differs_from_the_events_is_noticed(
    untrue: dict[str, Any], expected: set[str], person: Person
) -> None:
    tab_with(person, STORY)
    kinds = found(person, **untrue)
    assert {next(kind for kind in VIOLATIONS if kind.startswith(start)) for start in expected} == kinds


def test_a_task_that_one_request_added_twice_is_noticed(person: Person) -> None:
    bread = {**TASK, "id": "bread", "number": 2, "title": "Bread"}
    twin = {**bread, "id": "twin", "number": 3}
    created = [
        frame(seq, "task_created", task_id=task["id"], result=task) for seq, task in ((10, bread), (11, twin))
    ]
    tab_with(person, [*STORY, *created])
    person.ledger.added["bread"] = "Bread"
    tasks = {"task": TASK, "bread": bread, "twin": twin}
    assert found(person, events=[*STORY, *created], tasks=tasks, last_number=3) == {
        "requests carried out twice"
    }


def test_a_task_that_was_deleted_and_restored_was_added_once(person: Person) -> None:
    bread = {**TASK, "id": "bread", "number": 2, "title": "Bread"}
    events = [
        *STORY,
        frame(10, "task_created", task_id="bread", result=bread),
        frame(11, "task_deleted", task_id="bread", result=bread),
        frame(12, "task_created", task_id="bread", result=bread),
    ]
    tab_with(person, events)
    person.ledger.added["bread"] = "Bread"
    assert found(person, events=events, tasks={"task": TASK, "bread": bread}, last_number=2) == set()


def test_a_reminder_that_comes_twice_or_never_is_noticed(person: Person) -> None:
    person.ledger.reminders["task"] = datetime(2026, 1, 1, tzinfo=UTC)
    reminder = frame(10, "task_reminder", task_id="task", at="2026-01-01T00:00:04.000Z", result=TASK)
    again = {**reminder, "seq": 11, "id": "e:11"}
    expected = {"reminders sent twice, or not at all"}
    for events, kinds in (([reminder], set()), ([reminder, again], expected), ([], expected)):
        person.oracle.found.clear()
        [tab] = person.tabs
        person.tabs[:] = []
        assert found(person, events=[*STORY, *events]) == kinds
        person.tabs[:] = [tab]
    assert person.oracle.counts["seconds that a reminder was late"] == 4


def test_a_series_that_was_continued_twice_is_noticed(person: Person) -> None:
    tab_with(person, STORY)
    assert found(person, follows=["task", "task"]) == {"repeating tasks that were continued twice"}


@pytest.mark.parametrize("times", [0, 1, 2])
def test_an_imported_task_that_was_added_twice_or_never_is_noticed(times: int, person: Person) -> None:
    person.ledger.imports["import"] = ["Bread"]
    created = [
        frame(
            10 + n,
            "task_created",
            task_id=f"bread{n}",
            result={**TASK, "id": f"bread{n}", "number": 2 + n, "title": "Bread"},
        )
        for n in range(times)
    ]
    tasks = {"task": TASK} | {event["task_id"]: event["result"] for event in created}
    tab_with(person, [*STORY, *created])
    wrong = set() if times == 1 else {"tasks of imports added twice, or not at all"}
    assert found(person, events=[*STORY, *created], tasks=tasks, last_number=1 + times) == wrong


def test_a_confirmed_stop_without_effect_is_noticed(person: Person) -> None:
    tab_with(person, STORY)
    person.ledger.stopped.add("run")
    person.ledger.added["bread"] = "Bread"
    person.ledger.deleted.add("task")
    assert found(person) == {"requests acknowledged, but lost"}
    assert person.oracle.found.total() == 4


@pytest.mark.parametrize("titles", [("a",), ("a", "b"), ("a", "b", "c")])
def test_what_people_say_is_understood(titles: tuple[str, ...]) -> None:
    assert read(add(titles)).titles == titles

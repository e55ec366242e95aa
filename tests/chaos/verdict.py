"""The end of a round: compares what the tabs received, what people were promised, and
what the database contains."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.chaos.ledger import Ledger
from tests.chaos.oracle import Oracle
from tests.chaos.person import ACTIVE, Person
from tests.chaos.screen import LAST, task_changes
from tests.chaos.tab import Tab

MOST_LATE = timedelta(seconds=60)  # of a reminder, while processes and the database are killed

type Truth = dict[str, Any]  # the rows of one person, from `dump`

_EFFECTS = "tool effects doubled"
_JOURNAL = "tool effects without journal, or the reverse"
_TWICE = "requests carried out twice"
_STATE = "tabs whose state differs from the database"
_REMINDERS = "reminders sent twice, or not at all"
_SERIES = "repeating tasks that were continued twice"
_IMPORTS = "tasks of imports added twice, or not at all"
_LOST = "requests acknowledged, but lost"
# Lost too often, cut by the endpoint, or past a limit: other failures are faults of the product.
_REASONS = {"interrupted", "unreachable", "timeout", "too_long", "answer_too_long", "endless"}


def judge(person: Person, truth: Truth) -> None:
    oracle = person.oracle
    oracle.counts["runs"] += len(truth["runs"])
    oracle.counts["runs that failed"] += sum(run["status"] == "failed" for run in truth["runs"].values())
    oracle.counts["decisions"] += len(person.ledger.decided)
    oracle.counts["events"] += len(truth["events"])
    oracle.counts["tool calls"] += len(truth["calls"])
    oracle.counts["attempts lost"] += sum(run["losses"] for run in truth["runs"].values())
    oracle.counts["requests acknowledged"] += person.ledger.requests
    _judge_log(person, truth, oracle)
    _judge_ends(truth, oracle)
    _judge_effects(truth, oracle)
    _judge_wishes(person.ledger, truth, oracle)
    _judge_numbers(truth, oracle)
    _judge_reminders(person.ledger, truth, oracle)
    _judge_imports(person.ledger, truth, oracle)
    for tab in person.tabs:
        _judge_tab(tab, truth, oracle)
    for case in _lost(person.ledger, truth):
        oracle.violated(_LOST, case)


def _judge_log(person: Person, truth: Truth, oracle: Oracle) -> None:
    last = len(truth["events"])
    seqs = [event["seq"] for event in truth["events"]]
    oracle.expect("events lost", seqs == list(range(1, last + 1)), f"the log has holes: {seqs[:50]}")
    logged = {event["seq"]: event for event in truth["events"]}
    for seq, frame in person.log.frames.items():
        case = f"{person.account.username}: received {frame}, logged {logged.get(seq)}"
        oracle.expect("events that differ between tabs or from the log", logged.get(seq) == frame, case)


def _judge_ends(truth: Truth, oracle: Oracle) -> None:
    ends: dict[str, list[Any]] = defaultdict(list)
    for event in truth["events"]:
        run_id, kind = event["run_id"], event["event_type"]
        if run_id is None:
            continue
        if ends[run_id] and kind not in LAST and kind != "tool_undone":
            oracle.violated("events after a run's last", f"{event} after {ends[run_id]}")
        if kind in LAST:
            ends[run_id].append((event["seq"], kind))
    for run_id, run in truth["runs"].items():
        last_events = ends[run_id]
        case = f"{run_id} {run}: {last_events}"
        oracle.expect("runs with two last events", len(last_events) < 2, case)
        reported = [LAST[kind] for _, kind in last_events[:1]]
        is_over = run["status"] not in ACTIVE and reported == [run["status"]]
        oracle.expect("runs without a last event", is_over, case)
        has_reason = run["status"] != "failed" or run["error_code"] in _REASONS
        oracle.expect("runs that failed for no reason", has_reason, case)


def _judge_effects(truth: Truth, oracle: Oracle) -> None:
    """Each addition in the journal is one task, one change, one event: no more, and no fewer."""
    additions = [call for call in truth["calls"] if call["tool"] == "add_task"]
    done = Counter(call["arguments"]["title"] for call in additions if call["status"] == "done")
    asked = {call["arguments"]["title"] for call in additions}
    created = Counter(task["title"] for change, task in _task_changes(truth) if change == "created")
    by_agent = Counter(truth["created_by_agent"])
    present = Counter(task["title"] for task in truth["tasks"].values())
    for title in asked:
        case = f"{title}: done {done[title]}, changes {by_agent[title]}, events {created[title]}"
        oracle.expect(_EFFECTS, max(done[title], by_agent[title], present[title]) < 2, case)
        oracle.expect(_JOURNAL, done[title] == by_agent[title] and created[title] >= done[title], case)
        oracle.expect(_JOURNAL, done[title] >= present[title], f"{case}, present {present[title]}")
    ends = Counter(
        (event["run_id"], event["call_id"])
        for event in truth["events"]
        if event["event_type"] in {"tool_complete", "tool_error"}
    )
    for call in truth["calls"]:
        key = (call["run_id"], call["call_id"])
        count = ends.pop(key, 0)
        expected = 1 if call["status"] in {"done", "failed"} else 0
        oracle.expect(_JOURNAL, count == expected, f"{call}: ended {count} times")
    for key in ends:
        oracle.violated(_JOURNAL, f"{key} was published, and is in no journal")


def _task_changes(truth: Truth) -> list[tuple[str, dict[str, Any]]]:
    return [changed for event in truth["events"] for changed in task_changes(event)]


def _judge_wishes(ledger: Ledger, truth: Truth, oracle: Oracle) -> None:
    """What was requested and answered with success was done exactly once, over all attempts and retries."""
    succeeded = {run["text"] for run in truth["runs"].values() if run["status"] == "succeeded"}
    by_agent = Counter(truth["created_by_agent"])
    for said in ledger.said:
        if said.text in succeeded:
            for title in said.titles:
                case = f"{title} of {said} was added {by_agent[title]} times"
                oracle.expect(_EFFECTS, by_agent[title] < 2, case)
                oracle.expect(_LOST, by_agent[title] > 0, case)
    # A deleted task that is restored is created again, with its id.
    tasks = {(task["id"], task["title"]) for change, task in _task_changes(truth) if change == "created"}
    created = Counter(title for _, title in tasks)
    for title in set(ledger.added.values()) - ledger.repeating:
        oracle.expect(_TWICE, created[title] < 2, f"{title} was added {created[title]} times")


def _judge_numbers(truth: Truth, oracle: Oracle) -> None:
    """Numbers are counted up in the transaction that adds a task: 1, 2, 3 …, each once."""
    by_number: dict[int, set[str]] = defaultdict(set)
    for change, task in _task_changes(truth):
        if change == "created":
            by_number[task["number"]].add(task["id"])
    expected = list(range(1, truth["last_number"] + 1))
    holds = sorted(by_number) == expected and all(len(ids) == 1 for ids in by_number.values())
    case = f"up to {truth['last_number']}: {sorted(by_number.items())[-5:]}"
    oracle.expect("tasks numbered twice, or not at all", holds, case)


def _judge_reminders(ledger: Ledger, truth: Truth, oracle: Oracle) -> None:
    """Each reminder is one event, unless its task was done or deleted before; a series has one next task."""
    sent = defaultdict(list)
    for event in truth["events"]:
        if event["event_type"] == "task_reminder":
            sent[event["task_id"]].append(datetime.fromisoformat(event["at"]))
    left = {
        task["id"] for change, task in _task_changes(truth) if change == "deleted" or task.get("completed")
    }
    oracle.counts["reminders"] += sum(map(len, sent.values()))
    for task_id, moment in ledger.reminders.items():
        late = [(at - moment).total_seconds() for at in sent[task_id]]
        was_due = task_id not in left and datetime.now(UTC) - moment > MOST_LATE
        case = f"{task_id} at {moment}: late by {late} s"
        oracle.expect(_REMINDERS, len(late) < 2 and (late or not was_due), case)
        counted = "seconds that a reminder was late"
        oracle.counts[counted] = max([oracle.counts[counted], *map(round, late)])
    followed = Counter(truth["follows"])
    for task_id, times in followed.items():
        oracle.expect(_SERIES, times < 2, f"{task_id} is followed by {times} tasks")


def _judge_imports(ledger: Ledger, truth: Truth, oracle: Oracle) -> None:
    """Each task of a file that was imported was created once."""
    tasks = {(task["id"], task["title"]) for change, task in _task_changes(truth) if change == "created"}
    created = Counter(title for _, title in tasks)
    oracle.counts["imports"] += len(ledger.imports)
    for import_id, titles in ledger.imports.items():
        wrong = [(title, created[title]) for title in titles if created[title] != 1]
        oracle.expect(_IMPORTS, not wrong, f"{import_id}: {len(wrong)}: {wrong[:3]}")


def _judge_tab(tab: Tab, truth: Truth, oracle: Oracle) -> None:
    last = len(truth["events"])
    if tab.seq < last:
        for _ in range(last - tab.seq):
            oracle.violated("events lost", f"{tab.name} is at {tab.seq} of {last}")
        return
    screen = tab.screen
    calls = {(call["run_id"], call["call_id"]): call["status"] for call in truth["calls"]}
    runs = {run_id: run["status"] for run_id, run in truth["runs"].items()}
    pairs = {
        "tasks": (screen.tasks, truth["tasks"]),
        "titles": (screen.titles, truth["titles"]),
        "runs": (screen.runs, runs),
        "calls": (screen.calls, calls),
        "messages": _messages(tab, truth),
    }
    differences = [
        f"{what} {key}: shown {shown.get(key)}, is {is_so.get(key)}"
        for what, (shown, is_so) in pairs.items()
        for key in {**shown, **is_so}
        if shown.get(key) != is_so.get(key)
    ]
    oracle.expect(_STATE, not differences, f"{tab.name}: {len(differences)}: {differences[:3]}")


def _messages(tab: Tab, truth: Truth) -> tuple[dict[str, Any], dict[str, Any]]:
    """Only finished messages are compared: of one that broke off, a tab may lack the last piece."""
    final = {"complete", "stopped", "replaced", "withdrawn"}
    stored = {
        key: message["content"]
        for key, message in truth["messages"].items()
        if message["state"] in final and message["content"]
    }
    return {key: tab.screen.messages.get(key) for key in stored}, stored


def _lost(ledger: Ledger, truth: Truth) -> Iterator[str]:
    runs, calls = truth["runs"], truth["calls"]
    for said in ledger.said:
        if runs.get(said.run_id, {}).get("text") != said.text:
            yield f"the message of {said}"
    for run_id in ledger.stopped:
        if runs[run_id]["status"] != "cancelled":
            yield f"a stop: {run_id} is {runs[run_id]}"
    for run_id, earlier in ledger.again.items():
        if runs.get(run_id, {}).get("continues") != earlier:
            yield f"{run_id} continues {earlier}, but is {runs.get(run_id)}"
    for call_id, decision in ledger.decided.items():
        # Both the run that was stopped undecided and the one that continues it may have the call.
        rows = [call for call in calls if call["call_id"] == call_id]
        if decision not in {call["decision"] for call in rows}:
            yield f"{decision}, but {rows}"
    yield from _lost_edits(ledger, truth)


def _lost_edits(ledger: Ledger, truth: Truth) -> Iterator[str]:
    changes = _task_changes(truth)
    created = {(task["id"], task["title"]) for change, task in changes if change == "created"}
    renamed = {(task["id"], task["title"]) for change, task in changes if change == "updated"}
    completed = {task["id"] for change, task in changes if change != "deleted" and task["completed"]}
    gone = {task["id"] for change, task in changes if change == "deleted"}
    for task_id, title in ledger.added.items():
        if (task_id, title) not in created:
            yield f"the task {title}"
        if task_id not in gone and task_id not in truth["tasks"]:
            yield f"the task {title}, which nobody has deleted"
    for title, task_id in ledger.renamed.items():
        if (task_id, title) not in renamed:
            yield f"the title {title} of {task_id}"
    for task_id in ledger.completed - completed:
        yield f"that {task_id} is done"
    for task_id in ledger.deleted:
        if task_id not in gone:
            yield f"that {task_id} is deleted"

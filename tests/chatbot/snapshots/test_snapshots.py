from __future__ import annotations

import json

import pytest

from chatbot.domain.events import EVENTS
from chatbot.domain.publish import stream_of
from chatbot.models import User
from chatbot.sockets.plan_projection import PLAN_EVENTS, frame_of
from chatbot.wire.projection import chat_projection
from streaming.entry import Entry
from streaming.log import read, stream_position
from tests.chatbot.snapshots.cases import CASES, Case
from tests.chatbot.snapshots.commands import commands
from tests.chatbot.snapshots.reducer import REDUCERS, reduce
from tests.chatbot.snapshots.snapshot import Json, comparable, snapshot
from tests.factories import UserFactory
from tests.frame_schemas import require_described

# Parts of commands that have cases, and functions that only publish by calling commands.
PARTS = """
    publish.publish runs.attempts.fenced tasks.restoring.restore
    plans.activity.post_call_started plans.activity.post_call_ended plans.activity.post_call_waiting
    plans.steps.finish_steps plans.status.post_update plans.runs.start_planning plans.runs.retry_planning
    plans.runs.start_step plans.runs.start_summary plans.runs.retry_summary plans.runs.stop_runs
    plans.runs.end_stopping_runs runs.branches.undo_from tasks.undo.undo_left tasks.undo.mark_undone
""".split()
CALLERS = """
    tasks.quick_add.quick_add exchange.lists.list_for operations.stop_all.stop_all_runs
    conversations.titles.take_title
    history.retention.prune history.retention.prune_conversations people.accounts.delete_account
""".split()


@pytest.fixture
def alice(db: None) -> User:
    return UserFactory.create(username="alice", time_zone="Europe/Berlin")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_snapshot_and_the_events_since_are_the_new_snapshot(case: Case, alice: User) -> None:
    steps = case.steps(alice)
    next(steps)
    before, seq = snapshot(alice), stream_position(stream_of(alice.pk)).last

    next(steps, None)

    entries = read(stream_of(alice.pk), seq, 1_000)
    frames = [frame_of_entry(alice, entry) for entry in entries]
    assert {frame["event_type"] for frame in frames} == case.types
    assert comparable(reduce(before, frames)) == comparable(snapshot(alice))


def frame_of_entry(owner: User, entry: Entry) -> Json:
    """The frame that tabs get; the frames of both sockets match the AsyncAPI document."""
    frame: Json = json.loads(chat_projection(str(owner.pk)).event(entry))
    require_described("chat", frame)
    if entry.type in PLAN_EVENTS:
        require_described("plans", json.loads(frame_of(entry)))
    return frame


def test_every_command_of_the_domain_has_a_case() -> None:
    covered = {f"{command.__module__}.{command.__name__}" for case in CASES for command in case.commands}
    known = {f"chatbot.domain.{name}" for name in (*PARTS, *CALLERS)}
    assert {".".join(command) for command in commands()} == covered | known


def test_every_event_occurs_in_a_case_and_is_reduced() -> None:
    assert REDUCERS.keys() == EVENTS.keys() == {kind for case in CASES for kind in case.types}

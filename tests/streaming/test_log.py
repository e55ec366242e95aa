from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from streaming.cursor import BadCursor, Cursor
from streaming.log import Record, append, prune, read, stream_position, stream_positions
from streaming.models import Event, Stream

pytestmark = pytest.mark.django_db


def test_append_numbers_events_from_1_without_gaps() -> None:
    append("a", [("one", {"n": 1}), ("two", {"n": 2})])
    append("a", [("three", {"n": 3})])
    assert [(entry.seq, entry.type, entry.data) for entry in read("a", after=0, limit=10)] == [
        (1, "one", {"n": 1}),
        (2, "two", {"n": 2}),
        (3, "three", {"n": 3}),
    ]


def test_append_keeps_streams_apart() -> None:
    append("a", [("one", {})])
    append("b", [("one", {})])
    assert stream_position("a").last == 1
    assert stream_position("a").epoch != stream_position("b").epoch


def test_append_of_nothing_writes_nothing() -> None:
    assert append("a", []) == []
    assert not Stream.objects.exists()


def test_append_rolled_back_leaves_no_gap() -> None:
    append("a", [("one", {})])
    with transaction.atomic():
        append("a", [("lost", {})])
        transaction.set_rollback(True)
    append("a", [("two", {})])
    assert [(entry.seq, entry.type) for entry in read("a", 0, 10)] == [(1, "one"), (2, "two")]


def test_read_continues_after_a_seq_up_to_a_limit() -> None:
    append("a", [("e", {"n": n}) for n in range(5)])
    assert [entry.seq for entry in read("a", after=2, limit=2)] == [3, 4]


def test_events_of_a_subject_are_read_without_the_others() -> None:
    append("a", [Record("said", {"n": n}, "plan" if n % 2 else None) for n in range(4)])
    append("b", [Record("said", {"n": 5}, "plan")])
    assert [entry.data for entry in read("a", 0, 10, subject="plan")] == [{"n": 1}, {"n": 3}]


def test_times_are_utc_with_milliseconds() -> None:
    (entry,) = append("a", [("one", {})])
    assert entry.at.endswith("Z")
    assert len(entry.at) == len("2026-01-01T00:00:00.000Z")
    assert read("a", 0, 1)[0].at == entry.at


def test_prune_deletes_old_events_and_moves_the_oldest_cursor() -> None:
    append("a", [("old", {}), ("old", {}), ("new", {})])
    Event.objects.filter(type="old").update(created_at=timezone.now() - timedelta(days=31))
    assert prune(timezone.now() - timedelta(days=30)) == 2
    position = stream_position("a")
    assert (position.pruned, position.last) == (2, 3)
    assert position.can_resume(Cursor(position.epoch, 2))
    assert not position.can_resume(Cursor(position.epoch, 1))


def test_prune_command_keeps_recent_events(capsys: pytest.CaptureFixture[str]) -> None:
    append("a", [("new", {})])
    call_command("prune_events", days=1)
    assert capsys.readouterr().out == "Deleted 0 events older than 1 days.\n"
    assert Event.objects.count() == 1


@pytest.mark.parametrize(
    ("epoch", "seq", "usable"),
    [("same", 0, True), ("same", 2, True), ("same", 3, False), ("0" * 8, 1, False)],
)
def test_cursor_is_valid_in_its_epoch_up_to_the_last_seq(epoch: str, seq: int, usable: bool) -> None:
    append("a", [("one", {}), ("two", {})])
    position = stream_position("a")
    cursor = Cursor(position.epoch if epoch == "same" else epoch, seq)
    assert position.can_resume(cursor) is usable


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "1",
        "abcdef01",
        "abcdef01:",
        "abcdef01:-1",
        "abcdef01:1 ",
        "ABCDEF01:1",
        "abcdef01:" + "9" * 19,
        "abcdef01:\u0661",
    ],
)
def test_malformed_cursor_is_refused(text: str) -> None:
    with pytest.raises(BadCursor):
        Cursor.parse(text)


def test_cursor_survives_its_text() -> None:
    assert Cursor.parse(str(Cursor("abcdef01", 42))) == Cursor("abcdef01", 42)


def test_positions_of_many_streams_take_one_query(django_assert_num_queries: pytest.FixtureRequest) -> None:
    for name in "abc":
        append(name, [("one", {})])
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert {name: position.last for name, position in stream_positions(["a", "b", "x"]).items()} == {
            "a": 1,
            "b": 1,
        }

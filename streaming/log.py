"""Append to a stream, and read it. Synchronous: both use the caller's transaction and thread."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import F

from .cursor import Cursor
from .entry import Entry
from .models import Event, Stream
from .notify import notify_on_commit


class Record(NamedTuple):
    """An event to append; with a subject, it can be read without the others of its stream."""

    type: str
    data: dict[str, Any]
    subject: str | None = None


# The ORM has no `UPDATE … RETURNING`. The time is the database's, once it has the lock.
_MOVE = "UPDATE streaming_stream SET last_seq = last_seq + %s WHERE name = %s RETURNING id, epoch, last_seq, "
_NOW = {
    "sqlite": "strftime('%%Y-%%m-%%dT%%H:%%M:%%f+00:00', 'now')",
    "postgresql": """to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US+00:00')""",
}

# For a restored database: clients may have received later events, whose `seq` is used again. It is SQL, so
# that the program that restores can run it in its transaction.
NEW_EPOCHS = {
    "sqlite": "UPDATE streaming_stream SET epoch = lower(hex(randomblob(4)))",
    "postgresql": "UPDATE streaming_stream SET epoch = substr(md5(random()::text), 1, 8)",
}


def iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def append(name: str, records: Sequence[Record | tuple[str, dict[str, Any]]]) -> list[Entry]:
    """Write events to a stream in the caller's transaction; hubs are notified when it commits.

    An event may be given as a pair of type and data.

    Updating the stream's row first locks it until the commit, so that the order of commits is the order of
    `seq` and a rollback leaves no gap. (A cursor on an auto-increment id, by contrast, misses rows of
    transactions that commit late.)
    """
    if not records:
        return []
    # Without a savepoint: no caller continues a transaction in which this failed.
    events = [Record(*record) for record in records]
    with transaction.atomic(savepoint=False):
        while (written := _write(name, events)) is None:
            Stream.objects.get_or_create(name=name)
        epoch, last, now = written
        first, at = last - len(events) + 1, iso(datetime.fromisoformat(now))
        entries = [Entry(epoch, seq, event.type, at, event.data) for seq, event in enumerate(events, first)]
        notify_on_commit(name, entries)
    return entries


def _write(name: str, events: Sequence[Record]) -> tuple[str, int, str] | None:
    """Write to a stream; returns its epoch, its new end, and the time; `None` if it does not exist."""
    with connection.cursor() as cursor:
        cursor.execute(_MOVE + _NOW[connection.vendor], [len(events), name])
        moved = cursor.fetchone()
    if moved is None:
        return None
    stream_id, epoch, last, now = moved
    at = datetime.fromisoformat(now)
    Event.objects.bulk_create(
        Event(stream_id=stream_id, seq=seq, created_at=at, **event._asdict())
        for seq, event in enumerate(events, start=last - len(events) + 1)
    )
    return epoch, last, now


@dataclass(frozen=True, slots=True)
class Position:
    """The position of a stream. Events up to `pruned` can no longer be read."""

    epoch: str
    last: int
    pruned: int

    @property
    def cursor(self) -> Cursor:
        return Cursor(self.epoch, self.last)

    def can_resume(self, cursor: Cursor) -> bool:
        return cursor.epoch == self.epoch and self.pruned <= cursor.seq <= self.last


# The position of a stream that does not exist. No stream has this epoch.
NOWHERE = Position("0" * 8, 0, 0)


def stream_position(name: str) -> Position:
    """The position at which a snapshot may be read, so that no event is lost between snapshot and stream.

    A stream that does not exist is created, so that its first event continues from the snapshot.
    """
    stream = Stream.objects.filter(name=name).first() or Stream.objects.get_or_create(name=name)[0]
    return Position(stream.epoch, stream.last_seq, stream.pruned_seq)


def stream_positions(names: Collection[str]) -> dict[str, Position]:
    rows = Stream.objects.filter(name__in=names).values_list("name", "epoch", "last_seq", "pruned_seq")
    return {name: Position(epoch, last, pruned) for name, epoch, last, pruned in rows}


def find_position(name: str) -> Position:
    """Like `stream_position`, but does not create a stream that was deleted."""
    return stream_positions([name]).get(name, NOWHERE)


def read(name: str, after: int, limit: int, **where: Any) -> list[Entry]:
    """The next events after a seq, in order, at most `limit` of them; with conditions, of those that fit."""
    rows = (
        Event.objects.filter(stream__name=name, seq__gt=after, **where)
        .order_by("seq")
        .values_list("stream__epoch", "seq", "type", "created_at", "data")[:limit]
    )
    return [Entry(epoch, seq, kind, iso(at), data) for epoch, seq, kind, at, data in rows]


def last_before(name: str, moment: datetime) -> int:
    """The seq of the last event before a time; of the last that was pruned, if none of them is left."""
    earlier = Event.objects.filter(stream__name=name, created_at__lt=moment).order_by("-created_at", "-seq")
    last = earlier.values_list("seq", flat=True).first()
    return find_position(name).pruned if last is None else last


def prune(before: datetime) -> int:
    """Delete events older than a time; returns how many. A cursor from before then leads to a reset."""
    deleted = 0
    for stream in Stream.objects.filter(events__created_at__lt=before).distinct():
        with transaction.atomic():
            Stream.objects.filter(pk=stream.pk).update(name=F("name"))  # the lock of append
            newest = (
                stream.events.filter(created_at__lt=before).order_by("-seq").values_list("seq", flat=True)
            )
            if (last := newest.first()) is None:
                continue
            deleted += stream.events.filter(seq__lte=last).delete()[0]
            Stream.objects.filter(pk=stream.pk).update(pruned_seq=last)
    return deleted


def delete_stream(name: str) -> None:
    """Delete a stream with all its events. If one is created under its name later, it has another epoch."""
    Stream.objects.filter(name=name).delete()

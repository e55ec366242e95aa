"""The amounts of data."""

from __future__ import annotations

from dataclasses import astuple, dataclass


@dataclass(frozen=True, slots=True)
class Sizes:
    """Rows of one person; the others are those of ten other people, whom only the admin lists."""

    events: int
    other_events: int
    tasks: int  # each with a tag and a change
    other_tasks: int
    conversations: int  # each with a message, a reply and a run
    other_conversations: int
    plans: int  # each with two steps

    def of_a_tenth(self) -> Sizes:
        return Sizes(*(count // 10 for count in astuple(self)))


LARGE = Sizes(
    events=300_000,
    other_events=700_000,
    tasks=20_000,
    other_tasks=30_000,
    conversations=5_000,
    other_conversations=5_000,
    plans=20_000,
)

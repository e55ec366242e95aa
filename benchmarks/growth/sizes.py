"""The amounts of data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sizes:
    """Rows, except for the events of other people."""

    events: int
    other_events: int  # of ten other people
    tasks: int
    conversations: int  # each with a message, a reply and a run
    plans: int  # each with two steps

    def of_a_tenth(self) -> Sizes:
        return Sizes(
            self.events // 10,
            self.other_events // 10,
            self.tasks // 10,
            self.conversations // 10,
            self.plans // 10,
        )


LARGE = Sizes(events=300_000, other_events=700_000, tasks=20_000, conversations=5_000, plans=20_000)

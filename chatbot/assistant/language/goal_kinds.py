"""The known kinds of goal, and the usual parts of each, for goals that name none."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .patterns import rx


@dataclass(frozen=True)
class GoalKind:
    """A kind of goal. `is_occasion`: it is an event on a day, so that everything has to be ready before."""

    name: str
    pattern: re.Pattern[str]
    parts: tuple[str, ...]
    is_occasion: bool = True


KINDS = (
    GoalKind(
        "move",
        rx(r"\b(?:move|moving|relocat\w+)\b"),
        (
            "Hand in notice for the old home",
            "Book the movers",
            "Pack the boxes",
            "Move contracts and internet",
            "Register the new address",
        ),
    ),
    GoalKind(
        "trip",
        rx(r"\b(?:trips?|travels?|holidays?|vacations?|journey|honeymoon|tour)\b"),
        (
            "Choose dates and places",
            "Book the tickets",
            "Book the rooms",
            "Check papers and insurance",
            "Pack",
        ),
    ),
    GoalKind(
        "launch",
        rx(r"\b(?:launch|release|go[- ]live|rollout|roll\s+out)\b"),
        ("Write down what is in it", "Test it", "Write the announcement", "Plan who answers questions"),
    ),
    GoalKind(
        "event",
        rx(
            r"\b(?:off-?sites?|party|parties|birthday|wedding|conference|workshop|meet-?up|retreat|event|dinner\s+party"
            r"|celebration|festival|reunion|anniversary|summit|hackathon|team\s+day|barbecue|bbq|christmas)\b"
        ),
        ("Decide on date and place", "Invite the guests", "Order food and drinks", "Write the agenda"),
    ),
    GoalKind(
        "writing",
        rx(
            r"\b(?:thesis|report|presentation|talk|paper|essay|(?:a|my|the)\s+book|article|proposal|slides)\b"
        ),
        ("Gather the material", "Write the outline", "Write the first draft", "Have it read", "Hand it in"),
        is_occasion=False,
    ),
    GoalKind(
        "learning",
        rx(r"\b(?:learn|exams?|marathon|certificat\w+|course)\b"),
        ("Find out what is needed", "Make a weekly timetable", "Do the first week", "Test how far it is"),
        is_occasion=False,
    ),
)
ANYTHING = GoalKind(
    "",
    rx(r""),
    ("List what has to be done", "Decide on dates and people", "Do the first piece", "Look what is missing"),
    is_occasion=False,
)


def kind_of(text: str) -> GoalKind:
    """The kind whose word is first in the text, or `ANYTHING`."""
    found = [(match.start(), kind) for kind in KINDS if (match := kind.pattern.search(text))]
    return min(found, key=lambda pair: pair[0])[1] if found else ANYTHING

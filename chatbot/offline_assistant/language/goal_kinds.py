"""The known kinds of goal, and the usual parts of each, for goals that name none."""

from __future__ import annotations

import re
from dataclasses import dataclass

from chatbot.formatting.sentences import marked

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
        rx(r"\b(?:move|moving|relocat\w+|umzug|umziehen)\b"),
        (
            marked("Hand in notice for the old home"),
            marked("Book the movers"),
            marked("Pack the boxes"),
            marked("Move contracts and internet"),
            marked("Register the new address"),
        ),
    ),
    GoalKind(
        "trip",
        rx(r"\b(?:trips?|travels?|holidays?|vacations?|journey|honeymoon|tour|\w*reise|urlaub|ferien)\b"),
        (
            marked("Choose dates and places"),
            marked("Book the tickets"),
            marked("Book the rooms"),
            marked("Check papers and insurance"),
            marked("Pack"),
        ),
    ),
    GoalKind(
        "launch",
        rx(r"\b(?:launch|release|go[- ]live|rollout|roll\s+out|veröffentlichung|markteinführung)\b"),
        (
            marked("Write down what is in it"),
            marked("Test it"),
            marked("Write the announcement"),
            marked("Plan who answers questions"),
        ),
    ),
    GoalKind(
        "event",
        rx(
            r"\b(?:off-?sites?|party|parties|birthday|wedding|conference|workshop|meet-?up|retreat|event|dinner\s+party"
            r"|celebration|festival|reunion|anniversary|summit|hackathon|team\s+day|barbecue|bbq|christmas"
            r"|\w*feier|\w*fest|\w*geburtstag|\w*hochzeit|\w*konferenz|tagung|grillen|weihnachten)\b"
        ),
        (
            marked("Decide on date and place"),
            marked("Invite the guests"),
            marked("Order food and drinks"),
            marked("Write the agenda"),
        ),
    ),
    GoalKind(
        "writing",
        rx(
            r"\b(?:thesis|report|presentation|talk|paper|essay|(?:a|my|the)\s+book|article|proposal|slides"
            r"|\w*bericht|vortrag|präsentation|\w+arbeit|aufsatz|artikel)\b"
        ),
        (
            marked("Gather the material"),
            marked("Write the outline"),
            marked("Write the first draft"),
            marked("Have it read"),
            marked("Hand it in"),
        ),
        is_occasion=False,
    ),
    GoalKind(
        "learning",
        rx(r"\b(?:learn|exams?|marathon|certificat\w+|course|lernen|\w*prüfung|zertifikat|kurs)\b"),
        (
            marked("Find out what is needed"),
            marked("Make a weekly timetable"),
            marked("Do the first week"),
            marked("Test how far it is"),
        ),
        is_occasion=False,
    ),
)
ANYTHING = GoalKind(
    "",
    rx(r""),
    (
        marked("List what has to be done"),
        marked("Decide on dates and people"),
        marked("Do the first piece"),
        marked("Look what is missing"),
    ),
    is_occasion=False,
)


def kind_of(text: str) -> GoalKind:
    """The kind whose word is first in the text, or `ANYTHING`."""
    found = [(match.start(), kind) for kind in KINDS if (match := kind.pattern.search(text))]
    return min(found, key=lambda pair: pair[0])[1] if found else ANYTHING

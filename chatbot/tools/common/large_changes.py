"""Approval of large changes: the tasks are shown to a person first, and only those are changed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.translation import ngettext

from chatbot.domain.events import Action
from chatbot.domain.journal.approvals import Proposal
from chatbot.models import User
from chatbot.tools.tool import Earlier

from .changing import Becoming, words

MOST_NUMBERS = 2_000


def large_change(
    owner: User, changes: Iterable[Becoming], earlier: Earlier, question: str, arguments: dict[str, Any]
) -> Proposal | None:
    """The proposal for changes; `None` if they are few, including earlier changes of the same message."""
    real = sorted((change for change in changes if change.is_change), key=lambda change: change.task.number)
    touched = earlier.changed | {change.task.pk for change in real}
    if (
        not real
        or owner.ask_before == User.AskBefore.DELETIONS_ONLY
        or len(touched) <= settings.APPROVE_CHANGES_ABOVE
    ):
        return None
    numbers = [change.task.number for change in real]
    shown = {**arguments, "numbers": numbers} if 1 < len(numbers) <= MOST_NUMBERS else arguments
    return Proposal(
        question,
        [change.task for change in real],
        schema=_narrowing(shown),
        changes=[words(change, owner.date_settings) for change in real],
        arguments=shown,
        action=_action(real),
    )


def question_of_one(change: Becoming, earlier: Earlier) -> str:
    return _change_one_question(change.task.number, change.task.title, len(earlier.changed))


def _action(changes: Iterable[Becoming]) -> Action:
    kinds = {_kind(change) for change in changes}
    return kinds.pop() if len(kinds) == 1 else "change"


def _kind(change: Becoming) -> Action:
    match list(change.fields), change.completed:
        case [], True:
            return "complete"
        case [], False:
            return "reopen"
        case ["due_at"], None if change.fields.get("due_at"):
            return "move"
        case _:
            return "change"


def _narrowing(arguments: dict[str, Any]) -> dict[str, Any]:
    """The schema for the approval: tasks may be left out, and nothing else changed."""
    kinds: dict[str, Any] = {name: {"const": value} for name, value in arguments.items()}
    if isinstance(arguments.get("numbers"), list):
        kinds["numbers"] = {"type": "array", "items": {"type": "integer"}}
    return {"type": "object", "properties": kinds, "required": [*kinds], "additionalProperties": False}


def _change_one_question(number: int, title: str, before: int) -> str:
    text = ngettext(
        "Change #%(number)d %(title)s too? %(before)d task was changed for this message already.",
        "Change #%(number)d %(title)s too? %(before)d tasks were changed for this message already.",
        before,
    )
    return text % {"number": number, "title": title, "before": before}

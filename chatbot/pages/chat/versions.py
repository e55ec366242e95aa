"""The answers of a turn, of which one is shown, and the links to the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from chatbot.models import Run
from chatbot.pages.chat.address import Address


@dataclass(frozen=True, slots=True)
class Versions:
    """Which of several versions is shown. `earlier` and `later` are addresses, or "" at the ends."""

    key: str  # the beginning of the ids of its links
    what: str
    number: int
    count: int
    earlier: str = ""
    later: str = ""


def answers_of(runs: Sequence[Run]) -> list[list[Run]]:
    """The runs of a turn by answer: one that regenerates begins another answer, a retry continues it."""
    answers: list[list[Run]] = []
    statuses = {run.pk: run.status for run in runs}
    for run in runs:
        is_again = run.continues_id and statuses.get(run.continues_id) == Run.Status.SUCCEEDED
        if not answers or is_again:
            answers.append([])
        answers[-1].append(run)
    return answers


def shown_answer(answers: Sequence[Sequence[Run]], address: Address) -> int:
    """The index of the answer that the address chooses, or of the latest one."""
    chosen = (index for index, runs in enumerate(answers) if _ids(runs) & set(address.answers))
    return next(chosen, len(answers) - 1)


def answer_versions(answers: Sequence[Sequence[Run]], shown: int, address: Address) -> Versions | None:
    """`None` if there is only one answer."""
    if len(answers) < 2:
        return None
    ids = {pk for runs in answers for pk in _ids(runs)}
    last = len(answers) - 1
    turn = answers[0][0].trigger_id

    def url(index: int) -> str:
        chosen = "" if index == last else str(answers[index][-1].pk)
        return _url(answers[0][0].conversation_id, address.with_answer(chosen, ids), turn)

    return Versions(
        key=f"answers-{turn}",
        what="answer",
        number=shown + 1,
        count=len(answers),
        earlier=url(shown - 1) if shown else "",
        later=url(shown + 1) if shown < last else "",
    )


def _ids(runs: Sequence[Run]) -> set[str]:
    return {str(run.pk) for run in runs}


def _url(conversation_id: UUID, address: Address, turn: UUID) -> str:
    return f"{reverse('conversation', args=[conversation_id])}{address.query}#turn-{turn}"

"""The answers of a turn and the edits of a message, of which one is shown, with links to the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from chatbot.models import Message, Run
from chatbot.pages.chat.address import Address

type Kind = Literal["answer", "version"]

_LABELS = {"answer": _("Answer %(number)s of %(count)s"), "version": _("Version %(number)s of %(count)s")}
_EARLIER = {"answer": _("Earlier answer"), "version": _("Earlier version")}
_LATER = {"answer": _("Later answer"), "version": _("Later version")}


@dataclass(frozen=True, slots=True)
class Versions:
    """Which of several versions is shown. `earlier` and `later` are addresses, or "" at the ends."""

    key: str  # the beginning of the ids of its links
    what: Kind
    number: int
    count: int
    earlier: str = ""
    later: str = ""

    @property
    def label(self) -> str:
        return str(_LABELS[self.what]) % {"number": self.number, "count": self.count}

    @property
    def earlier_label(self) -> str:
        return str(_EARLIER[self.what])

    @property
    def later_label(self) -> str:
        return str(_LATER[self.what])


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


class MessageVersions:
    """The edits of the messages of a conversation.

    An earlier version is shown in the branch that the edit of it has replaced.
    """

    def __init__(self, messages: Sequence[Message]) -> None:
        """Reads the edits, if one of these messages of a conversation is one, or is in an earlier branch."""
        self._edits: dict[UUID, Message] = {}
        if any(message.replaces_id or message.left_for_id for message in messages):
            edits = Message.objects.filter(conversation=messages[0].conversation_id, replaces__isnull=False)
            fields = ("conversation_id", "position", "replaces_id", "left_for__position")
            for edit in edits.select_related("left_for").only(*fields):
                self._edits[edit.pk] = edit
        self._next = {edit.replaces_id: edit for edit in self._edits.values()}

    def of(self, message: Message) -> Versions | None:
        chain = [message.pk]
        while (edit := self._edits.get(chain[0])) and edit.replaces_id:
            chain.insert(0, edit.replaces_id)
        while later := self._next.get(chain[-1]):
            chain.append(later.pk)
        if len(chain) < 2:
            return None
        shown = chain.index(message.pk)

        def url(index: int) -> str:
            return _url(message.conversation_id, Address(before=self._end_of(chain[index])), chain[index])

        return Versions(
            key=f"edits-{chain[0]}",
            what="version",
            number=shown + 1,
            count=len(chain),
            earlier=url(shown - 1) if shown else "",
            later=url(shown + 1) if shown < len(chain) - 1 else "",
        )

    def _end_of(self, message_id: UUID) -> int | None:
        """The position of the message that ended the branch; `None` of the current one."""
        if later := self._next.get(message_id):
            return later.position
        ended_by = self._edits[message_id].left_for
        return ended_by.position if ended_by else None


def _ids(runs: Sequence[Run]) -> set[str]:
    return {str(run.pk) for run in runs}


def _url(conversation_id: UUID, address: Address, turn: UUID) -> str:
    return f"{address.url(conversation_id)}#turn-{turn}"

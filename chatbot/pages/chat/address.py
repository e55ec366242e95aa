"""The query of the chat page's address: which part of a conversation is shown, and which versions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar, Self
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from chatbot.domain.text import SEARCH_LENGTH
from chatbot.models import Conversation
from chatbot.models.conversation import MessageQuerySet

_MOST = 20  # answers that an address can choose


@dataclass(frozen=True, slots=True)
class Address:
    """`until`: the position of the last message shown; without, the end is shown.

    `answers`: the ids of runs whose answers are shown instead of the latest ones. `before`: the position of
    an edit, to show the branch that it has replaced. `edit`: the id of a message that is being edited.
    `whole`: the position of a message whose turn is shown with all its steps and tasks. `find`: the text that
    was searched for, whose words are marked.
    """

    END: ClassVar[Address]

    until: int | None = None
    answers: tuple[str, ...] = ()
    before: int | None = None
    edit: str = ""
    whole: int | None = None
    find: str = ""

    @classmethod
    def of_page(cls, request: HttpRequest) -> Self:
        return cls._of(request.GET)

    @classmethod
    def of_part(cls, request: HttpRequest) -> Self:
        """The address of the page that fetches a part of itself; htmx sends it."""
        return cls._of(QueryDict(urlsplit(request.headers.get("HX-Current-URL", "")).query))

    @classmethod
    def _of(cls, query: QueryDict) -> Self:
        return cls(
            until=_position(query.get("until", "")),
            answers=tuple(query.getlist("answer")[:_MOST]),
            before=_position(query.get("before", "")),
            edit=query.get("edit", ""),
            whole=_position(query.get("all", "")),
            find=query.get("find", "")[:SEARCH_LENGTH],
        )

    def branch_of(self, conversation: Conversation) -> MessageQuerySet:
        messages = conversation.messages
        return messages.before(self.before) if self.before else messages.current()

    @property
    def marked(self) -> list[str]:
        """The words that are marked."""
        return self.find.split()

    def until_position(self, position: int) -> Self:
        return replace(self, until=position)

    def with_answer(self, run_id: str, others: set[str]) -> Self:
        """Show this answer, or the latest one if it is "", instead of the others of its turn."""
        kept = tuple(answer for answer in self.answers if answer not in others)
        return replace(self, answers=(*kept, run_id) if run_id else kept)

    def editing(self, message_id: str = "") -> Self:
        return replace(self, edit=message_id)

    def with_whole(self, position: int) -> Self:
        return replace(self, whole=position)

    def url(self, conversation_id: UUID) -> str:
        return reverse("conversation", args=[conversation_id]) + self.query

    @property
    def query(self) -> str:
        """With a question mark, unless it is empty."""
        values = [
            ("until", self.until),
            ("before", self.before),
            ("edit", self.edit),
            ("all", self.whole),
            ("find", self.find),
        ]
        answers = [("answer", answer) for answer in self.answers]
        query = urlencode([*((name, value) for name, value in values if value), *answers])
        return f"?{query}" if query else ""


Address.END = Address()


def _position(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None

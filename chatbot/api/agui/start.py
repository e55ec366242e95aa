"""Start the run that a client asks for, or find it if it was started already."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from ag_ui.core import RunAgentInput

from chatbot.api.rest.waiting import submitted
from chatbot.domain.conversations.commands import find_conversation, start_conversation
from chatbot.domain.errors import Invalid, NotFound
from chatbot.domain.idempotency import answer_once
from chatbot.domain.runs.submit_message import submit_message
from chatbot.domain.text import clean
from chatbot.models import Conversation, Run, User
from streaming.cursor import Cursor

from .decide import decide
from .given import answers_in, ends_with_message, message_in

_ID_LENGTH = 200  # of the ids that clients give to threads and runs


@dataclass(frozen=True, slots=True)
class Started:
    """The run behind a client's run, and the position in its owner's stream from which it is followed."""

    owner: User
    run: Run
    after: Cursor


def start(owner: User, given: RunAgentInput) -> Started:
    """Submit the message, or decide what the thread waits for; once for each `runId`.

    The same `runId` again finds the same run, from the same position. Raises `Invalid`, `NotFound`,
    `LimitReached`, and `Conflict` if the id was used for something else.
    """
    thread = clean(given.thread_id, field="threadId", limit=_ID_LENGTH)
    key = f"ag-ui {clean(given.run_id, field='runId', limit=_ID_LENGTH)}"
    answers = answers_in(given)
    if answers:
        asked: dict[str, Any] = {"resume": [answer.model_dump(mode="json") for answer in answers]}
    else:
        asked = {"message": message_in(given)}

    def carry_out() -> dict[str, Any]:
        if answers:
            run_id, after = decide(owner, _conversation_of(owner, thread), answers)
        else:
            if not ends_with_message(given):
                raise Invalid("The last message must be the user's.", "messages")
            run_id, after = _submit(owner, thread, asked["message"])
        return {"run_id": str(run_id), "after": str(after)}

    answer = answer_once(owner, key, {"ag_ui": thread, **asked}, carry_out)
    run = Run.objects.of(owner).filter(pk=answer["run_id"]).first()
    if run is None:
        raise NotFound("The conversation of this run is deleted.")
    return Started(owner, run, Cursor.parse(answer["after"]))


def _submit(owner: User, thread: str, text: str) -> tuple[UUID, Cursor]:
    conversation = _conversation_of(owner, thread)
    if conversation is None:
        conversation = start_conversation(owner, text, pk=_id_for(owner, thread))
    chat = conversation.pk
    found = submitted(owner, lambda: submit_message(owner, text, conversation_id=chat))
    return found.run.pk, found.before


def _conversation_of(owner: User, thread: str) -> Conversation | None:
    """The conversation with that id, or that was started for a thread. Raises `NotFound` if it is deleted."""
    ids = {_id_for(owner, thread)}
    with suppress(ValueError):  # an id of the client's own
        ids.add(UUID(thread))
    chats = Conversation.objects.of(owner).filter(plan=None, pk__in=ids)
    found = chats.values_list("pk", flat=True).first()
    return None if found is None else find_conversation(owner, found)


def _id_for(owner: User, thread: str) -> UUID:
    """The id of the conversation that starts with a thread, by which it is found again."""
    return uuid5(owner.pk, thread)

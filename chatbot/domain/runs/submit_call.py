"""Submit a tool call that a client asks for: a run that needs no model.

The call is stored as the run's first turn, as if a model had answered with it. So the run is executed as any
other that is resumed after a crash: by replaying this turn, with the same lease, journal, approval and end.
"""

from __future__ import annotations

import json
import secrets
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from chatbot.domain.conversations.commands import start_conversation, updated_event
from chatbot.domain.conversations.messages import message_result
from chatbot.domain.errors import KeyReused
from chatbot.domain.events import MessageCreated
from chatbot.domain.idempotency import KEY_LENGTH, KEY_USED
from chatbot.domain.journal.arguments import require_storable
from chatbot.domain.journal.tool_calls import Call
from chatbot.domain.people.locking import lock_user
from chatbot.domain.publish import publish
from chatbot.domain.runs.queue import queue_message, queued_event
from chatbot.domain.runs.submit_message import message_with_key
from chatbot.domain.text import clean
from chatbot.models import Conversation, Run, Turn, User

_ONE_CHAT = timedelta(days=1)
_TEXT_LENGTH = 500


@transaction.atomic
def submit_call(owner: User, client: str, call: Call, title: str, *, idempotency_key: str = "") -> Run:
    """Store a call of a client, of that name, with the run that makes it, and enqueue the run.

    Its message says what is asked for, beginning with the tool's `title`. The calls of a client are in one
    chat, and after a day in a new one. A second call with the same key returns the run of the first one.
    Raises `Invalid`, `NotFound` if the chat of that one is deleted, and `KeyReused` if the key was used for
    something else.
    """
    require_storable(call.arguments)
    key = clean(idempotency_key, field="idempotency key", limit=KEY_LENGTH, required=False)
    lock_user(owner)
    if key and (known := message_with_key(owner, key)):
        if (run := known.triggered_runs.latest("created_at")).input != _input_of(call, title):
            raise KeyReused(KEY_USED)
        return run
    conversation = chat_with(owner, client) or start_conversation(owner, f"{client} via MCP")
    run = queue_message(
        conversation, _in_words(call, title), idempotency_key=key, client=client, input=_input_of(call, title)
    )
    Turn.objects.create(run=run, index=0, attempt=0, response=_turn_with(call))
    asked = MessageCreated(
        conversation_id=conversation.pk,
        message_id=run.trigger_id,
        run_id=run.pk,
        result=message_result(run.trigger),
    )
    publish(owner.pk, updated_event(conversation), asked, queued_event(run))
    return run


def new_call_id() -> str:
    return secrets.token_hex(16)


def chat_with(owner: User, client: str) -> Conversation | None:
    """The chat with the calls of a client today, if there is one."""
    runs = Run.objects.of(owner).filter(client=client, conversation__is_archived=False)
    recent = runs.filter(conversation__created_at__gt=timezone.now() - _ONE_CHAT)
    run = recent.select_related("conversation").order_by("-created_at").first()
    return run.conversation if run else None


def _turn_with(call: Call) -> dict[str, Any]:
    """A response of a model that is this call, as the journal stores it."""
    made = {"call_id": call.call_id, "name": call.tool, "arguments": json.dumps(call.arguments)}
    return {"model": "", "finish": "stop", "output": [{"type": "function_call", **made}]}


def _input_of(call: Call, title: str) -> dict[str, Any]:
    """What a model would have been given. It tells calls apart, too."""
    items = [{"role": "user", "content": f"{title} {json.dumps(call.arguments, sort_keys=True)}"}]
    return {"instructions": "", "items": items, "tools": [call.tool]}


def _in_words(call: Call, title: str) -> str:
    """ "Update task: number 3, priority high"."""
    given = ((name, value) for name, value in call.arguments.items() if value not in (None, []))
    words = ", ".join(f"{name.replace('_', ' ')} {_said(value)}" for name, value in given)
    text = f"{title}: {words}" if words else title
    return text if len(text) <= _TEXT_LENGTH else f"{text[: _TEXT_LENGTH - 1]}…"


def _said(value: Any) -> str:
    match value:
        case str():
            return value
        case bool():
            return "yes" if value else "no"
        case [*parts] if all(isinstance(part, (str, int)) for part in parts):
            return ", ".join(map(str, parts))
    return json.dumps(value, ensure_ascii=False)

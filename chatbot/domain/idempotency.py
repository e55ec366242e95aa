"""Requests with an idempotency key: each is carried out once, and a resend gets the same answer."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from chatbot.domain.errors import KeyInUse, KeyReused
from chatbot.domain.people.locking import lock_user
from chatbot.domain.text import clean
from chatbot.models import AnsweredRequest, User
from streaming.entry import dumps

KEY_LENGTH = 255
KEY_USED = "That idempotency key was used for another request."

type Json = dict[str, Any]


@transaction.atomic
def answer_once(owner: User, key: str, request: Json, carry_out: Callable[[], Json]) -> Json:
    """Carry out a request and store its answer under the key in one transaction, or return the stored answer.

    Without a key, just carry out the request. Raises `KeyReused` if the key was used for another request,
    `Invalid`, and what `carry_out` raises: then nothing is stored.
    """
    key = clean(key, field="idempotency key", limit=KEY_LENGTH, required=False)
    if not key:
        return carry_out()
    # Simultaneous resends wait here. The user is locked before anything else, as everywhere.
    lock_user(owner)
    request_hash = hashlib.sha256(dumps(request).encode()).hexdigest()
    if known := AnsweredRequest.objects.of(owner).filter(idempotency_key=key).first():
        if known.request_hash != request_hash:
            raise KeyReused(KEY_USED)
        kept: Json = known.answer
        return kept
    answer = carry_out()
    AnsweredRequest.objects.create(owner=owner, idempotency_key=key, request_hash=request_hash, answer=answer)
    return answer


def claim_key(owner: User, key: str) -> None:
    """Claim the key until the caller's transaction ends. Raises `KeyInUse` if another one has it.

    SQLite has one writer at a time, so that there a resend waits for the first request.
    """
    if connection.vendor != "postgresql":
        return
    digest = hashlib.sha256(f"{owner.pk} {key}".encode()).digest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [int.from_bytes(digest[:8], signed=True)])
        if not cursor.fetchone()[0]:
            raise KeyInUse("The first request with this idempotency key is still being carried out.")


def prune_answers(before: datetime) -> None:
    """Delete the keys that were first used before that moment, with their answers."""
    AnsweredRequest.objects.filter(created_at__lt=before).delete()

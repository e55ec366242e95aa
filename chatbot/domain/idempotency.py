"""Requests with an idempotency key: each is carried out once, and a resend gets the first one's answer."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from chatbot.domain.errors import Conflict
from chatbot.domain.text import clean
from chatbot.models import AnsweredRequest, User
from streaming.entry import dumps

KEY_LENGTH = 255
KEY_USED = "That idempotency key was used for another request."

type Json = dict[str, Any]


@transaction.atomic
def answer_once(owner: User, key: str, request: Json, carry_out: Callable[[], Json]) -> Json:
    """Carry out a request and keep its answer under the key, in one transaction; or return the answer kept.

    Without a key the request is carried out. Raises `Conflict` where the key was used for another request,
    `Invalid`, and what `carry_out` raises: then nothing is kept.
    """
    key = clean(key, field="idempotency key", limit=KEY_LENGTH, required=False)
    if not key:
        return carry_out()
    # One at a time for each user: resends at once wait here. It is locked before anything else, as always.
    User.objects.select_for_update(no_key=True).only("pk").get(pk=owner.pk)
    request_hash = hashlib.sha256(dumps(request).encode()).hexdigest()
    if known := AnsweredRequest.objects.of(owner).filter(idempotency_key=key).first():
        if known.request_hash != request_hash:
            raise Conflict(KEY_USED)
        kept: Json = known.answer
        return kept
    answer = carry_out()
    AnsweredRequest.objects.create(owner=owner, idempotency_key=key, request_hash=request_hash, answer=answer)
    return answer


def prune_answers(before: datetime) -> None:
    """Forget the keys that were first used before that moment, and their answers."""
    AnsweredRequest.objects.filter(created_at__lt=before).delete()

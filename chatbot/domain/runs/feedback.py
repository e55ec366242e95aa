"""Feedback: a person says whether an answer was good."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from chatbot.domain.errors import Conflict, Invalid
from chatbot.domain.events import AnswerRated, FeedbackResult
from chatbot.domain.publish import publish
from chatbot.domain.runs.locking import get_run_for_update
from chatbot.domain.text import clean
from chatbot.models import Feedback, Run, User
from chatbot.models.feedback import COMMENT_LENGTH


@transaction.atomic
def rate_answer(owner: User, run_id: UUID, rating: str, comment: str = "") -> None:
    """Store what the owner thinks of an answer, instead of what they thought before; "" takes it back.

    Raises `NotFound`, `Invalid`, and `Conflict` if the run has not ended, or belongs to a plan.
    """
    text = clean(comment, field="comment", limit=COMMENT_LENGTH, required=False)
    if rating not in {"", *Feedback.Rating.values}:
        raise Invalid(_("A rating is “up”, “down” or empty."), "rating")
    run = get_run_for_update(owner, run_id)
    if run.active or run.purpose != Run.Purpose.CHAT:
        raise Conflict(_("Only an answer in a chat can be rated, once it has ended."))
    if rating:
        values = {"rating": rating, "comment": text, "updated_at": timezone.now()}
        Feedback.objects.update_or_create(run=run, defaults=values)
    else:
        text = ""
        Feedback.objects.filter(run=run).delete()
    rated = FeedbackResult.model_validate({"rating": rating, "comment": text})
    publish(owner.pk, AnswerRated(conversation_id=run.conversation_id, run_id=run.pk, result=rated))

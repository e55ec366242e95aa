"""Lock a run together with its conversation."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from chatbot.domain.errors import NotFound
from chatbot.models import Conversation, Run, User


def get_run_for_update(owner: User, run_id: UUID) -> Run:
    """The run, locked after its conversation until the caller's transaction ends. Raises `NotFound`."""
    runs = Run.objects.of(owner).filter(pk=run_id)
    Conversation.objects.select_for_update(no_key=True).filter(runs__in=runs).first()
    run = runs.select_for_update(no_key=True, of=("self",)).select_related("trigger", "reply").first()
    if run is None:
        raise NotFound(_("There is no such run."))
    return run

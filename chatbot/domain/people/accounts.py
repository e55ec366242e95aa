"""Delete a person's data: all chats, or the account with everything."""

from __future__ import annotations

from contextlib import suppress
from itertools import batched
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext as _

from chatbot.domain.conversations.deletion import delete_idle_conversations
from chatbot.domain.errors import Conflict, NotFound
from chatbot.domain.mcp_servers.servers import forget_looks
from chatbot.domain.plans.control import cancel_plan
from chatbot.domain.plans.status import OPEN
from chatbot.domain.publish import stream_of
from chatbot.domain.runs.attempts import Claim
from chatbot.domain.runs.cancel import cancel_run
from chatbot.domain.runs.endings import cancel
from chatbot.domain.runs.limits import forget_requests
from chatbot.models import Conversation, Plan, Run, Task, User
from chatbot.models.run import RunQuerySet
from streaming.guard import SIGN_IN_AGAIN
from streaming.log import delete_stream
from streaming.notify import close_connections

_BATCH = 100  # conversations deleted in one transaction
_TRIES = 5


def delete_conversations(owner: User) -> int:
    """Stop all runs in a person's chats and delete the chats; returns how many.

    Those that could still be restored are deleted too, but not counted. A chat that gets a new message in the
    meantime is kept.
    """
    Conversation.objects.of(owner).deleted().delete()
    chats = Conversation.objects.of(owner).chats()
    _stop_runs(owner, Run.objects.filter(conversation__in=chats))
    ids = list(chats.order_by("pk").values_list("pk", flat=True))
    return sum(
        delete_idle_conversations(owner.pk, chats.filter(pk__in=some)) for some in batched(ids, _BATCH)
    )


def delete_account(owner: User) -> None:
    """Delete an account with everything: stop its plans and runs, and close its connections.

    Raises `Conflict` if new plans or runs keep being started.
    """
    for _try in range(_TRIES):
        for plan_id in Plan.objects.of(owner).filter(status__in=OPEN).values_list("pk", flat=True):
            with suppress(Conflict, NotFound):  # it has ended in the meantime
                cancel_plan(owner, plan_id)
        _stop_runs(owner, Run.objects.of(owner))
        if _delete_if_idle(owner):
            return
    raise Conflict(_("Something is still being done for you. Stop it, and try again."))


def _stop_runs(owner: User, runs: RunQuerySet) -> None:
    """End runs at once, also those that a process is executing, which notices at its next write.

    Queued runs are ended before the running one of their conversation, so that none of them starts.
    """
    for run_id in runs.active().order_by("-reply__position").values_list("pk", flat=True):
        with suppress(Conflict, NotFound):  # it has ended in the meantime
            run = cancel_run(owner, run_id)
            cancel(Claim.of(run))


@transaction.atomic
def _delete_if_idle(owner: User) -> bool:
    """Delete everything, unless something is active. The locks keep anything new from starting."""
    User.objects.select_for_update(no_key=True).filter(pk=owner.pk).exists()
    plans = list(Plan.objects.of(owner).select_for_update(no_key=True).order_by("pk"))
    conversations = Conversation.objects.of(owner)
    list(conversations.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    if any(plan.status in OPEN for plan in plans) or Run.objects.of(owner).active().exists():
        return False
    conversations.delete()
    Task.objects.of(owner).delete()
    Session.objects.filter(pk__in=_session_keys(owner.pk)).delete()
    forget_requests(owner)
    forget_looks(owner)
    User.objects.filter(pk=owner.pk).delete()
    delete_stream(stream_of(owner.pk))
    close_connections(stream_of(owner.pk), None, SIGN_IN_AGAIN)
    return True


def _session_keys(user_id: UUID) -> list[str]:
    """A person's sessions. They are not stored by user, so each one has to be decoded."""
    return [
        session.session_key
        for session in Session.objects.iterator()
        if session.get_decoded().get(SESSION_KEY) == str(user_id)
    ]

"""Reminders by mail, for people who have switched that on.

A mail is stored in the transaction of its reminder's event, and sent by a job. It is marked as started
before the mail server is given it, and sent again only if the server has refused it: so it is sent at most
once. It is lost if the process dies, or the connection breaks, before the server has taken it.
"""

from __future__ import annotations

import logging
import smtplib
from collections import deque
from collections.abc import Iterable, Sequence
from datetime import timedelta
from threading import Lock
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from chatbot.domain.errors import LimitReached
from chatbot.domain.jobs import jobs
from chatbot.domain.mail_errors import NOT_SENT
from chatbot.domain.people.email_address import is_confirmed
from chatbot.domain.people.rate_limits import use
from chatbot.domain.people.reminder_mails import unsubscribe_token
from chatbot.domain.runs.limits import end_of_day
from chatbot.formatting import relative_due
from chatbot.models import ReminderMail, Task, User
from chatbot.models.now import Now

logger = logging.getLogger(__name__)

# The wait after each refusal; after one more, the mail is given up.
BACKOFF = [timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30)]
_TOGETHER = 25  # mails of one connection
# How long the mails of a job are left to it; those that it has not started are then pending again.
_CLAIMED = timedelta(minutes=5)
_KEPT = timedelta(days=1)  # those that were started, and whose process died

# A slow mail server must not take all places of a worker: one job of a process sends, any other ends at once.
_sending = Lock()


def mail_later(tasks: Iterable[Task]) -> None:
    """Store the mails of reminders, in the caller's transaction. Those above the daily limit are left out."""
    wanted = [task for task in tasks if _is_wanted(task) and _count(task.owner)]
    if wanted:
        ReminderMail.objects.bulk_create(ReminderMail(task=task) for task in wanted)
        enqueue_mails()


def _is_wanted(task: Task) -> bool:
    owner = task.owner
    return settings.SENDS_MAIL and owner.is_active and owner.mails_reminders and is_confirmed(owner)


def _count(owner: User) -> bool:
    """Count a mail to the person today. `False` if the limit is reached."""
    try:
        use("reminder_mails", str(owner.pk), limit=settings.REMINDER_MAILS_PER_DAY, expires_at=end_of_day())
    except LimitReached:
        return False
    return True


def pending_mails() -> QuerySet[ReminderMail, UUID]:
    """Those that no job has claimed, or whose time has come again."""
    pending = ReminderMail.objects.filter(started_at=None, next_attempt_at__lte=Now())
    return pending.order_by("next_attempt_at").values_list("pk", flat=True)


def enqueue_mails() -> None:
    transaction.on_commit(jobs().mail_reminders.enqueue, robust=True)


def send_pending() -> None:
    """Send some of the pending mails, and enqueue a job for the others. Returns at once if this process
    sends already, since its job will see to them."""
    if not _sending.acquire(blocking=False):
        return
    try:
        if mail_ids := _claim():
            _send_all(mail_ids)
    finally:
        _sending.release()
    if pending_mails().exists():
        enqueue_mails()


@transaction.atomic
def _claim() -> list[UUID]:
    skip_locked = connection.features.has_select_for_update_skip_locked
    mail_ids = list(pending_mails().select_for_update(skip_locked=skip_locked)[:_TOGETHER])
    ReminderMail.objects.filter(pk__in=mail_ids).update(next_attempt_at=Now() + _CLAIMED)
    return mail_ids


def _send_all(mail_ids: Sequence[UUID]) -> None:
    """Over one connection to the mail server."""
    server, waiting = mailers.default, deque(mail_ids)
    try:
        while waiting:
            server.open()  # before the mail is marked as started, since this often fails
            if mail := _start(waiting.popleft()):
                _send(mail, server)
    except (OSError, smtplib.SMTPException) as error:
        logger.warning("Could not connect to the mail server: %r", error)
        for mail in ReminderMail.objects.filter(pk__in=waiting, started_at=None):
            _postpone(mail)
    finally:
        server.close()


@transaction.atomic
def _start(mail_id: UUID) -> ReminderMail | None:
    """`None` if another process has started it, or the reminder is no longer wanted."""
    if not ReminderMail.objects.filter(pk=mail_id, started_at=None).update(started_at=Now()):
        return None
    mails = ReminderMail.objects.filter(pk=mail_id)
    mail = mails.filter(task__reminded_at__isnull=False).select_related("task__owner").first()
    if mail and _is_wanted(mail.task):
        return mail
    mails.delete()
    return None


def _send(mail: ReminderMail, server: BaseEmailBackend) -> None:
    message = _message(mail.task)
    try:
        server.send_messages([message])
    except NOT_SENT as error:
        logger.warning("The mail server refused the mail of a reminder: %r", error)
        server.close()
        _postpone(mail)
    except (OSError, smtplib.SMTPException) as error:
        logger.warning("The mail of a reminder may or may not have been sent: %r", error)
        server.close()
        mail.delete()
    else:
        mail.delete()


def _postpone(mail: ReminderMail) -> None:
    """Plan the next attempt, or give the mail up after the last one; unless another process has it by now."""
    unchanged = ReminderMail.objects.filter(pk=mail.pk, started_at=mail.started_at, failures=mail.failures)
    if mail.failures == len(BACKOFF):
        unchanged.delete()
    else:
        next_attempt_at = Now() + BACKOFF[mail.failures]
        unchanged.update(next_attempt_at=next_attempt_at, started_at=None, failures=mail.failures + 1)


def _message(task: Task) -> EmailMessage:
    owner, site = task.owner, task.owner.reminder_site
    unsubscribe = site + reverse("reminder-mails-stop", args=[unsubscribe_token(owner)])
    with translation.override(owner.mail_language):
        due = relative_due(task.due, timezone.now(), owner.date_settings) if task.due else ""
        context = {
            "user": owner,
            "title": task.title,
            "due": due,
            "url": site + reverse("task", args=[task.number]),
            "unsubscribe": unsubscribe,
        }
        return EmailMessage(
            _("Reminder: %(title)s") % {"title": task.title},
            render_to_string("accounts/email/reminder_body.txt", context),
            to=[owner.email],
            headers={
                "List-Unsubscribe": f"<{unsubscribe}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",  # RFC 8058
                "Auto-Submitted": "auto-generated",  # RFC 3834
            },
        )


def prune_mails() -> None:
    ReminderMail.objects.filter(started_at__lt=Now() - _KEPT).delete()

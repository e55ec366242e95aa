"""Sends the user's own list to the user's own address, which comes from the account, never from the model."""

from __future__ import annotations

import smtplib
import socket

from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.validators import validate_email

from chatbot.domain.errors import Conflict, Unavailable
from chatbot.domain.text import clean
from chatbot.domain.tool_calls import Outcome, SoFar
from chatbot.models import Task, User

from . import texts
from .list_tasks import Status, with_status
from .shown import local
from .tool import Arguments, Tool

LONGEST_LIST = 500
NOTE_LENGTH = 2_000

# Everything else leaves open whether the mail went out.
_REFUSED = (
    smtplib.SMTPNotSupportedError,
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPResponseException,
    ConnectionRefusedError,
    socket.gaierror,
)


class EmailTasks(Arguments):
    status: Status
    note: str | None


def email_tasks(owner: User, arguments: EmailTasks, so_far: SoFar) -> Outcome:
    _require_address(owner)
    note = clean(arguments.note or "", field="note", limit=NOTE_LENGTH, required=False)
    tasks = with_status(Task.objects.of(owner), arguments.status).listed()
    count = tasks.count()
    lines = [_line(task, owner) for task in tasks[:LONGEST_LIST]]
    if count > LONGEST_LIST:
        lines.append(texts.more(count - LONGEST_LIST))
    body = "\n".join([*([note, ""] if note else []), texts.found(count), "", *lines])
    _send(owner, texts.mail_subject(count), body)
    address = masked(owner.email)
    return Outcome({"count": count, "sent_to": address}, texts.emailed(count, address), count=count)


def masked(address: str) -> str:
    """An address that its owner knows again, and that tells others little: "a***@example.com"."""
    name, _, domain = address.rpartition("@")
    return f"{name[:1]}***@{domain}"


def _require_address(owner: User) -> None:
    if not owner.email:
        raise Conflict("Your account has no email address. Add one in your settings first.")
    try:
        validate_email(owner.email)
    except ValidationError as error:
        raise Conflict("The email address of your account is not valid. Correct it first.") from error


def _line(task: Task, owner: User) -> str:
    due = local(task.due_at, owner)
    facts = [
        *(["done"] if task.completed else []),
        *([f"due {due[:16].replace('T', ' ')}"] if due else []),
        *([f"{task.priority} priority"] if task.priority != Task.Priority.MEDIUM else []),
        *(f"#{name}" for name in task.tag_names),
    ]
    return f"{'[x]' if task.completed else '[ ]'} #{task.number} {task.title}" + (
        f" ({', '.join(facts)})" if facts else ""
    )


def _send(owner: User, subject: str, body: str) -> None:
    try:
        send_mail(subject, body, None, [owner.email])
    except _REFUSED as error:
        raise Unavailable("The mail server did not take the mail, so it was not sent.") from error
    except (smtplib.SMTPException, OSError) as error:
        raise Unavailable(
            "The connection to the mail server was lost, so the mail may or may not have been sent."
        ) from error


TOOL = Tool(
    "email_tasks",
    "Email the user's own task list to the user's own address, with a note if they want one.",
    EmailTasks,
    email_tasks,
    reach="outside",
)

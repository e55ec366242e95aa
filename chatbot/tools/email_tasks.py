"""Email the user's list to the confirmed address of the user's account.

The model chooses the tasks and one line of text; the user sees both before anything is sent.
"""

from __future__ import annotations

import smtplib
from datetime import date, datetime
from typing import Annotated

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.validators import validate_email
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from pydantic import Field

from chatbot.domain.errors import Conflict, Invalid, LimitReached, Unavailable
from chatbot.domain.events import ToolOutput
from chatbot.domain.journal.approvals import Proposal
from chatbot.domain.journal.tool_calls import Outcome, SoFar
from chatbot.domain.mail_errors import NOT_SENT
from chatbot.domain.people.email_address import is_confirmed
from chatbot.domain.people.rate_limits import use
from chatbot.domain.runs.limits import end_of_day
from chatbot.domain.text import clean
from chatbot.formatting import DateSettings, absolute_due
from chatbot.models import Task, ToolCall, User

from .common.deletion import approved
from .common.filters import Status, with_status
from .common.lines import found_tasks
from .tool import Arguments, Earlier, Tool

LONGEST_LIST = 500
NOTE_LENGTH = 200  # on one line


class EmailTasks(Arguments):
    status: Annotated[Status, Field(description="Which tasks: all, pending (open), completed or overdue.")]
    note: Annotated[str | None, Field(description="A note to put above the list, if the user wants one.")] = (
        None
    )


class Emailed(ToolOutput):
    count: int
    sent_to: str  # as little of the address as its owner knows it by


def email_tasks(owner: User, arguments: EmailTasks, so_far: SoFar) -> Outcome:
    _require_address(owner)
    note = _note(arguments)
    tasks = approved(with_status(Task.objects.of(owner), arguments.status), so_far).listed()
    _count_mail(owner)
    count = tasks.count()
    with translation.override(owner.mail_language):
        lines = [_line(task, owner) for task in tasks[:LONGEST_LIST]]
        if count > LONGEST_LIST:
            lines.append(_more(count - LONGEST_LIST))
        body = "\n".join([*([note, ""] if note else []), found_tasks(count), "", *lines])
        subject = _mail_subject(count)
    _send(owner, subject, body)
    address = masked(owner.email)
    return Outcome(Emailed(count=count, sent_to=address), _emailed(count, address), count=count)


def propose(owner: User, arguments: EmailTasks, earlier: Earlier) -> Proposal | None:
    """What would be sent; `None` if it cannot be sent, which the effect then explains."""
    if not is_confirmed(owner):
        return None
    try:
        note = _note(arguments)
    except Invalid:
        return None
    tasks = list(with_status(Task.objects.of(owner), arguments.status).listed())
    question = _email_question(len(tasks), masked(owner.email))
    summary = f"{question} “{note}”" if note else question
    return Proposal(summary, tasks, EmailTasks.model_json_schema(), action="send")


def _note(arguments: EmailTasks) -> str:
    return clean(arguments.note or "", field="note", limit=NOTE_LENGTH, required=False, single_line=True)


def _count_mail(owner: User) -> None:
    limit = settings.DAILY_EMAIL_LIMIT
    try:
        use("email_tasks", str(owner.pk), limit=limit, expires_at=end_of_day())
    except LimitReached as reached:
        raise LimitReached(
            f"The limit of lists emailed in a day ({limit}) is reached.", reached.reset_at
        ) from reached


def masked(address: str) -> str:
    """An address that its owner recognizes, but that reveals little: "a***@example.com"."""
    name, _, domain = address.rpartition("@")
    return f"{name[:1]}***@{domain}"


def _require_address(owner: User) -> None:
    if not owner.email:
        raise Conflict("Your account has no email address. Add one in your settings first.")
    try:
        validate_email(owner.email)
    except ValidationError as error:
        raise Conflict("The email address of your account is not valid. Correct it first.") from error
    if not is_confirmed(owner):
        raise Conflict("Your email address is not confirmed. Confirm it in your settings first.")


def _line(task: Task, owner: User) -> str:
    facts = [
        *([_("done")] if task.completed else []),
        *([_("due %(due)s") % {"due": _due(task.due, owner)}] if task.due else []),
        *([_priority(task)] if task.priority != Task.Priority.MEDIUM else []),
        *(f"#{name}" for name in task.tag_names),
    ]
    return f"{'[x]' if task.completed else '[ ]'} #{task.number} {task.title}" + (
        f" ({', '.join(facts)})" if facts else ""
    )


def _due(due: date | datetime, owner: User) -> str:
    return absolute_due(due, timezone.now(), owner.date_settings)


def _priority(task: Task) -> str:
    return _("%(priority)s priority") % {"priority": task.get_priority_display().lower()}


def _send(owner: User, subject: str, body: str) -> None:
    try:
        send_mail(subject, body, None, [owner.email])
    except NOT_SENT as error:
        raise Unavailable("The mail server did not take the mail, so it was not sent.") from error
    except (smtplib.SMTPException, OSError) as error:
        raise Unavailable(
            "The connection to the mail server was lost, so the mail may or may not have been sent."
        ) from error


def _emailed(count: int, address: str) -> str:
    text = ngettext("Emailed %(count)d task to %(address)s", "Emailed %(count)d tasks to %(address)s", count)
    return text % {"count": count, "address": address}


def _email_question(count: int, address: str) -> str:
    text = ngettext("Email %(count)d task to %(address)s?", "Email %(count)d tasks to %(address)s?", count)
    return text % {"count": count, "address": address}


def _mail_subject(count: int) -> str:
    return ngettext("Your list: %(count)d task", "Your list: %(count)d tasks", count) % {"count": count}


def _more(count: int) -> str:
    return ngettext("…and %(count)d more task", "…and %(count)d more tasks", count) % {"count": count}


def emailed_line(call: ToolCall, dates: DateSettings) -> str:
    address = (call.output or {}).get("sent_to", "")
    return _emailed(call.count or 0, address) if address else ""


TOOL = Tool(
    "email_tasks",
    "Email the user's own task list to their own address, with a note of one line if they want one. "
    "They are asked first.",
    EmailTasks,
    email_tasks,
    approval=propose,
    reach="outside",
    kind="adds",
    output=Emailed,
    starting=gettext_noop("Emailing your tasks..."),
    team_label="Send the tasks by email",
    message=emailed_line,
)

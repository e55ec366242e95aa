"""Add a task from a mail to each person whose address it has, once."""

from __future__ import annotations

import hashlib
from functools import partial

from chatbot.domain.errors import Invalid
from chatbot.domain.idempotency import answer_once
from chatbot.domain.incoming_mail.addresses import owners_of
from chatbot.domain.incoming_mail.parsing import Mail, parse_mail
from chatbot.domain.people.rate_limits import in_an_hour, use
from chatbot.domain.tasks.commands import add_task
from chatbot.domain.tasks.fields import TaskFields, cleaned
from chatbot.domain.tasks.fitting import fitting
from chatbot.domain.tasks.quick_add import read_tasks
from chatbot.domain.text import storable
from chatbot.models import User

PER_HOUR = 100  # of a person
_UNTITLED = "Mail"


def add_from_mail(content: bytes) -> int:
    """Add the tasks; returns how many people have an address in the mail. Raises `LimitReached`.

    A mail that is delivered again changes nothing.
    """
    mail = parse_mail(content)
    key = f"mail {hashlib.sha256(mail.id.encode() or content).hexdigest()}"
    owners = owners_of(mail.recipients)
    for owner in owners:
        answer_once(owner, key, {"mail": key}, partial(_add, owner, mail))
    return len(owners)


def _add(owner: User, mail: Mail) -> dict[str, str]:
    use("incoming mail", str(owner.pk), limit=PER_HOUR, expires_at=in_an_hour())
    return {"task_id": str(add_task(owner, **_fields(owner, mail)).pk)}


def _fields(owner: User, mail: Mail) -> TaskFields:
    """What the subject says, as typed text; or else the subject as it is. The rest are the notes."""
    subject = storable(mail.subject)
    notes = storable("\n\n".join(filter(None, [mail.sender and f"From: {mail.sender}", mail.text])))
    try:
        (found,) = read_tasks(owner, subject)
        cleaned(found.fields)
        fields = found.fields
    except (Invalid, ValueError):  # no subject, or one that no task can have
        fields = {"title": subject or _UNTITLED}
    fields["title"], fields["description"] = fitting(fields["title"], notes)
    return fields

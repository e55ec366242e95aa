"""A repetition as people and programs write it: words, or a rule of RFC 5545."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from chatbot.domain.errors import Invalid
from chatbot.models import User
from chatbot.reading import read_repeat
from chatbot.recurrence import Recurrence, happens

_RULE = re.compile(r"\s*(?:RRULE:|[A-Z-]+=)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Repetition:
    """`moment` is the first occurrence from now on, if words have named the time of day."""

    rule: Recurrence
    moment: datetime | None = None


def read_repetition(owner: User, text: str) -> Repetition | None:
    """The repetition that a text says to this person; None for an empty text. Raises `Invalid`."""
    if not text.strip():
        return None
    moment = None
    if not _RULE.match(text):
        settings = owner.date_settings
        reading = read_repeat(
            text,
            now=timezone.now(),
            zone=settings.zone,
            week_start=settings.week_start,
            language=settings.language,
        )
        if reading is None or reading.repeat is None:
            raise Invalid(
                _("“%(text)s” is no repetition. Write it like “every Monday” or “every 2 weeks”.")
                % {"text": text},
                "repeat",
            )
        text, moment = reading.repeat, reading.due if isinstance(reading.due, datetime) else None
    try:
        rule = Recurrence.parse(text)
    except ValueError as error:
        raise Invalid(str(error), "repeat") from error
    if not happens(rule):
        raise Invalid(_("This repetition has no date."), "repeat")
    return Repetition(rule, moment)

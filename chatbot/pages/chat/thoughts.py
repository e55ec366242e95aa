"""What the model of a run has thought, folded above its answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Self

from django.db.models import Prefetch
from django.db.models.functions import Left, Length
from django.urls import reverse
from django.utils.translation import gettext as _

from chatbot.formatting import duration
from chatbot.models import Run, Thinking
from chatbot.pages.chat.excerpts import CHARACTERS, SLACK, Excerpt, excerpt

# The whole text may be many times as long as all else that a page reads.
_BEGINNING = Left("text", int(CHARACTERS * SLACK))
BEGINNINGS = Prefetch(
    "thinking", Thinking.objects.defer("text").annotate(beginning=_BEGINNING, length=Length("text"))
)


@dataclass(frozen=True, slots=True)
class ThoughtView:
    label: str
    excerpt: Excerpt

    @classmethod
    def of(cls, run: Run) -> Self | None:
        """Callers prefetch `BEGINNINGS`."""
        turns: list[Any] = list(run.thinking.all())
        if not turns:
            return None
        took = sum((turn.duration for turn in turns), timedelta()).total_seconds()
        beginning = "\n\n".join(turn.beginning for turn in turns)
        length = sum(turn.length for turn in turns)
        return cls(
            _("Thought for %(time)s") % {"time": duration(took * 1000)}
            if took >= 1
            else _("Thought for a moment"),
            excerpt(beginning, reverse("run-thinking", args=[run.pk]), length),
        )

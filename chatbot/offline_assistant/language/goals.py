"""Reads a goal: its subject, the parts that it names, and its last day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from chatbot.formatting.sentences import say_in
from chatbot.offline_assistant.matching import matches
from chatbot.reading import DateRange

from .context import Context, is_german_spoken
from .courtesy import without_courtesy
from .goal_exclusions import take_exclusions
from .goal_kinds import GoalKind, kind_of
from .patterns import cut, rx, tidy
from .quoting import Quotes, mask
from .splitting import split_items
from .verbs import begins_with_verb

MOST_PARTS = 12
_LONGEST_HEAD = 160
_LONGEST_PART = 120
_LONGEST_SUBJECT = 60
_READ = 2_000
ASKED_FOR = rx(
    r"(?:(?:make|create|write|draw\s+up|propose|start|give|prepare)\s+(?:me\s+|us\s+)?(?:an?\s+|the\s+)?plan\b"
    r"(?:\s*[:,–—-]\s*|\s+(?:for|to|of|on|how\s+to|so\s+that)\s+)|plan\s*:\s*)(?P<goal>\S.*)"
)
_OPENING = rx(
    r"^(?:prepare(?:\s+for)?|plan(?:\s+for)?|organi[sz]e|arrange|coordinate|set\s+up|get\s+ready\s+for|host"
    r"|manage|do|make|plane|organisiere)\s+"
)
_ARTICLE = rx(
    r"^(?:a|an|the|my|our|his|her|their|der|die|das|den|dem|eine?[nmr]?|(?:meine?|unsere?)[nmr]?)\s+"
)
_DETERMINER = rx(r"^(?:an?|the|some|eine?[nmr]?|der|die|das|den)\s+(?=\S)")
_GERMAN = rx(
    r"\b(?:der|die|das|den|dem|und|für|mit|ohne|eine?[nmr]?|(?:mein|unser)e?[nmr]?|zu[mr]|im|am|nach|bis|plane"
    r"|organisiere)\b|[äöüß]"
)
_COLON = rx(r"(?<=\w)\s*:\s+|:\n|\n")
_WITH = rx(r",?\s+(?:with|including|mit)\s+(?=[^,]+(?:,|\s+(?:and|und)\s))")
# "With Ann and Bob" names no parts. In German, all nouns have capitals.
_PEOPLE = {
    "en": re.compile(
        r"[A-Z]|(?:my|our|his|her|their|your)\s"
        r"|(?:friends?|family|kids?|children|colleagues?|parents?|people|guests?|everyone|everybody)\b"
    ),
    "de": rx(
        r"(?:mein|unser|dein)e?[nmr]?\s|(?:freunde|familie|kinder|kollegen|eltern|gäste|leute|allen)n?\b"
    ),
}
_LOOKING = rx(
    r"^(?:review|analy[sz]e|understand|check|tidy|clean(?:\s+up)?|prioriti[sz]e|sort(?:\s+out)?|look\s+(?:at|through)"
    r"|catch\s+up|get\s+(?:an\s+overview|on\s+top))\b.*\b(?:tasks?|list|to-?dos?|workload|backlog|week|overview)\b"
)


@dataclass(frozen=True)
class Goal:
    """`parts` are those that it names, without the excluded ones. `day` is the last day for everything.
    `is_looking`: the goal is to review what exists, not to add tasks."""

    text: str
    title: str
    subject: str
    kind: GoalKind
    parts: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    language: str = "en"
    day: date | None = None
    is_looking: bool = False

    @property
    def pieces(self) -> tuple[str, ...]:
        """Its parts, or the usual ones of its kind, without what it excludes."""
        usual = tuple(say_in(self.language, part) for part in self.kind.parts)
        return self.parts or _without(usual, self.excluded)

    @property
    def needs_day(self) -> bool:
        return self.kind.is_occasion and self.day is None


def read_goal(text: str, now: datetime) -> Goal:
    given = text.strip()[:_READ]
    plain = without_courtesy(given)
    asked = ASKED_FOR.match(plain)
    plain = asked["goal"] if asked else plain
    language = "de" if is_german_spoken() and _GERMAN.search(plain) else "en"
    plain, excluded = take_exclusions(plain)
    head, parts = _split(plain, now, language)
    context = Context(now, Quotes(), language)
    in_head = context.days_in(head)
    days = in_head or context.days_in(" ".join(parts))
    bare = cut(head, in_head.start, in_head.end) if in_head else head
    without_verb = _ARTICLE.sub("", _OPENING.sub("", bare)) or bare
    subject = _first_line(without_verb).rstrip(".!?") or "goal"
    kind = kind_of(subject)
    named = _first_line(_ARTICLE.sub("", _OPENING.sub("", head)))
    return Goal(
        text=given,
        title=_capital(_short(named or subject, 80)),
        subject=_short(subject, _LONGEST_SUBJECT),
        kind=kind,
        parts=_without(parts, excluded),
        excluded=excluded,
        language=language,
        day=_last_day(days, kind, now) if days else None,
        is_looking=bool(_LOOKING.match(plain)) and not parts,
    )


def is_goal(text: str, now: datetime) -> bool:
    """Whether a message is a goal rather than a task: it begins like one, and needs several tasks."""
    plain = without_courtesy(text.strip())
    if not _OPENING.match(plain) or plain.rstrip().endswith("?") or len(plain.split()) < 2:
        return False
    goal = read_goal(plain, now)
    return len(goal.parts) >= 2 or goal.kind.is_occasion


def _without(parts: tuple[str, ...], excluded: tuple[str, ...]) -> tuple[str, ...]:
    """All parts, if nothing would be left."""
    return tuple(part for part in parts if not any(matches(words, part) for words in excluded)) or parts


def _split(text: str, now: datetime, language: str) -> tuple[str, tuple[str, ...]]:
    """The text before the parts, and the parts: after a colon, in lines, or after "with"."""
    masked, quotes = mask(text)
    context = Context(now, quotes, language)
    for mark in (_COLON, _WITH):
        found = mark.search(masked)
        if found and 0 < found.start() <= _LONGEST_HEAD:
            parts = _parts(masked[found.end() :], context)
            if mark is _COLON or (len(parts) > 1 and not any(map(_PEOPLE[language].match, parts))):
                return context.plain(masked[: found.start()]), parts
    parts = _parts(masked, context)
    if len(parts) > 2 and all(begins_with_verb(part) for part in parts):
        return parts[0], parts
    return text, ()


def _parts(text: str, context: Context) -> tuple[str, ...]:
    items = split_items(text, context, one_task=False, many_tasks=True)
    bare = (_DETERMINER.sub("", tidy(context.plain(item)).rstrip(".!")) for item in items)
    parts = (_short(part, _LONGEST_PART) for part in bare)
    return tuple(dict.fromkeys(part for part in parts if part))[:MOST_PARTS]


def _last_day(days: DateRange, kind: GoalKind, now: datetime) -> date | None:
    """The last day: before the date of an event ("in June", "on Friday"), on the date of a deadline
    ("by")."""
    before = days.first - timedelta(days=1) if days.first else None
    if kind.is_occasion and before and before >= now.date():
        return before
    return max(days.last, now.date()) if days.last else None


def _first_line(text: str) -> str:
    """The first line with a visible character."""
    lines = map(tidy, text.splitlines())
    return next((line for line in lines if any(one.isprintable() and one != " " for one in line)), "")


def _short(text: str, limit: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[: limit - 1].rstrip()}…"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

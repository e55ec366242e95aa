"""Reads filters of tasks: "overdue", "#home", "due next week", "high priority tasks that are done"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from chatbot.formatting.request_dates import current_date_settings

from .commands import Filter, Priority, Span, Status
from .context import Context
from .english.words import WORDS
from .labels import HASHTAG, TAG_NAME, level_of
from .patterns import LIST, NOUN, cut, rx

_STATUSES: tuple[Status, ...] = ("overdue", "pending", "completed")
_STATUS_RULES = tuple((rx(rf"\b{WORDS.named(status)}\b"), status) for status in _STATUSES)
_EVERY_STATUS = rx(r"\b(?:all|total|altogether|every|whole|entire|everything|both\s+open\s+and\s+done)\b")
_TAGGED = rx(
    r"\b(?:(?:that\s+are\s+)?tagged(?:\s+(?:with|as))?|(?:with|in|under|from|for)\s+(?:the\s+)?(?:tag"
    r"|label|category)|tag|label)"
    rf"\s+#?(?P<tag>{TAG_NAME})\b"
)
_HASHTAG = rx(rf"(?:\b(?:in|with|under|for|from)\s+)?{HASHTAG}")
_PRIORITY = rx(
    r"\b(?:(?:with|of|at)\s+)?(?:an?\s+)?(?:(?:highest|high|top|medium|normal|lowest|low)[- ]priority"
    r"|(?:urgent|important|critical|unimportant)|priority\s+(?:high|medium|low))\b"
)
_POSSESSIVE = rx(r"(?<=\w)['’]s\b")
_UNDATED = rx(
    r"\b(?:without(?:\s+an?)?|(?:with|have|having)\s+no|no)\s+(?:due\s+(?:date|time)s?|deadlines?)\b"
    r"|\bundated\b"
)
_DUE = rx(r"\bdue\b")
_FILLER = rx(
    rf"\b(?:{NOUN}|{LIST}|stuff|the|my|our|me|i|we|you|of|on|in|for|to|do|does|did|have|has|had|got|get|are"
    r"|is|am|was|be|been|that|which|what|with|all|every"
    r"|whole|entire|total|altogether|overall|everything|anything|something|any|there|currently|right\s+now"
    r"|now|still|yet|already|due|by|please|list|so\s+far|and|a|an|"
    r"going|coming\s+up|upcoming|planned|scheduled|again|plate|agenda|them|it|need|needs|should|must"
    r"|marked|as|just|only|more|else|"
    r"at|the\s+moment|priority|tagged|happening|were|can|need\s+to|want|want\s+to)\b|['’]s\b|['’]ve\b"
    r"|[.,!?:;]"
)
NAMES_TASKS = rx(rf"\b(?:{NOUN}|{LIST}|everything|anything|agenda|plate)\b")


@dataclass(frozen=True)
class FilterReading:
    """A filter, the words that are not part of it ("" if none), and whether any word refers to tasks."""

    filter: Filter
    leftover: str
    is_meant: bool


def read_filter(text: str, context: Context, *, default: Status = "pending") -> FilterReading:
    """The filter in `text`; `default` is the status if the text names none."""
    found, rest = Filter(status=default), text
    rest, tag = _take_tag(rest)
    rest, priority = _take_priority(rest)
    rest, status = _take_status(rest)
    found = replace(found, tag=tag, priority=priority)
    found, rest, has_days = _take_days(found, rest, context, status)
    if status:
        found = replace(found, status=status)
    elif not (tag or priority or has_days) and _EVERY_STATUS.search(rest):
        found = replace(found, status="all")
    is_meant = bool(tag or priority or status or has_days or NAMES_TASKS.search(rest))
    leftover = cut(_FILLER.sub(" ", rest), 0, 0)
    return FilterReading(found, leftover, is_meant)


def _take_tag(text: str) -> tuple[str, str | None]:
    for pattern in (_HASHTAG, _TAGGED):
        match = pattern.search(text)
        if match:
            return cut(text, *match.span()), match["tag"]
    return text, None


def _take_priority(text: str) -> tuple[str, Priority | None]:
    match = _PRIORITY.search(text)
    if not match:
        return text, None
    words = rx(r"^(?:(?:with|of|at)\s+)?(?:an?\s+)?").sub("", match.group())
    return cut(text, *match.span()), level_of(words.replace("-", " "))


def _take_status(text: str) -> tuple[str, Status | None]:
    for pattern, status in _STATUS_RULES:
        match = pattern.search(text)
        if match:
            return cut(text, *match.span()), status
    return text, None


def _take_days(found: Filter, text: str, context: Context, status: Status | None) -> tuple[Filter, str, bool]:
    """Add the days on which tasks are due, or were completed: "what did I finish on Monday?"."""
    is_past = status == "completed" and not _DUE.search(text)
    match = _UNDATED.search(text)
    if match:
        return replace(found, undated=True), cut(text, *match.span()), True
    text = _POSSESSIVE.sub("", text)
    days = context.days_in(text, is_past=is_past)
    if days is None:
        return found, text, False
    named = (days.first, days.last)
    found = replace(found, hours=days.hours)
    if is_past:
        return replace(found, days=named, are_done_then=True), cut(text, days.start, days.end), True
    # The tools' "this week" begins today, so it would exclude all overdue tasks.
    has_word = status != "overdue" and days.hours is None
    span = _spans(context.now.date()).get(named) if has_word else None
    found = replace(found, due=span) if span else replace(found, days=named)
    return found, cut(text, days.start, days.end), True


def _spans(today: date) -> dict[tuple[date | None, date | None], Span]:
    """The periods that the tools have names for."""
    tomorrow = today + timedelta(days=1)
    first = today - timedelta(days=(today.weekday() - current_date_settings().week_start) % 7)
    week, most = timedelta(days=7), timedelta(days=6)
    return {
        (today, today): "today",
        (tomorrow, tomorrow): "tomorrow",
        (first, first + most): "this_week",
        (first + week, first + week + most): "next_week",
    }

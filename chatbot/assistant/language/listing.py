"""Questions about the list as a whole: showing, counting, and what is next."""

from __future__ import annotations

from chatbot.reading import Reason, Unread

from .commands import Command, Filter, Say, Show
from .context import Context
from .filters import NAMES_TASKS, read_filter
from .patterns import cut, rx
from .searching import read_details, read_search

_SHOW = rx(
    r"(?:show|list|display|view|see|print|give|tell|read(?:\s+out)?|get|check|look\s+at|open|make"
    r"|let\s+me\s+see|i\s+want\s+to\s+see)\b"
    r"(?:\s+me)?(?:\s+(?:an?|the)\s+(?:list|table|overview|summary)\s+of)?(?:\s+about)?\s*(?P<rest>.*)"
)
_QUESTION = rx(
    r"(?:(?:what|which)(?:['’]?s|\s+is|\s+are|\s+do|\s+does|\s+did|\s+have|\s+has|\s+should|\s+must"
    r"|\s+about|\s+will)?\b"
    r"|are\s+there|is\s+there|is|do\s+i|have\s+i|did\s+i|got|any|anything|am\s+i|where\s+are"
    r"|how\s+about)\s*(?P<rest>.*)"
)
_COUNT = rx(
    r"(?:tell\s+me\s+|show\s+me\s+)?(?:how\s+(?:many|much)|count|(?:the\s+)?(?:total\s+)?number\s+of"
    r"|what(?:['’]s|\s+is)\s+the\s+(?:number|count)\s+of)\b\s*(?P<rest>.*)"
)
_BARE_COUNT = rx(r"count|how\s+many")
_NEXT = rx(
    r"what(?:['’]?s|\s+is|\s+should\s+i\s+(?:do|work\s+on|start(?:\s+with)?|tackle)|\s+do\s+i\s+(?:do"
    r"|have\s+to\s+do)|\s+to\s+do|\s+comes)?"
    r"\s*(?:next|first|up\s+next|now|(?:my|the)\s+(?:next|top|most\s+(?:urgent|important))(?:\s+(?:task"
    r"|thing|one|priority))?|(?:my|the)\s+top\s+priority)"
    r"(?:\s+(?:on|in)\s+my\s+list|\s+to\s+do)?"
    r"|(?:what|which)(?:\s+(?:one|task|thing|of\s+(?:them|these|my\s+tasks)))?(?:['’]?s|\s+is)\s+(?:the\s+)?most\s+"
    r"(?:urgent|important|pressing)(?:\s+(?:one|task|thing))?"
    r"|(?:show\s+me\s+)?(?:my\s+)?next\s+task|what\s+should\s+i\s+(?:do|work\s+on)"
)
_MINE = rx(
    r"what(?:['’]?s|\s+is|\s+are)\s+(?:on\s+)?(?:my|the)\s+(?:list|plate|agenda|day|schedule|tasks|to-?dos"
    r"|plan)(?P<rest>.*)"
)
_PLAIN = rx(
    r"(?:show|list|display)(?:\s+me)?(?:\s+(?:all|everything|them|it))?|what.*\b(?:have|got|need|should"
    r"|must)\b.*\bdo\b.*"
)
_FINISHED = rx(
    r"\b(?:did\s+i|have\s+i|i\s+have|i['’]ve|i)\s+(?:already\s+)?(?:finish|complete|done|get\s+done"
    r"|accomplish|tick)"
)
_FINISHED_WORDS = rx(r"(?:finish|complete|accomplish|tick|ed|off|\s)+")
_DUE = rx(r"\bdue\b")
_DUE_TASKS = rx(rf"{_DUE.pattern}|{NAMES_TASKS.pattern}")
_FINISHED_ALL = rx(r"have\s+i\s+(?:finished|completed|done)\s+(?:it\s+all|everything|all.*)")


def read_listing(text: str, context: Context) -> Command | None:
    """The Show, Find or Details that `text` is, or None."""
    text = text.rstrip("?!. ")
    if _NEXT.fullmatch(text):
        return Show(Filter(), "next")
    return (
        _read_count(text, context)
        or _read_show(text, context)
        or _read_unclear_days(text, context)
        or read_details(text, context)
        or read_search(text, context)
        or _read_half(text, context)
    )


def _question_of(text: str) -> str | None:
    """What a question about due tasks asks for, without its first words."""
    trigger = _COUNT.fullmatch(text) or _SHOW.fullmatch(text) or _QUESTION.fullmatch(text)
    return trigger["rest"] if trigger and _DUE_TASKS.search(text) else None


def _read_unclear_days(text: str, context: Context) -> Command | None:
    """ "show tasks due this week before 9 am": nothing is listed that was not asked for."""
    rest = _question_of(text)
    days = context.range_in(rest) if rest else None
    if rest is None or not isinstance(days, Unread):
        return None
    left = read_filter(cut(rest, days.start, days.end), context).leftover
    if left:
        return None
    words = context.plain(rest[days.start : days.end])
    is_impossible = days.reason == Reason.IMPOSSIBLE
    return Say("not_listed", days.message if is_impossible else f"I don't understand “{words}”")


def _read_half(text: str, context: Context) -> Command | None:
    """ "what is due tomorrow after lunch?": the half that is understood, and which words are not."""
    rest = _question_of(text)
    found = read_filter(rest, context) if rest and _DUE.search(text) else None
    if found is None or not found.leftover:
        return None
    left_out = context.plain(found.leftover)
    if found.filter.due or found.filter.days:
        return Show(found.filter, "count" if _COUNT.fullmatch(text) else "list", left_out)
    return Say("not_listed", f"I don't understand “{left_out}”")


def _read_count(text: str, context: Context) -> Command | None:
    match = _COUNT.fullmatch(text)
    if not match:
        return None
    found = read_filter(match["rest"], context)
    if found.leftover or not (found.is_meant or _BARE_COUNT.fullmatch(text)):
        return None
    return Show(found.filter, "count")


def _read_show(text: str, context: Context) -> Command | None:
    if _FINISHED_ALL.fullmatch(text):
        return Show(Filter())
    trigger = _MINE.fullmatch(text) or _SHOW.fullmatch(text) or _QUESTION.fullmatch(text)
    asks_for_done = bool(_FINISHED.search(text))
    is_whole = not trigger or (asks_for_done and trigger.re is _QUESTION)
    found = read_filter(text if is_whole or not trigger else trigger["rest"], context)
    if found.leftover and not (asks_for_done and _FINISHED_WORDS.fullmatch(found.leftover)):
        return None
    if not trigger:
        is_bare_word = " " not in text and found.filter.status == "completed"
        return Show(found.filter) if found.is_meant and not is_bare_word else None
    is_plain = bool(_PLAIN.fullmatch(text) or _MINE.fullmatch(text))
    return Show(found.filter) if found.is_meant or is_plain else None

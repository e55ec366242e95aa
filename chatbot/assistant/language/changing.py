"""Requests to change a task's title, priority or description; due dates and tags are apart."""

from __future__ import annotations

import re

from chatbot.reading import Due

from .commands import Change, Changes, Command, Priority
from .context import Context
from .dues import read_due_change
from .labels import LEVEL, level_of
from .new_tasks import LONGEST_DESCRIPTION, LONGEST_TITLE
from .patterns import STATEMENT, rx, tidy
from .references import read_targets
from .tagging import read_tag_change

_TO = r"(?:\s+(?:to|into|as)\b|\s*(?:->|=>|→))\s*:?\s*"
_LEVEL_WORD = (
    rf"(?:an?\s+|the\s+)?(?P<value>{LEVEL.replace('?P<level>', '?:')}|important|unimportant|minor)"
    r"(?:[- ]priority)?"
)
_PRIORITY = (
    rx(
        r"(?:set|change|update|make|put|raise|lower|increase|decrease|adjust)\s+(?:the\s+)?priority\s+"
        rf"(?:of|for|on)\s+(?P<target>.+?){_TO}{_LEVEL_WORD}"
    ),
    rx(
        r"(?:set|change|update|make|raise|lower|increase|decrease)\s+(?P<target>.+?)"
        rf"(?:['’]s)?\s+priority{_TO}{_LEVEL_WORD}"
    ),
    rx(rf"(?:set|change|update|make|mark|flag|put|switch|move|give)\s+(?P<target>.+?){_TO}{_LEVEL_WORD}"),
    rx(rf"(?:make|mark|flag|set|give)\s+(?P<target>.+?)\s+{_LEVEL_WORD}"),
    rx(
        rf"{STATEMENT}(?P<target>.+?)(?:\s+(?:is|has|are)|['’]s)\s+(?:now\s+|very\s+|really\s+)*{_LEVEL_WORD}"
    ),
    rx(rf"(?P<target>(?:task\s+)?#?\d+)\s+(?:priority\s+)?{_LEVEL_WORD}"),
)
_NO_PRIORITY = rx(
    r"(?:remove|clear|reset|drop|unset)\s+(?:the\s+)?(?:high\s+|low\s+)?priority\s+(?:from|of|for|on)\s+"
    r"(?P<target>.+)"
)
_RAISE = rx(
    r"(?:prioriti[sz]e|raise\s+(?:the\s+)?priority\s+(?:of|for)|increase\s+(?:the\s+)?priority\s+(?:of|for)"
    r"|bump(?:\s+up)?|raise|increase)\s+(?P<target>.+?)(?:['’]s|(?<=its)|(?<=their))?(?:\s+(?:priority|importance))?"
    r"(?:\s+(?:up|a\s+(?:bit|notch)))?"
)
_LOWER = rx(
    r"(?:de-?prioriti[sz]e|lower\s+(?:the\s+)?priority\s+(?:of|for)|decrease\s+(?:the\s+)?priority\s+(?:of"
    r"|for)|lower|decrease|reduce)\s+(?P<target>.+?)(?:['’]s|(?<=its)|(?<=their))?(?:\s+(?:priority|importance))?"
)
_RELATIVE: tuple[tuple[re.Pattern[str], Priority], ...] = (
    (_RAISE, "high"),
    (_LOWER, "low"),
    (_NO_PRIORITY, "medium"),
)
_DESCRIPTION = rx(
    r"(?:set|change|update|edit|replace)\s+(?:the\s+)?(?:description|notes?|details?)\s+(?:of|for|on|in)\s+"
    r"(?P<target>.+?)"
    r"(?:\s+(?:to|with)\b|\s*:)\s*:?\s*(?P<value>.+)"
)
_ONE_TASK = r"(?:the\s+|my\s+)?(?:tasks?\s+)?#?\d+|it"
_NOTES = (
    rx(
        r"(?:add|put|write|attach)\s+(?:an?\s+|the\s+|this\s+)?(?:description|notes?|details?|comments?)\s+(?:to|on"
        r"|for|of)\s+"
        r"(?P<target>(?:task\s+)?#?\d+|it|.+?)(?:\s*:|\s+(?:that|saying)\b|\s+-)\s*(?P<value>.+)"
    ),
    rx(
        rf"(?:add|append|put|write)\s+(?P<value>.+?)\s+(?:to|in|into|on)\s+(?P<target>{_ONE_TASK})(?:['’]s)?\s+"
        r"(?:notes?|description|details?|comments?)"
    ),
    rx(
        r"(?:add|append|put|write)\s+(?P<value>.+?)\s+(?:to|in|into|on)\s+(?:the\s+)?"
        rf"(?:notes?|description|details?|comments?)\s+(?:of|for|on)\s+(?P<target>{_ONE_TASK})"
    ),
    rx(
        rf"(?:add|append|write)\s+(?:to|on|in)\s+(?P<target>{_ONE_TASK})(?:['’]s)?\s+(?:notes?|description|details?)\s*:"
        r"\s*(?P<value>.+)"
    ),
    rx(rf"comment\s+on\s+(?P<target>{_ONE_TASK})\s*:\s*(?P<value>.+)"),
    rx(r"(?:note|notes?\s+(?:on|for))\s+(?P<target>(?:task\s+)?#?\d+|it)\s*:\s*(?P<value>.+)"),
)
_TITLE = rx(
    r"(?P<verb>rename|retitle|change|update|edit|replace|call|modify|correct|reword|set)\s+(?:the\s+)?(?:"
    r"(?:title|name|text)\s+(?:of|for)\s+)?(?P<target>.+?)(?P<property>(?:['’]s)?\s+(?:title|name))?"
    rf"(?:{_TO}|\s+with\s+|\s*:\s+)(?P<value>.+)"
)
_CALL = rx(
    r"call\s+(?P<target>(?:tasks?\s+)?#?\d+|it)\s+(?P<value>.+)"
    r"|(?P<target2>(?:tasks?\s+)?#?\d+|it|.+\s+task)\s+(?:should|must)\s+be\s+(?:called|named|titled)\s+"
    r"(?P<value2>.+)"
)
_STATE = rx(r"(?:be\s+)?(?:not\s+)?(?:done|completed?|finished|open|pending|incomplete|undone)(?:\s+again)?")
_BARE = rx(
    r"(?P<verb>rename|retitle|change|update|edit|modify|replace)(?:\s+(?:the\s+)?(?:(?P<what>title|name)"
    r"(?:\s+of)?))?\b\s*(?P<target>.*)"
)


def read_change(text: str, context: Context) -> Command | None:
    """The Change that `text` is, or None."""
    return (
        read_tag_change(text, context)
        or read_due_change(text, context)
        or read_description(text, context)
        or _read_priority(text, context)
        or _read_title(text, context)
    )


def _read_priority(text: str, context: Context) -> Command | None:
    for pattern in _PRIORITY:
        match = pattern.fullmatch(text)
        level = level_of(match["value"]) if match else None
        if match and level:
            return _prioritised(match["target"], level, context)
    for pattern, new_level in _RELATIVE:
        match = pattern.fullmatch(text)
        if match:
            return _prioritised(match["target"], new_level, context)
    return None


def _prioritised(target: str, level: Priority, context: Context) -> Change:
    words = rx(r"\s+(?:to\s+(?:be\s+)?|as\s+)?(?:an?\s+)?$").sub("", target)
    return Change(read_targets(words, context), Changes(priority=level))


def read_description(text: str, context: Context) -> Command | None:
    """The Change of a description, or the note added to one, that `text` is; None for anything else."""
    match = _DESCRIPTION.fullmatch(text)
    if match:
        description = context.plain(match["value"])[:LONGEST_DESCRIPTION]
        return Change(read_targets(match["target"], context), Changes(description=description))
    for pattern in _NOTES:
        match = pattern.fullmatch(text)
        if match:
            note = context.plain(match["value"])[:LONGEST_DESCRIPTION]
            return Change(read_targets(match["target"], context), Changes(note=note))
    return None


def _read_title(text: str, context: Context) -> Command | None:
    match = _TITLE.fullmatch(text)
    if match and _STATE.fullmatch(match["value"]):
        return None
    if match and not (
        match["verb"].lower() in ("set", "call")
        and not match["property"]
        and not rx(r"(?:task\s+)?#?\d+|it").fullmatch(match["target"])
    ):
        target, value = match["target"], match["value"]
        is_title = (
            match["verb"].lower() in ("rename", "retitle", "call")
            or bool(match["property"])
            or bool(rx(r"\w+\s+(?:the\s+)?(?:title|name)\b").match(text))
        )
        return Change(read_targets(target, context), changed_to(value, context, is_title=is_title))
    match = _CALL.fullmatch(text)
    if match:
        target, value = (match[group] or match[f"{group}2"] for group in ("target", "value"))
        return Change(read_targets(target, context), changed_to(value, context, is_title=True))
    match = _BARE.fullmatch(text)
    if match:
        is_title = match["verb"].lower() in ("rename", "retitle") or bool(match["what"])
        return Change(
            read_targets(match["target"], context), Changes(missing="title" if is_title else "anything")
        )
    return None


def changed_to(text: str, context: Context, *, is_title: bool = False) -> Changes:
    """What "to …" means: "change task 2 to friday" is a due date, "rename task 2 to friday" is a title."""
    if not is_title:
        level, due = level_of(text), context.due_in(text)
        if isinstance(due, Due) and not level:
            level = level_of(tidy(text[: due.start]))
        if level or (isinstance(due, Due) and due.start == 0):
            return Changes(priority=level, due=due if isinstance(due, Due) else None)
    title = tidy(context.plain(rx(r"^(?:be\s+(?:called\s+)?|say\s+)").sub("", text)))
    return Changes(title=title[:LONGEST_TITLE]) if title else Changes(missing="title")

"""Requests to put tags on tasks and to take them off."""

from __future__ import annotations

from .commands import Change, Changes, Command
from .context import Context
from .labels import TAG_NAME, tag_names
from .patterns import rx
from .quoting import QUOTED
from .references import read_targets

_NAME = rf"(?:#?{TAG_NAME}|{QUOTED.pattern})"
_NAMES = rf"(?P<names>{_NAME}(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*|\s+(?=#)){_NAME})*)"
_HASHTAGS = rf"(?P<names>#{TAG_NAME}(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s+)#{TAG_NAME})*)"
_TAG = r"(?:tags?|labels?)"
_ADD = (
    rx(rf"(?:tag|label)\s+(?P<target>.+?)\s+(?:with|as|by)\s+(?:the\s+)?(?:{_TAG}\s+)?{_NAMES}"),
    rx(
        r"(?:tag|label)\s+(?P<target>(?:tasks?\s+)?#?\d+|it|this|that|them"
        rf"|{QUOTED.pattern})\s*:?\s+{_NAMES}"
    ),
    rx(
        rf"(?:add|put|give|set|attach|assign)\s+(?:an?\s+|the\s+)?{_TAG}\s+{_NAMES}\s+(?:to|on|onto|for)\s+"
        r"(?P<target>.+)"
    ),
    rx(
        rf"(?:add|put|give|set|attach|assign)\s+(?:the\s+)?{_NAMES}\s+{_TAG}\s+(?:to|on|onto)\s+"
        r"(?P<target>.+)"
    ),
    rx(rf"(?:add|put|attach|assign)\s+{_HASHTAGS}\s+(?:to|on|onto)\s+(?P<target>.+)"),
    rx(rf"(?:give|add\s+to)\s+(?P<target>.+?)\s+(?:the\s+|an?\s+)?{_TAG}\s+{_NAMES}"),
)
_REMOVE = (
    rx(
        rf"(?:remove|delete|drop|take|clear|strip|erase)\s+(?:the\s+)?{_TAG}\s+{_NAMES}\s+(?:from|off|of"
        r"|on)\s+(?P<target>.+)"
    ),
    rx(
        rf"(?:remove|delete|drop|take|clear|strip)\s+(?:the\s+)?{_NAMES}\s+{_TAG}\s+(?:from|off|of|on)\s+"
        r"(?P<target>.+)"
    ),
    rx(rf"(?:remove|delete|drop|take|clear|strip)\s+{_HASHTAGS}\s+(?:from|off|of)\s+(?P<target>.+)"),
    rx(rf"un-?(?:tag|label)\s+{_NAMES}\s+from\s+(?P<target>.+)"),
    rx(
        r"un-?(?:tag|label)\s+(?P<target>(?:tasks?\s+)?#?\d+|it|.+?)\s+(?:from\s+|as\s+"
        rf"|with\s+)?{_HASHTAGS}"
    ),
    rx(rf"un-?(?:tag|label)\s+(?P<target>(?:tasks?\s+)?#?\d+|it)\s+(?:from\s+|as\s+|with\s+)?{_NAMES}"),
)
_CLEAR = rx(
    r"(?:un-?(?:tag|label)|(?:remove|delete|clear|drop|strip)\s+(?:all\s+)?(?:of\s+)?(?:the\s+|its\s+)?"
    r"(?:tags|labels)\s+(?:from|of|on))\s+(?P<target>.+)"
)
_LIST = rx(r"(?:my|the)?\s*(?:\w+[- ]){0,2}lists?(?:\s+.*)?")


def read_tag_change(text: str, context: Context) -> Command | None:
    """The Change of tags that `text` is, or None."""
    for pattern in _ADD:
        match = pattern.fullmatch(text)
        if match and not _LIST.fullmatch(match["target"]):
            names = tag_names(context.plain(match["names"]).strip("\"'"))
            return Change(read_targets(match["target"], context), Changes(add_tags=names))
    for pattern in _REMOVE:
        match = pattern.fullmatch(text)
        if match and match["names"].lower() != "all" and not _LIST.fullmatch(match["target"]):
            names = tag_names(context.plain(match["names"]).strip("\"'"))
            return Change(read_targets(match["target"], context), Changes(remove_tags=names))
    match = _CLEAR.fullmatch(text)
    return Change(read_targets(match["target"], context), Changes(clear_tags=True)) if match else None

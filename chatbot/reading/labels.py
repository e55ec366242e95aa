"""Rules for priorities, tags and lists: "!high", "high priority", "#home", "tagged work", "list:x"."""

from __future__ import annotations

from .calendar import Context
from .grammar import Values, rules
from .result import Kind, Priority
from .values import Label

_MARKED: dict[str, Priority] = {"!!!": "high", "!1": "high", "!2": "medium", "!3": "low"}


def _bang(v: Values, context: Context) -> Label | None:
    """ "!high", "!1", "!!!"."""
    word = v["BANG"].casefold()
    level: Priority | None = _MARKED.get(word) or context.language.words["LEVEL"].get(word[1:])
    is_urgent = any(word[1:] in context.language.words[category] for category in ("URGENT", "IMPORTANT"))
    level = level or ("high" if is_urgent else None)
    return Label(Kind.PRIORITY, priority=level) if level else None


def _level(v: Values, _: Context) -> Label:
    return Label(Kind.PRIORITY, priority=v["LEVEL"], is_bare=True)


def _urgent(v: Values, _: Context) -> Label:
    return Label(Kind.PRIORITY, priority="high", is_bare="COLON" not in v, is_word="IMPORTANT" in v)


def _hashtag(v: Values, _: Context) -> Label:
    return Label(Kind.TAG, names=(v["HASHTAG"][1:],))


def _tagged(v: Values, c: Context) -> Label:
    name = v["HASHTAG"][1:] if "HASHTAG" in v else c.text[v["ANY"]]
    return Label(Kind.TAG, names=(name,), is_bare=True)


def _more_tags(v: Values, c: Context) -> Label | None:
    """ "tags a, b and c"."""
    label: Label = v["LABEL"]
    if label.kind != Kind.TAG or not label.is_bare:
        return None
    name = v["HASHTAG"][1:] if "HASHTAG" in v else c.text[v["ANY"]]
    return Label(Kind.TAG, (*label.names, name), is_bare=True)


def _listed(v: Values, c: Context) -> Label | None:
    """ "list:home", in one piece: "packing list: socks" is a title."""
    if v.starts["ANY"] != v.starts["COLON"] + 1:
        return None
    return Label(Kind.LIST, names=(c.text[v["ANY"]],), is_bare=True)


LABELS = rules(
    "LABEL",
    ("BANG", _bang),
    ("HASHTAG", _hashtag),
    ("WITH|AS? A? LEVEL DASH? PRIORITY", _level),
    ("AND? WITH? PRIORITY COLON? LEVEL", _level),
    ("URGENT|IMPORTANT COLON?", _urgent),
    ("TAGGED WITH|AS? COLON? ANY|HASHTAG", _tagged),
    ("WITH|AND THE|A? TAG COLON? ANY|HASHTAG", _tagged),
    ("TAG COLON ANY|HASHTAG", _tagged),
    ("LISTWORD COLON ANY", _listed),
)
MORE_LABELS = rules(
    "LABEL", ("LABEL COMMA AND? ANY|HASHTAG", _more_tags), ("LABEL AND ANY|HASHTAG", _more_tags)
)

"""Rules for priorities, tags and lists: "!high", "high priority", "#home", "tagged work", "list:x"."""

from __future__ import annotations

from .calendar import Context
from .grammar import Values, rules
from .result import Kind, Priority
from .values import Label

_MARKED: dict[str, Priority] = {"!!!": "high", "!1": "high", "!2": "medium", "!3": "low"}


def _bang(v: Values, context: Context) -> Label | None:
    """ "!high", "!1", "!!!"."""
    mark, words = v["BANG"].casefold(), context.language.words
    is_urgent = mark[1:] in words["URGENT"] or mark[1:] in words["IMPORTANT"]
    level = "high" if is_urgent else _MARKED.get(mark) or words["LEVEL"].get(mark[1:])
    return Label(Kind.PRIORITY, (level,)) if level else None


def _level(v: Values, _: Context) -> Label:
    return Label(Kind.PRIORITY, (v["LEVEL"],), is_bare=True)


def _urgent(v: Values, _: Context) -> Label:
    return Label(Kind.PRIORITY, ("high",), is_bare="COLON" not in v, is_word="IMPORTANT" in v)


def _hashtag(v: Values, _: Context) -> Label:
    return Label(Kind.TAG, (v["HASHTAG"][1:],))


def _tagged(v: Values, c: Context) -> Label | None:
    """ "tagged a", and "b" of "tagged a, b"."""
    before: Label = v.get("LABEL", Label(Kind.TAG, (), is_bare=True))
    name = v["HASHTAG"][1:] if "HASHTAG" in v else c.text[v["ANY"]]
    is_list = before.kind == Kind.TAG and before.is_bare
    return Label(Kind.TAG, (*before.names, name), is_bare=True) if is_list else None


def _listed(v: Values, c: Context) -> Label:
    """ "list:home", in one piece: "packing list: socks" is a title."""
    return Label(Kind.LIST, (c.text[v["ANY"]],), is_bare=True)


def _estimate(v: Values, _: Context) -> Label | None:
    """ "~30 min", "~2h"."""
    quantity = v["QTY"]
    is_short = quantity.minutes and not (quantity.days or quantity.months or quantity.problem)
    return Label(Kind.ESTIMATE, (str(quantity.minutes),)) if is_short else None


LABELS = rules(
    "LABEL",
    ("BANG", _bang),
    ("HASHTAG", _hashtag),
    ("WITH|AS? A? LEVEL DASH? PRIORITY; AND? WITH? PRIORITY COLON? LEVEL", _level),
    ("URGENT|IMPORTANT COLON?", _urgent),
    ("TAGGED WITH|AS? COLON? ANY|HASHTAG; WITH|AND THE|A? TAG COLON? ANY|HASHTAG", _tagged),
    ("TAG COLON ANY|HASHTAG", _tagged),
    ("TILDE +QTY", _estimate),
    ("LISTWORD COLON +ANY", _listed),
)
MORE_LABELS = rules("LABEL", ("LABEL COMMA AND? ANY|HASHTAG", _tagged), ("LABEL AND ANY|HASHTAG", _tagged))

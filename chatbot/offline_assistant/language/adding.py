"""Requests to add tasks: "add milk and eggs", "remind me to call mum at 5", "new urgent task: pay rent"."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from chatbot.reading import Kind

from .commands import Add, Command, Mentioned, NewTask, Numbers
from .context import Context
from .labels import level_of
from .new_tasks import merged, read_new_task, share_last_labels
from .patterns import LIST, NUMBER_WORD, rx, tidy
from .references import read_targets
from .splitting import MOST_READ, split_items
from .templates import Slots

_TASK = (
    r"(?:tasks?|to[- ]?dos?|todo\s+items?"
    r"|(?:items?|reminders?|entry|entries)(?=\s*(?::|$)|\s+(?:called|named|titled|to)\b))"
)
_COUNT = (
    r"(?:an?|another|one(?:\s+more)?|the\s+following|following|the|these|this|some|new|more"
    rf"|{NUMBER_WORD}|\d{{1,2}})"
)
_LINK = r"(?:called|named|titled|that\s+says|saying|which\s+says|for\s+me(?:\s+to)?|to|for|about|:|-|–|—)"
_HEADER = rx(
    rf"(?P<lead>(?:{_COUNT}\s+)*(?P<adjective>(?:[\w!][\w!-]*\s+){{0,2}}?)(?P<noun>{_TASK}))(?=\s|:|$"
    r"|[.!?,;–—-])"
    rf"(?:\s+(?:to|on|in)\s+(?:my|the)\s+(?:{LIST}))?\s*(?P<link>(?:{_LINK}(?=\s|$|:|[\ue000-\uf8ff])\s*)*)"
)
_ON_LIST = rx(
    rf"\s*,?\s+(?:(?:to|on|onto|in|into)\s+(?:my|the|our)\s+(?:{LIST}|tasks|to-?dos)|(?:in)?to\s+(?:my|the)\s+inbox|as\s+(?:an?\s+)?"
    r"(?:new\s+)?tasks?|to\s+(?:the|my)\s+day)(?=\s|$|[.,;!])"
)
_TO_LIST = rx(rf"^(?:to|on)\s+(?:my|the)\s+(?:{LIST}|tasks|inbox)\s*:?\s*")
_LABELS_COLON = rx(r"(?P<labels>[^:\n\ue000-\uf8ff]{1,60}):\s+(?=\S)")
_EACH = rx(
    r"(?:,\s*|\s+)(?:(?:and\s+)?both|beides?)(?:\s+(?:are\s+)?due)?\s*$"
    r"|,\s*(?:(?:and\s+)?all(?:\s+of\s+(?:them|it))?|each|alle[s]?|jeweils)(?:\s+(?:are\s+)?due)?\s*$"
)
_MOST = 1_000
_MOST_OF_HEADER = 3_000
_NAMES_NO_TASK = rx(r"(?:it|that|this|them|one|something|some)?")


def add(slots: Slots, context: Context) -> Command:
    return _add(slots["x"], context)


def add_task(slots: Slots, context: Context) -> Command | None:
    """Verbs that are not only used for tasks: "put milk on my list", "make a task: call mum"."""
    body = slots["x"]
    on_list = _ON_LIST.search(body)
    if on_list and _are_there(body[: on_list.start()], body[on_list.end() :], context):
        return None
    has_list = on_list or context.lists_in(body)
    return _add(body, context) if has_list or _HEADER.match(body) else None


def _are_there(words: str, after: str, context: Context) -> bool:
    """Whether these are tasks that there are: "#4" on the list, "it" on the list Garden."""
    targets = read_targets(words, context)
    kinds = (Numbers, Mentioned) if after.strip(" .!") else Numbers
    return bool(targets) and all(isinstance(target, kinds) for target in targets)


def remind(slots: Slots, context: Context) -> Command:
    return _add(slots["x"], context, wants_reminder=True)


def add_dated(slots: Slots, context: Context) -> Command | None:
    """ "I've got a dentist appointment on friday"; None without a date."""
    return _add(slots["x"], context) if context.read(slots["x"]).due else None


def _add(body: str, context: Context, *, wants_reminder: bool = False) -> Add:
    body, place = _take_place(body, context)
    body, is_of_all = _take_each(_TO_LIST.sub("", body), context)
    header = _read_header(body, context)
    items = split_items(header.rest, context, one_task=header.one_task, many_tasks=header.many_tasks)
    tasks = [read_new_task(item, context) for item in items[:MOST_READ]]
    tasks += [NewTask(item) for item in items[MOST_READ:]]  # more than can be added in one message
    if wants_reminder:
        tasks = [replace(task, reminders=task.reminders or (0,)) if task.due else task for task in tasks]
    shared = share_last_labels(tasks, is_said=is_of_all)
    defaults = merged(header.defaults, NewTask("", list=place))
    titled = [task for task in shared if not _NAMES_NO_TASK.fullmatch(task.title)]
    return Add(
        tuple(merged(task, defaults) for task in titled or [replace(tasks[0], title="")]),
        wants_reminder=wants_reminder,
    )


def _take_place(body: str, context: Context) -> tuple[str, str | None]:
    """The text without the list with which it begins, "to the work list: milk", and that list."""
    for (start, end), name in context.lists_in(body).items():
        if start == 0:
            return body[end:].lstrip(" :"), name
    return body, None


def _without_list(text: str, context: Context) -> str:
    """The text without "to my list", where that is none of the person's lists."""
    named = context.lists_in(text)
    for match in _ON_LIST.finditer(text, 0, _MOST_OF_HEADER):
        if not any(start < match.end() and end > match.start() for start, end in named):
            return f"{text[: match.start()]} {text[match.end() :]}"
    return text


def _take_each(body: str, context: Context) -> tuple[str, bool]:
    """The text without the "both" of "both by Thursday", and whether it has one."""
    due = next((span for span in context.read(body[:_MOST]).spans if span.kind == Kind.DUE), None)
    found = _EACH.search(body[: due.start]) if due else None
    return (f"{body[: found.start()]} {body[found.end() :]}", True) if found else (body, False)


@dataclass(frozen=True)
class _Header:
    """What "two urgent tasks for tomorrow:" says about the items after it."""

    rest: str
    one_task: bool = False
    many_tasks: bool = False
    defaults: NewTask = field(default=NewTask(""))


def _read_header(body: str, context: Context) -> _Header:
    match = _HEADER.match(body)
    adjective = tidy(rx(r"\bnew\b").sub("", match["adjective"])) if match else ""
    level = level_of(adjective)
    labels = NewTask("", priority=level) if level else read_new_task(adjective, context)
    if not match or labels.title:
        return _Header(_without_list(body, context))
    end, place = match.end(), None
    for (begin, last), name in context.lists_in(body).items():
        if begin < end:
            end, place = max(end, last), name
    rest = body[end:].lstrip(" :")
    colon = _LABELS_COLON.match(rest)
    before_colon = read_new_task(colon["labels"], context) if colon else labels
    if colon and not before_colon.title:
        labels, rest = merged(labels, before_colon), rest[colon.end() :]
    rest = _without_list(rest, context)
    is_plural = match["noun"].lower().endswith("s")
    defaults = merged(labels, NewTask("", list=place))
    return _Header(rest, one_task=not is_plural, many_tasks=is_plural, defaults=defaults)

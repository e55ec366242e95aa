"""Parses one item into a task: its title, and the due date, priority, tags and description around it."""

from __future__ import annotations

from dataclasses import replace

from chatbot.reading import not_stored, start_of

from .commands import NewTask
from .context import Context
from .patterns import rx, tidy
from .quoting import QUOTED
from .verbs import begins_with_verb

LONGEST_TITLE = 255
LONGEST_DESCRIPTION = 2000
_LABEL_ROOM = 600
_DESCRIPTION = rx(
    r"(?:^|[\s,;(.–—-])(?:with\s+(?:the\s+|a\s+)?)?(?:notes?|description|details?|desc)\s*[:=]\s*"
    r"(?P<text>.+)$"
    r"|\s+(?:with\s+(?:the\s+|a\s+)?(?:note|description)|described\s+as)\s+(?:that\s+|saying\s+)?"
    r"(?P<text2>.+)$"
)
_COLON = rx(r"(?<=\w):\s+(?P<text>(?:\S+\s+){2,}\S.*)$")
_TITLE_DIRT = rx(r"^(?:to|that|called|named|titled|a\s+task\s+to)\s+(?=\S)")


def read_new_task(text: str, context: Context) -> NewTask:
    """The task of one item; its title is "" if the item is only a date, a priority or tags."""
    description, text = _take_description(text, context)
    if len(text) > _LABEL_ROOM:
        return _fitted(NewTask(tidy(context.plain(text)), description))
    found = context.read(text)
    lost = not_stored(found)
    quoted = QUOTED.findall(found.title)
    title = (
        context.plain(quoted[0])
        if _is_a_quoted_title(found.title)
        else tidy(context.plain(_TITLE_DIRT.sub("", found.title)))
    )
    return _fitted(
        NewTask(
            title,
            # Words without a field of their own are kept.
            description or (context.plain(text) if lost else None),
            found.priority,
            found.due,
            found.tags,
            found.repeat,
            () if found.notice is None else (found.notice,),
            context.list_called(found.list_name) if found.list_name and found.is_list_known else None,
            start=start_of(found),
            estimate=found.estimate,
            unread=tuple(one.message for one in found.unread),
            notes=lost,
        )
    )


def merged(task: NewTask, defaults: NewTask) -> NewTask:
    """`task`, with the fields that only `defaults` has."""
    return NewTask(
        title=task.title or defaults.title,
        description=task.description or defaults.description,
        priority=task.priority or defaults.priority,
        due=task.due or defaults.due,
        tags=tuple(dict.fromkeys(task.tags + defaults.tags)),
        repeat=task.repeat or defaults.repeat,
        reminders=task.reminders or defaults.reminders,
        list=task.list or defaults.list,
        start=task.start or defaults.start,
        estimate=task.estimate or defaults.estimate,
        unread=task.unread,
        notes=tuple(dict.fromkeys(task.notes + defaults.notes)),
    )


def share_last_labels(tasks: list[NewTask], *, is_said: bool = False) -> list[NewTask]:
    """ "milk and eggs tomorrow #shop": apply the labels of the last task to all.

    If one of them is a sentence, "buy bread and write the report by Thursday", they are those of the last
    only, unless the person said that they are of both.
    """
    *others, last = tasks
    if not others or not (is_said or not any(begins_with_verb(task.title) for task in tasks)):
        return tasks
    if any(
        task.due or task.start or task.repeat or task.priority or task.tags or task.list for task in others
    ):
        return tasks
    labels = replace(last, title="", description=None)
    return [merged(task, labels) for task in others] + [last]


def _is_a_quoted_title(text: str) -> bool:
    """Whether the text is only a quotation, apart from small words ("called ", ":")."""
    around = QUOTED.sub(" ", text, count=1)
    return bool(QUOTED.search(text)) and not tidy(
        rx(r"\b(?:called|named|titled|a|task|to|do|the)\b|[.!:]").sub("", around)
    )


def _take_description(text: str, context: Context) -> tuple[str | None, str]:
    match = _DESCRIPTION.search(text) or _COLON.search(text)
    if not match or not tidy(text[: match.start()]):
        return None, text
    words = match.groupdict().get("text") or match.groupdict().get("text2") or ""
    description = context.plain(words).strip()[:LONGEST_DESCRIPTION]
    return description or None, text[: match.start()]


def _fitted(task: NewTask) -> NewTask:
    """Shorten a title that is too long, ending in "…", and move the whole of it to the description."""
    if len(task.title) <= LONGEST_TITLE:
        return task
    short = task.title[: LONGEST_TITLE - 1]
    short = short.rsplit(" ", 1)[0] if " " in short[-60:] else short
    return replace(
        task, title=f"{short}…", description=(task.description or task.title)[:LONGEST_DESCRIPTION]
    )

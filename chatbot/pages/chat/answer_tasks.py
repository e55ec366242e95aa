"""The tasks that an answer is about, as rows: in place of the lists in its text, or below it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from chatbot.domain.markdown import render_parts
from chatbot.models import Run, Task, ToolCall
from chatbot.pages.chat.context import ConversationContext
from chatbot.pages.chat.named_tasks import NamedTask, mentioned_in, read_item, tasks_in
from chatbot.pages.chat.plan_cards import PlanCard, plan_cards
from chatbot.pages.tasks.rows import TaskRow, answer_row, deleted_row

ROWS_SHOWN = 6  # of a list; the others are fetched when a person asks for them


@dataclass(frozen=True, slots=True)
class TaskList:
    """The first rows of a list, or all of them; `count` is of all."""

    rows: tuple[TaskRow, ...]
    count: int

    @property
    def has_more(self) -> bool:
        return len(self.rows) < self.count


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an answer: text, a list of tasks, or a plan."""

    html: str = ""
    tasks: TaskList | None = None
    plan: PlanCard | None = None


def tasks_about(runs: Sequence[Run]) -> dict[UUID, Task]:
    """The tasks that the runs have shown to the model, or changed, as they are now."""
    calls = [call for run in runs for call in run.tool_calls.all()]
    ids = {task.id for call in calls for task in tasks_in(call)}
    ids |= {change.task_id for call in calls for change in call.changes.all()}
    if not ids:
        return {}
    owners = {run.owner_id for run in runs}
    return Task.objects.filter(owner__in=owners).whole().in_bulk(ids)


def answer_parts(
    text: str, calls: Iterable[ToolCall], context: ConversationContext, key: str, position: int
) -> tuple[Part, ...]:
    """The text with rows in place of lists that only repeat what rows show; else with the tasks below it.

    `calls` are those that the answer knows of. Ids of its elements begin with `key`. `position` is that of
    the person's message.
    """
    standing = [call for call in calls if call.status == ToolCall.Status.DONE and call.undone_at is None]
    named = {task.id: task for call in standing for task in tasks_in(call)}
    shown = {task.number: task for task in named.values()}
    lists = _Lists(context, key, None if context.shows_all(position) else ROWS_SHOWN)
    parts = [
        Part(tasks=lists.of(part)) if isinstance(part, list) else Part(part)
        for part in render_parts(text, lambda item: read_item(item, shown))
    ]
    if not any(part.tasks for part in parts):
        about = list(_changed(standing, named, context)) or mentioned_in(text, shown.values())
        parts += [Part(tasks=lists.of(about))] if about else []
    return (*parts, *(Part(plan=card) for card in plan_cards(standing, context)))


def _changed(
    calls: Iterable[ToolCall], named: Mapping[UUID, NamedTask], context: ConversationContext
) -> Iterator[NamedTask]:
    """The tasks that the calls have changed, each once, without those that they have deleted."""
    changes = {change.task_id: change for call in calls for change in call.changes.all()}
    for pk, change in changes.items():
        if task := context.tasks.get(pk):
            yield NamedTask(task.pk, task.number, task.title)
        elif pk in named and not getattr(change, "is_deletion", False):
            yield named[pk]


@dataclass
class _Lists:
    """Makes the lists of one answer. An element of a row has an id with the row's index."""

    context: ConversationContext
    key: str
    most: int | None
    indexes: Iterator[int] = field(default_factory=itertools.count)

    def of(self, tasks: Sequence[NamedTask]) -> TaskList:
        return TaskList(tuple(map(self._row, tasks[: self.most])), len(tasks))

    def _row(self, named: NamedTask) -> TaskRow:
        place = f"{self.key}-{next(self.indexes)}"
        task = self.context.tasks.get(named.id)
        if task is None:
            return deleted_row(named.id, named.number, named.title)
        return answer_row(task, place, self.context.dates, self.context.now)

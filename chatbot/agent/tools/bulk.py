"""Tools over many tasks: in steps, each committed and shown, that go on where they were after a crash."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from chatbot.domain import tasks
from chatbot.domain.approvals import Proposal
from chatbot.domain.tasks import clean_tag
from chatbot.domain.tool_calls import Outcome, Progress, SoFar
from chatbot.models import Task, User
from chatbot.models.task import TaskQuerySet

from . import texts
from .deletion import approved, deletion
from .list_tasks import with_status
from .tool import Arguments, Tool

STEP = 40


class CompleteAll(Arguments):
    tag: str | None
    priority: Literal["low", "medium", "high"] | None


class DeleteAll(Arguments):
    status: Literal["all", "pending", "completed"]


class DeleteTasks(Arguments):
    numbers: list[int]


def complete_all_tasks(owner: User, arguments: CompleteAll, so_far: SoFar) -> Outcome | Progress:
    pending = Task.objects.of(owner).pending()
    if arguments.tag:
        pending = pending.tagged(clean_tag(arguments.tag))
    if arguments.priority:
        pending = pending.filter(priority=arguments.priority)
    return _step(owner, pending, so_far.part, tasks.complete_all, texts.all_completed)


def delete_all_tasks(owner: User, arguments: DeleteAll, so_far: SoFar) -> Outcome | Progress:
    doomed = approved(with_status(Task.objects.of(owner), arguments.status), so_far)
    return _step(owner, doomed, so_far.part, tasks.delete_all, texts.all_deleted)


def delete_tasks(owner: User, arguments: DeleteTasks, so_far: SoFar) -> Outcome | Progress:
    doomed = approved(Task.objects.of(owner).filter(number__in=arguments.numbers), so_far)
    return _step(owner, doomed, so_far.part, tasks.delete_all, texts.all_deleted)


def propose_all(owner: User, arguments: DeleteAll, earlier: int) -> Proposal | None:
    return deletion(list(with_status(Task.objects.of(owner), arguments.status)), DeleteAll)


def propose_these(owner: User, arguments: DeleteTasks, earlier: int) -> Proposal | None:
    return deletion(list(Task.objects.of(owner).filter(number__in=arguments.numbers)), DeleteTasks)


def _step(
    owner: User,
    remaining: TaskQuerySet,
    done: int,
    verb: Callable[[User, TaskQuerySet], int],
    text: Callable[[int], str],
) -> Outcome | Progress:
    total = done + remaining.count()
    numbers = list(remaining.order_by("number").values_list("number", flat=True)[:STEP])
    done += verb(owner, Task.objects.of(owner).filter(number__in=numbers))
    if done < total:
        return Progress(done, total, texts.checked(done, total))
    return Outcome({"count": done}, text(done), count=done)


COMPLETE_ALL = Tool(
    "complete_all_tasks",
    "Mark all pending tasks as done, or those with a tag or priority.",
    CompleteAll,
    complete_all_tasks,
)
DELETE_ALL = Tool(
    "delete_all_tasks",
    "Delete all tasks of a status. The user is shown them, and approves or declines.",
    DeleteAll,
    delete_all_tasks,
    approval=propose_all,
)
DELETE_THESE = Tool(
    "delete_tasks",
    "Delete several tasks at once, by number. The user is shown them, and approves or declines.",
    DeleteTasks,
    delete_tasks,
    approval=propose_these,
)

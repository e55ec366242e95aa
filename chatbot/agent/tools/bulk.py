"""Tools over many tasks: in steps, each committed and shown, that go on where they were after a crash."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal

from pydantic import Field

from chatbot.domain import tasks
from chatbot.domain.approvals import Proposal
from chatbot.domain.tasks import clean_tag
from chatbot.domain.tool_calls import Outcome, Progress, SoFar
from chatbot.models import Task, User
from chatbot.models.task import TaskQuerySet

from . import texts
from .changing import becoming
from .deletion import approved, deletion
from .fields import Level, Numbers
from .filters import with_status
from .large_changes import large_change
from .tool import Arguments, Earlier, Tool

STEP = 40


class CompleteAll(Arguments):
    tag: Annotated[str | None, Field(description="Only those with this tag.")] = None
    priority: Annotated[Level | None, Field(description="Only those of this priority.")] = None
    numbers: Numbers = None


class DeleteAll(Arguments):
    status: Annotated[
        Literal["all", "pending", "completed"],
        Field(description="Which ones: all, pending (open) or completed."),
    ]


class DeleteTasks(Arguments):
    numbers: Annotated[list[int], Field(description="The numbers of the tasks to delete.")]


def complete_all_tasks(owner: User, arguments: CompleteAll, so_far: SoFar) -> Outcome | Progress:
    pending = approved(_pending(owner, arguments), so_far)
    return _step(owner, pending, so_far.part, tasks.complete_all, texts.all_completed)


def delete_all_tasks(owner: User, arguments: DeleteAll, so_far: SoFar) -> Outcome | Progress:
    doomed = approved(with_status(Task.objects.of(owner), arguments.status), so_far)
    return _step(owner, doomed, so_far.part, tasks.delete_all, texts.all_deleted)


def delete_tasks(owner: User, arguments: DeleteTasks, so_far: SoFar) -> Outcome | Progress:
    doomed = approved(Task.objects.of(owner).filter(number__in=arguments.numbers), so_far)
    return _step(owner, doomed, so_far.part, tasks.delete_all, texts.all_deleted)


def propose_completing(owner: User, arguments: CompleteAll, earlier: Earlier) -> Proposal | None:
    changes = [becoming(task, {}, completed=True) for task in _pending(owner, arguments)]
    given = arguments.model_dump(mode="json", exclude_unset=True, exclude_none=True)
    return large_change(owner, changes, earlier, texts.complete_question(len(changes)), given)


def propose_all(owner: User, arguments: DeleteAll, earlier: Earlier) -> Proposal | None:
    return deletion(list(with_status(Task.objects.of(owner), arguments.status)), DeleteAll)


def propose_these(owner: User, arguments: DeleteTasks, earlier: Earlier) -> Proposal | None:
    return deletion(list(Task.objects.of(owner).filter(number__in=arguments.numbers)), DeleteTasks)


def _pending(owner: User, arguments: CompleteAll) -> TaskQuerySet:
    pending = Task.objects.of(owner).pending()
    if arguments.numbers is not None:
        pending = pending.filter(number__in=arguments.numbers)
    if arguments.tag:
        pending = pending.tagged(clean_tag(arguments.tag))
    return pending.filter(priority=arguments.priority) if arguments.priority else pending


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
    "Mark all open tasks as done, or those with a tag, a priority or these numbers. A large change is "
    "shown to the user first, who approves or declines.",
    CompleteAll,
    complete_all_tasks,
    approval=propose_completing,
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

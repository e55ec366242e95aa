"""Change many tasks in batches. Each is committed with its progress; after a crash, the next one follows."""

from __future__ import annotations

from collections.abc import Callable

from chatbot.domain.events import ToolOutput
from chatbot.domain.journal.tool_calls import Outcome, Progress
from chatbot.models import Task, User
from chatbot.models.task import TaskQuerySet

from .lines import checked

SIZE = 40


class Counted(ToolOutput):
    count: int


def in_batches(
    owner: User,
    remaining: TaskQuerySet,
    done: int,
    verb: Callable[[User, TaskQuerySet], int],
    line: Callable[[int], str],
) -> Outcome | Progress:
    numbers = list(remaining.order_by("number").values_list("number", flat=True)[:SIZE])
    done += verb(owner, Task.objects.of(owner).filter(number__in=numbers))
    if left := remaining.count():  # less than before by more than the numbers, if they have subtasks
        return Progress(done, done + left, checked(done, done + left))
    return Outcome(Counted(count=done), line(done), count=done)

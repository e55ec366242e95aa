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
    total = done + remaining.count()
    numbers = list(remaining.order_by("number").values_list("number", flat=True)[:SIZE])
    done += verb(owner, Task.objects.of(owner).filter(number__in=numbers))
    if done < total:
        return Progress(done, total, checked(done, total))
    return Outcome(Counted(count=done), line(done), count=done)

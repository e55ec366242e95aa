from __future__ import annotations

from django.utils.translation import gettext_noop, ngettext

from chatbot.domain.errors import NotFound
from chatbot.domain.events import ToolOutput
from chatbot.domain.journal.tool_calls import Outcome, SoFar
from chatbot.domain.tasks.undo import undo_last
from chatbot.domain.tasks.undo_outcomes import Effect
from chatbot.models import User

from .common.shown import NamedTask
from .tool import Arguments, Tool


class UndoLast(Arguments):
    pass


class UndoneTask(NamedTask):
    now: Effect


class AllUndone(ToolOutput):
    undone: list[UndoneTask]
    count: int


def effect(owner: User, arguments: UndoLast, so_far: SoFar) -> Outcome:
    if so_far.run is None:
        raise NotFound("There is no conversation here to undo anything in.")
    undone = undo_last(owner, so_far.run.conversation_id, by_run=so_far.run.pk)
    tasks = [UndoneTask(number=one.number, title=one.title, now=one.effect) for one in undone]
    return Outcome(AllUndone(undone=tasks, count=len(tasks)), _undone(len(tasks)), count=len(tasks))


def _undone(count: int) -> str:
    return ngettext("Undid the changes of %(count)d task", "Undid the changes of %(count)d tasks", count) % {
        "count": count
    }


TOOL = Tool(
    "undo_last",
    "Undo what your last answer that changed tasks did: all of it, or nothing if a task was changed since. "
    "Only where the user asks for it. Called again, it undoes the answer before that.",
    UndoLast,
    effect,
    output=AllUndone,
    starting=gettext_noop("Undoing the last changes..."),
    message=lambda call, dates: _undone(call.count or 0),
)

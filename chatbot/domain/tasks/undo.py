"""Undo changes of tasks: a single one, or all that a tool call or a run has made, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from chatbot.domain.errors import Conflict, NotFound
from chatbot.domain.events import ToolUndone
from chatbot.domain.journal.tool_calls import ids_of
from chatbot.domain.publish import publish
from chatbot.domain.runs.lineage import lineage
from chatbot.domain.tasks.changes import (
    State,
    clear_gone_lists,
    is_as,
    recorded,
    recorded_apart,
    snapshot,
    state_of,
    title_of,
    undone,
)
from chatbot.domain.tasks.restoring import locked_tasks, restore
from chatbot.domain.tasks.undo_outcomes import Undone, outcomes
from chatbot.models import Change, Conversation, Run, TaskList, ToolCall, User
from chatbot.models.journal import ToolCallQuerySet
from chatbot.models.now import Now
from chatbot.models.task_list import TaskListQuerySet


@transaction.atomic
@recorded()
def undo_change(owner: User, change_id: int) -> None:
    """Restore a task to what it was before a change.

    What the same command did to its subtasks with it, and to the next one of its series, is undone, too,
    unless they were changed since. Raises `NotFound`, and `Conflict` if the task was changed since, or while
    the run that made the change is active.
    """
    kept = Change.objects.of(owner).kept().select_related("tool_call__run")
    change = kept.filter(pk=change_id).first()
    if change is None:
        raise NotFound(_("There is no such change."))
    call = change.tool_call
    if call is not None:
        _lock(call.run)
    Change.objects.select_for_update().filter(pk=change.pk).exists()  # so that a task is restored once
    also = _with_it(change)
    _take_back(owner, [change], also)
    mark_undone(owner, [change, *also])


@transaction.atomic
@recorded()
def restore_deleted(owner: User, deletions: Sequence[Change]) -> Sequence[Change]:
    """Restore tasks from the trash, with few statements; returns their deletions, and those of subtasks.

    Within a tool it is a change of its call, which can be undone. As in `undo_last`, the conversations are
    not locked. Raises `Conflict` if one is restored already, or while the run that deleted it is active.
    """
    ids = [deletion.pk for deletion in deletions]
    locked = Change.objects.select_for_update(of=("self",))  # so that each is restored once
    changes = list(locked.select_related("tool_call__run").filter(pk__in=ids).order_by("pk"))
    for run in {change.tool_call.run for change in changes if change.tool_call}:
        _refuse_active(run)
    with_them = Change.objects.of(owner).filter(
        command_id__in={change.command_id for change in changes},
        after__isnull=True,
        before__parent__in=[str(change.task_id) for change in changes],
    )
    below = list(with_them.exclude(pk__in=ids).select_related("tool_call__run"))
    _take_back(owner, changes, below)
    return [*changes, *below]


def mark_undone(owner: User, changes: Sequence[Change]) -> None:
    """Mark and report the calls as undone of which these are all changes."""
    calls = {change.tool_call for change in changes if change.tool_call and not change.tool_call.undone_at}
    ids = {change.pk for change in changes}
    made = Change.objects.filter(tool_call__in=calls).exclude(pk__in=ids).values_list("tool_call", flat=True)
    partly = set(made) if calls else set()
    whole = [call.pk for call in calls if call.pk not in partly]
    if whole:
        ToolCall.objects.filter(pk__in=whole).update(undone_at=Now())
        publish(owner.pk, *_undone_events(change for change in changes if change.tool_call_id in whole))


@transaction.atomic
@recorded()
def undo_command(owner: User, command_id: UUID) -> int:
    """Restore all tasks that a command of the person changed, or none; returns how many.

    The next ones of series, which it added, stay if they were changed since. Raises `NotFound`, and
    `Conflict` if another task was changed since. What a run has done is undone with the run, or by its calls.
    """
    made = Change.objects.of(owner).kept().filter(command_id=command_id, tool_call=None)
    changes = list(made.select_for_update().order_by("-pk"))  # locked, so that a task is restored once
    if not changes:
        raise NotFound(_("There is no such change."))
    ids = {str(change.task_id) for change in changes}
    added = [change for change in changes if change.before is None]
    later = {str(change.task_id) for change in added if state_of(change).get("follows") in ids}
    next_ones = [
        change
        for change in added
        if not later.isdisjoint({str(change.task_id), state_of(change).get("parent")})
    ]
    return _take_back(owner, [change for change in changes if change not in next_ones], next_ones)


def _take_back(owner: User, changes: Sequence[Change], optional: Sequence[Change]) -> int:
    """Restore the tasks to what they were before the changes, the newest first; returns how many.

    Those of `optional` changes only if nothing else has changed them since.
    """
    every = [*changes, *optional]
    present = locked_tasks(owner, {change.task_id for change in every})
    states: dict[UUID, State] = {pk: snapshot(task) for pk, task in present.items()}
    clear_gone_lists(every, _locked_lists(owner))
    rewound = _rewound(changes, states)
    for each in optional:
        if is_as(now := states.get(each.task_id), each.after):
            rewound[each.task_id] = undone(each, now)
    restore(owner, {pk: task for pk, task in present.items() if pk in rewound}, rewound)
    return len(rewound)


def _with_it(change: Change) -> list[Change]:
    """What the command did as a consequence, when it completed, reopened, moved or deleted this task.

    To its subtasks, and to the next task of its series.
    """
    before, after = change.before, change.after
    if before is None or not (kinds := _followed(before, after)):
        return []
    task_id = str(change.task_id)
    also = Change.objects.filter(owner=change.owner_id, command_id=change.command_id)
    below = [
        each
        for each in also.filter(before__parent=task_id)
        if each.before and _followed(each.before, each.after) & kinds
    ]
    if not after or "completed_at" not in kinds or not after.get("repeat"):
        return below
    return [*below, *also.filter(Q(before__follows=task_id) | Q(after__follows=task_id))]


def _followed(before: dict[str, Any], after: State) -> set[str]:
    """In what subtasks follow their parent."""
    if after is None:
        return {"deleted"}
    return {name for name in ("completed_at", "list") if before.get(name) != after.get(name)}


@transaction.atomic
def undo_call(owner: User, call_id: str) -> int:
    """Restore the tasks that a tool call changed; returns how many.

    Raises `NotFound`, and `Conflict`, with nothing done, if a task was changed since, if the call's run is
    active, or if there is nothing to undo.
    """
    calls = ToolCall.objects.of(owner).filter(call_id=call_id)
    newest = calls.select_related("run").order_by("-started_at").first()
    if newest is None:
        raise NotFound(_("There is no such tool call."))
    _lock(newest.run)
    return _tasks_in(_undo(owner, calls))


@transaction.atomic
def undo_run(owner: User, run_id: UUID) -> int:
    """As `undo_call`, for all calls of a run that are not undone yet."""
    run = Run.objects.of(owner).filter(pk=run_id).first()
    if run is None:
        raise NotFound(_("There is no such run."))
    _lock(run)
    return _tasks_in(_undo(owner, _calls_of(run)))


def undo_left(owner: User, calls: ToolCallQuerySet) -> int:
    """As `undo_run`, for calls of runs that the caller has locked, and which are not active.

    Does nothing if nothing is left to undo.
    """
    if not Change.objects.filter(tool_call__in=calls, tool_call__undone_at=None).exists():
        return 0
    return _tasks_in(_undo(owner, calls))


def undo_last(owner: User, conversation_id: UUID, *, by_run: UUID) -> list[Undone]:
    """As `undo_run`, for the latest run of a conversation that changed tasks and is not undone yet.

    Called by a tool of the run `by_run`, in its transaction. That has locked the run, which everywhere else
    is locked after the conversation, so the conversation must not be locked here. Raises `NotFound`,
    `Conflict`.
    """
    calls = ToolCall.objects.of(owner).filter(run__conversation_id=conversation_id, undone_at=None)
    calls = calls.filter(run__trigger__left_for=None)
    changing = calls.exclude(run_id=by_run).filter(changes__isnull=False).select_related("run")
    newest = changing.order_by("-started_at", "-position").first()
    if newest is None:
        raise NotFound(_("There is nothing in this conversation to undo."))
    _refuse_active(newest.run)
    return outcomes(_undo(owner, _calls_of(newest.run)))


def _calls_of(run: Run) -> ToolCallQuerySet:
    """The calls of the run, and of the answers before that it regenerates, since it keeps what they did.

    With their rows in runs that it continues: a retry may have finished a long call.
    """
    kept = lineage(run.continues) if run.continues and run.continues.status == Run.Status.SUCCEEDED else []
    made = ToolCall.objects.filter(run_id__in=[run.pk, *kept]).values("call_id")
    return ToolCall.objects.filter(run_id__in=lineage(run), call_id__in=made)


def _lock(run: Run) -> None:
    """Keep runs that would continue this one from starting. Raises `Conflict` if one is active."""
    conversations = Conversation.objects.select_for_update(no_key=True).filter(pk=run.conversation_id)
    if not conversations.exists():
        raise NotFound(_("There is no such run."))
    _refuse_active(run)


def _refuse_active(run: Run) -> None:
    active = Run.objects.active().filter(conversation_id=run.conversation_id)
    if any(run.pk in lineage(later) for later in active.only("continues_id")):
        raise Conflict(_("The assistant is still working on this. Stop it, or wait until it is done."))


def _undo(owner: User, calls: ToolCallQuerySet) -> Sequence[Change]:
    """Undo what the calls changed, and return the changes, the newest first."""
    changes = _changes_to_undo(calls)
    done = {change.tool_call_id for change in changes if change.tool_call_id}
    is_first = calls.filter(pk__in=done, undone_at=None).update(undone_at=Now()) == len(done)
    if not is_first:
        raise Conflict(_("This was undone already."))
    touched = Change.objects.filter(tool_call__in=done).values("task_id")
    present = locked_tasks(owner, touched)
    clear_gone_lists(changes, _locked_lists(owner))
    with recorded_apart():  # what `undo_last` does is no change of its call, which another one would undo
        restore(owner, present, _rewound(changes, {pk: snapshot(task) for pk, task in present.items()}))
    publish(owner.pk, *_undone_events(changes))
    return changes


def _locked_lists(owner: User) -> TaskListQuerySet:
    """Lists to which tasks may come back; they are locked when they are read."""
    return TaskList.objects.of(owner).select_for_update(no_key=True)


def _tasks_in(changes: Iterable[Change]) -> int:
    return len({change.task_id for change in changes})


def _changes_to_undo(calls: ToolCallQuerySet) -> Sequence[Change]:
    """The newest first, which is the order in which they are undone."""
    changes = Change.objects.filter(tool_call__in=calls).select_related("tool_call__run")
    left = list(changes.filter(tool_call__undone_at=None).order_by("-pk"))
    if not left:
        was_undone = calls.exclude(undone_at=None).exists()
        raise Conflict(_("This was undone already.") if was_undone else _("There is nothing here to undo."))
    return left


def _rewound(changes: Iterable[Change], states: Mapping[UUID, State]) -> dict[UUID, State]:
    """The states before the changes. Raises `Conflict` if a task differs from what a change left."""
    rewound: dict[UUID, State] = {}
    for change in changes:
        now = rewound[change.task_id] if change.task_id in rewound else states.get(change.task_id)
        if reason := reason_against(change, now):
            raise Conflict(_refusal(reason, change, now))
        rewound[change.task_id] = undone(change, now)
    return rewound


Reason = Literal["", "changed", "deleted", "restored"]


def reason_against(change: Change, now: State) -> Reason:
    """Why a change cannot be undone: what happened since to the task, which is now so; "" if it can."""
    if is_as(now, change.after):
        return ""
    if now and change.after:
        return "changed"
    return "deleted" if change.after else "restored"


def _refusal(reason: Reason, change: Change, now: State) -> str:
    sentences = {
        "changed": _("%(task)s was changed since, so nothing was undone."),
        "deleted": _("%(task)s was deleted since, so nothing was undone."),
        "restored": _("%(task)s was brought back since, so nothing was undone."),
    }
    return sentences[reason] % {"task": title_of(now or state_of(change))}


def _undone_events(changes: Iterable[Change]) -> list[ToolUndone]:
    """One event for each call, in the order of the calls."""
    tasks: dict[str, set[UUID]] = {}
    calls: dict[str, ToolCall] = {}
    for change in changes:
        call = change.tool_call
        if call is None:
            continue
        tasks.setdefault(call.call_id, set()).add(change.task_id)
        calls.setdefault(call.call_id, call)
    return [
        ToolUndone(**ids_of(calls[key].run, calls[key]), message="Undone", count=len(tasks[key]))
        for key in reversed(calls)
    ]

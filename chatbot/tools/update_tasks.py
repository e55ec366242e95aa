from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, time
from typing import Annotated, cast

from django.utils import timezone
from django.utils.translation import gettext_noop, ngettext
from pydantic import Field

from chatbot.domain.errors import Invalid
from chatbot.domain.events import ToolOutput
from chatbot.domain.journal.approvals import Proposal
from chatbot.domain.journal.tool_calls import Outcome, Progress, SoFar
from chatbot.domain.publish import published_together
from chatbot.domain.tasks import commands as tasks
from chatbot.domain.tasks.due import at_day
from chatbot.domain.tasks.fields import TaskFields
from chatbot.domain.tasks.lists import find_list
from chatbot.domain.tasks.repeat_rules import read_repetition
from chatbot.formatting import DateSettings, absolute_day, absolute_due
from chatbot.models import Task, TaskList, ToolCall, User

from .common.batches import SIZE
from .common.changing import (
    Becoming,
    at_time,
    becoming,
    read_duration,
    shifted,
    with_tags,
)
from .common.deletion import approved
from .common.fields import (
    AddTags,
    DueAt,
    Estimate,
    Level,
    ListName,
    Numbers,
    Parent,
    RemoveTags,
    RepeatFrom,
    StartOn,
    aware,
)
from .common.filters import Filters, filtered
from .common.large_changes import large_change
from .common.lines import all_completed, checked, complete_question
from .common.shown import ShownTask, in_list
from .tool import Earlier, Tool

_LISTED = 20
_NEXT = "There are no tasks with the missing numbers: look for them with search_tasks."


class UpdateTasks(Filters):
    numbers: Numbers = None
    new_priority: Annotated[Level | None, Field(description="The priority to give them.")] = None
    new_list: ListName = None
    due_at: DueAt = None
    due_day: Annotated[
        date | None,
        Field(description="The day to move them to, such as 2026-12-01; each keeps its time of day."),
    ] = None
    due_time: Annotated[
        time | None, Field(description="The time of day to give them, such as 17:00; each keeps its day.")
    ] = None
    shift: Annotated[
        str | None,
        Field(
            description="By how much to move their due times, an ISO 8601 duration: P1W, P2D, PT3H, or -P1D "
            "for earlier. One without a due time counts as due today."
        ),
    ] = None
    # "none", since an empty text beside other arguments counts as left out (`agent.endpoint.arguments`).
    repeat: Annotated[
        str | None,
        Field(
            description="How they repeat: an RRULE of RFC 5545, such as FREQ=WEEKLY;BYDAY=MO, or words. none "
            "to repeat no more."
        ),
    ] = None
    repeat_from: RepeatFrom = None
    clear_due: Annotated[bool | None, Field(description="True to take their due times away.")] = None
    start_on: StartOn = None
    clear_start: Annotated[bool | None, Field(description="True to take the days of their start away.")] = (
        None
    )
    estimate: Estimate = None
    parent: Parent = None
    add_tags: AddTags = None
    remove_tags: RemoveTags = None
    completed: Annotated[
        bool | None, Field(description="True to mark them as done, false to reopen them.")
    ] = None


_VALUES = (
    "new_priority",
    "new_list",
    "due_at",
    "due_day",
    "due_time",
    "shift",
    "clear_due",
    "start_on",
    "clear_start",
    "estimate",
    "parent",
    "repeat",
    "repeat_from",
    "add_tags",
    "remove_tags",
    "completed",
)
_DUES = {"due_at", "due_day", "due_time", "shift", "clear_due"}


class AllUpdated(ToolOutput):
    """`missing` are numbers that no task has, and `next` what to do about them."""

    count: int  # of tasks that changed
    unchanged: int
    tasks: list[ShownTask]
    missing: list[int] = []
    next: str = ""


def update_tasks(owner: User, arguments: UpdateTasks, so_far: SoFar) -> Outcome | Progress:
    wanted = _require_values(arguments)
    numbers = _numbers(owner, arguments)
    # A filter may match other tasks after some are changed, so only numbered tasks are changed in batches.
    step = numbers if arguments.numbers is None else numbers[so_far.part : so_far.part + SIZE]
    found = approved(Task.objects.of(owner).filter(number__in=step), so_far)
    changed = so_far.changed
    with published_together():
        for change in _becoming(owner, list(found.locked().order_by("number")), arguments):
            changed += change.is_change
            _apply(owner, change)
    done = so_far.part + len(step)
    if done < len(numbers):
        return Progress(done, len(numbers), checked(done, len(numbers)))
    return _outcome(owner, numbers, changed, so_far, wanted)


def _outcome(owner: User, numbers: list[int], changed: int, so_far: SoFar, wanted: set[str]) -> Outcome:
    left = approved(Task.objects.of(owner).filter(number__in=numbers), so_far)
    count = left.count()
    listed = [in_list(task, owner) for task in left.whole().order_by("number")[:_LISTED]]
    missing: list[int] = []
    if so_far.approved is None:
        missing = sorted(set(numbers) - set(left.values_list("number", flat=True)))[:_LISTED]
    unchanged = max(count - changed, 0)
    output = AllUpdated(
        count=changed, unchanged=unchanged, tasks=listed, missing=missing, next=_NEXT if missing else ""
    )
    return Outcome(output, _line(wanted, changed, unchanged), count=changed)


def _line(wanted: set[str], changed: int, unchanged: int) -> str:
    if wanted <= _DUES:
        return _all_moved(changed, unchanged)
    return all_completed(changed) if wanted == {"completed"} else _all_updated(changed, unchanged)


def propose(owner: User, arguments: UpdateTasks, earlier: Earlier) -> Proposal | None:
    wanted = {name for name in _VALUES if getattr(arguments, name) is not None}
    if not wanted or (arguments.numbers is None and arguments.is_empty):
        return None
    found = Task.objects.of(owner).filter(number__in=_numbers(owner, arguments))
    changes = list(_becoming(owner, list(found.whole()), arguments))
    given = arguments.model_dump(mode="json", exclude_unset=True, exclude_none=True)
    return large_change(owner, changes, earlier, _question(owner, changes, wanted), given)


def _require_values(arguments: UpdateTasks) -> set[str]:
    wanted = {name for name in _VALUES if getattr(arguments, name) is not None}
    if not wanted:
        raise Invalid("Say what to change: one of " + ", ".join(_VALUES) + ".", "arguments")
    if len(wanted & _DUES) > 1:
        raise Invalid("Give one of due_at, due_day, due_time, shift and clear_due, not several.", "due_at")
    return wanted


def _numbers(owner: User, arguments: UpdateTasks) -> list[int]:
    """The numbers of the tasks. Raises `Invalid` if the arguments do not say which tasks."""
    if arguments.numbers is not None:
        return sorted(set(arguments.numbers))
    if arguments.is_empty:
        raise Invalid(
            "Say which tasks: give numbers, or a filter, such as status pending for all open ones.", "numbers"
        )
    return sorted(filtered(owner, arguments).values_list("number", flat=True))


def _becoming(owner: User, found: Sequence[Task], arguments: UpdateTasks) -> Iterator[Becoming]:
    """What becomes of each task. The list is looked up once, and not if there is no task."""
    place = find_list(owner, arguments.new_list) if found and arguments.new_list is not None else None
    for task in found:
        yield becoming(task, _wanted(owner, task, arguments, place), arguments.completed)


def _wanted(owner: User, task: Task, arguments: UpdateTasks, place: TaskList | None) -> TaskFields:
    wanted: TaskFields = {**_plain(arguments), **_repetition(owner, arguments)}
    if arguments.new_list is not None:
        wanted["list"] = place
    if arguments.clear_due:
        wanted["due_at"] = None
    elif arguments.due_at is not None:
        wanted["due_at"] = aware(arguments.due_at, owner)
    elif arguments.due_day is not None:
        wanted["due_at"] = at_day(task, arguments.due_day, owner)
    elif arguments.due_time is not None:
        wanted["due_at"] = at_time(task, arguments.due_time, owner)
    elif arguments.shift is not None:
        wanted["due_at"] = shifted(task, read_duration(arguments.shift), owner)
    if arguments.add_tags or arguments.remove_tags:
        wanted["tags"] = with_tags(task, arguments.add_tags, arguments.remove_tags)
    return wanted


def _plain(arguments: UpdateTasks) -> TaskFields:
    """The values that are the same for each task."""
    values = {
        "priority": arguments.new_priority,
        "start_on": arguments.start_on,
        "estimate": arguments.estimate,
        "parent": arguments.parent,
    }
    given = {name: value for name, value in values.items() if value is not None}
    return cast("TaskFields", {**given, **({"start_on": None} if arguments.clear_start else {})})


def _repetition(owner: User, arguments: UpdateTasks) -> TaskFields:
    wanted: TaskFields = {}
    if arguments.repeat is not None:
        is_none = arguments.repeat.strip().lower() == "none"
        repetition = None if is_none else read_repetition(owner, arguments.repeat)
        wanted["repeat"] = str(repetition.rule) if repetition else ""
        if repetition and repetition.moment:
            wanted["due_at"] = repetition.moment
    if arguments.repeat_from is not None:
        wanted["repeat_from"] = arguments.repeat_from
    return wanted


def _apply(owner: User, change: Becoming) -> None:
    if change.fields:
        tasks.update_task(owner, change.task.pk, **change.fields)
    if change.completed is not None:
        verb = tasks.complete_task if change.completed else tasks.reopen_task
        verb(owner, change.task.pk)


def _question(owner: User, changes: Sequence[Becoming], wanted: set[str]) -> str:
    real = [change for change in changes if change.is_change]
    if wanted == {"completed"}:
        is_done = any(change.completed for change in real)
        return complete_question(len(real)) if is_done else _reopen_question(len(real))
    dues = [due for change in real if (due := change.fields.get("due_at")) is not None]
    now, dates = timezone.now(), owner.date_settings
    for words in (absolute_due, absolute_day):
        is_move = wanted <= _DUES and len(dues) == len(real)
        if is_move and len(days := {words(due, now, dates) for due in dues}) == 1:
            return _move_question(len(real), days.pop())
    return _change_question(len(real))


def _all_updated(count: int, unchanged: int) -> str:
    text = ngettext("Updated %(count)d task", "Updated %(count)d tasks", count) % {"count": count}
    if not unchanged:
        return text
    rest = ngettext("%(count)d was so already", "%(count)d were so already", unchanged)
    return f"{text}; {rest % {'count': unchanged}}"


def _all_moved(count: int, unchanged: int) -> str:
    text = ngettext("Moved %(count)d task", "Moved %(count)d tasks", count) % {"count": count}
    if not unchanged:
        return text
    rest = ngettext("%(count)d was already due then", "%(count)d were already due then", unchanged)
    return f"{text}; {rest % {'count': unchanged}}"


def _change_question(count: int) -> str:
    return ngettext("Change %(count)d task?", "Change %(count)d tasks?", count) % {"count": count}


def _move_question(count: int, day: str) -> str:
    text = ngettext("Move %(count)d task to %(day)s?", "Move %(count)d tasks to %(day)s?", count)
    return text % {"count": count, "day": day}


def _reopen_question(count: int) -> str:
    return ngettext("Reopen %(count)d task?", "Reopen %(count)d tasks?", count) % {"count": count}


def updated_line(call: ToolCall, dates: DateSettings) -> str:
    wanted = {name for name in _VALUES if call.arguments.get(name) is not None}
    return _line(wanted, call.count or 0, (call.output or {}).get("unchanged", 0)) if wanted else ""


TOOL = Tool(
    "update_tasks",
    "Change many tasks in the same way at once: priority, list, parent, due time, start, estimate, "
    "repetition, tags, done or not. Say which by numbers, or by filters. A large change is shown to the user "
    "first, who approves or declines.",
    UpdateTasks,
    update_tasks,
    approval=propose,
    output=AllUpdated,
    starting=gettext_noop("Updating your tasks..."),
    team_label="Change several tasks",
    message=updated_line,
)

from __future__ import annotations

from typing import Annotated, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from pydantic import Field

from chatbot.domain.events import ToolOutput
from chatbot.domain.journal.approvals import Proposal
from chatbot.domain.journal.tool_calls import Outcome, SoFar
from chatbot.domain.tasks import commands as tasks
from chatbot.domain.tasks.fields import TaskFields
from chatbot.formatting import DateSettings, absolute_day, absolute_due
from chatbot.models import Task, ToolCall, User

from .common.changing import becoming, with_tags
from .common.fields import AddTags, Number, RemoveTags
from .common.large_changes import large_change, question_of_one
from .common.lines import title_in
from .common.shown import ShownTask, due_of, shown
from .common.task_values import TaskValues, given
from .tool import Arguments, Earlier, Tool


class Numbered(Arguments):
    number: Number


class UpdateTask(TaskValues, Numbered):  # number first in the schema for models
    title: Annotated[str | None, Field(description="The new title.")] = None
    clear_due: Annotated[bool | None, Field(description="True to take the due time away.")] = None
    clear_start: Annotated[bool | None, Field(description="True to take the day of its start away.")] = None
    add_tags: AddTags = None
    remove_tags: RemoveTags = None


class Updated(ToolOutput):
    """`changed` are the names of the fields that were not so already."""

    task: ShownTask
    changed: list[str]
    previous_title: str | None = None  # if it was renamed


def update_task(owner: User, arguments: UpdateTask, so_far: SoFar) -> Outcome:
    task = tasks.get_task_by_number_for_update(owner, number=arguments.number)
    wanted = _wanted(task, arguments, owner)
    changed = list(becoming(task, wanted).fields)
    previous_title = task.title if "title" in changed else None
    task = tasks.update_task(owner, task.pk, **wanted)
    output = Updated(task=shown(task, owner), changed=changed, previous_title=previous_title)
    return Outcome(output, _("Task updated"), task_id=task.pk)


def updated_line(call: ToolCall, dates: DateSettings) -> str:
    """What became of the task, if one field was changed."""
    title, output = title_in(call), call.output or {}
    if not title:
        return ""
    words = {"title": title, "before": output.get("previous_title")}
    match output.get("changed"):
        case ["title"] if words["before"]:
            return _("Renamed ‘%(before)s’ to ‘%(title)s’") % words
        case ["due_at"] if due := due_of(output["task"]):
            words["due"] = absolute_due(due, call.started_at, dates)
            return _("Moved ‘%(title)s’ to %(due)s") % words
        case ["due_at"]:
            return _("Took the due date of ‘%(title)s’ away") % words
        case ["list"]:
            words["list"] = output["task"].get("list") or _("the inbox")
            return _("Moved ‘%(title)s’ to %(list)s") % words
        case ["priority"]:
            return _("Set ‘%(title)s’ to %(priority)s priority") % {**words, "priority": _priority(output)}
        case []:
            return _("‘%(title)s’ was so already") % words
        case _:
            return _("Updated ‘%(title)s’") % words


def updated_many(call: ToolCall, dates: DateSettings) -> str:
    """What became of the tasks, if the same field of all was changed, to the same day or priority."""
    output, words = call.output or {}, {"count": "{count}"}
    if not title_in(call):
        return ""
    match output.get("changed"):
        case ["due_at"] if due := due_of(output["task"]):
            words["day"] = absolute_day(due, call.started_at, dates)
            return _("Moved %(count)s tasks to %(day)s") % words
        case ["due_at"]:
            return _("Took the due dates of %(count)s tasks away") % words
        case ["list"]:
            words["list"] = output["task"].get("list") or _("the inbox")
            return _("Moved %(count)s tasks to %(list)s") % words
        case ["priority"]:
            return _("Set %(count)s tasks to %(priority)s priority") % {
                **words,
                "priority": _priority(output),
            }
        case []:
            return ""
        case _:
            return _("Updated %(count)s tasks") % words


def _priority(output: dict[str, Any]) -> str:
    return str(Task.Priority(output["task"]["priority"]).label).lower()


def propose(owner: User, arguments: UpdateTask, earlier: Earlier) -> Proposal | None:
    task = Task.objects.of(owner).filter(number=arguments.number).first()
    if task is None:
        return None
    change = becoming(task, _wanted(task, arguments, owner))
    given = arguments.model_dump(mode="json", exclude_unset=True, exclude_none=True)
    return large_change(owner, [change], earlier, question_of_one(change, earlier), given)


def _wanted(task: Task, arguments: UpdateTask, owner: User) -> TaskFields:
    wanted = given(arguments, owner)
    if arguments.title is not None:
        wanted["title"] = arguments.title
    if arguments.clear_due:
        wanted.setdefault("due_at", None)
    if arguments.clear_start:
        wanted.setdefault("start_on", None)
    if arguments.add_tags or arguments.remove_tags:
        wanted["tags"] = with_tags(task, arguments.add_tags, arguments.remove_tags)
    return wanted


TOOL = Tool(
    "update_task",
    "Change one task's title, description, priority, list, parent, due time or tags; null leaves a field as "
    "it is. "
    "For several tasks use update_tasks.",
    UpdateTask,
    update_task,
    approval=propose,
    is_idempotent=True,
    output=Updated,
    starting=gettext_noop("Updating your task..."),
    team_label="Change a task",
    line=updated_line,
    line_of_many=updated_many,
)

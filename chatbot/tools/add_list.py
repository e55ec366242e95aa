from __future__ import annotations

from typing import Annotated, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from pydantic import Field

from chatbot.domain.events import ToolOutput
from chatbot.domain.journal.tool_calls import Outcome, SoFar
from chatbot.domain.tasks import lists
from chatbot.formatting import DateSettings
from chatbot.models import TaskList, ToolCall, User

from .tool import Arguments, Tool


class AddList(Arguments):
    name: Annotated[str, Field(description="The name of the new list (project), at most 60 characters.")]
    colour: Annotated[
        TaskList.Colour | None, Field(description="Only where the user chooses one; null for a free one.")
    ] = None


class AddedList(ToolOutput):
    list: str
    colour: str


def add_list(owner: User, arguments: AddList, so_far: SoFar) -> Outcome:
    chosen: Any = {"colour": arguments.colour} if arguments.colour else {}
    added = lists.add_list(owner, name=arguments.name, **chosen)
    return Outcome(AddedList(list=added.name, colour=added.colour), f"Added the list {added.name}")


def added_line(call: ToolCall, dates: DateSettings) -> str:
    name = (call.output or {}).get("list")
    return _("Added the list ‘%(name)s’") % {"name": name} if name else ""


TOOL = Tool(
    "add_list",
    "Add a list (project), for tasks to be put on. Only where the user asks for one.",
    AddList,
    add_list,
    kind="adds",
    output=AddedList,
    starting=gettext_noop("Adding a list..."),
    team_label="Add lists",
    line=added_line,
)

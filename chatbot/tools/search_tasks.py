from __future__ import annotations

from typing import Annotated, Literal

from django.utils.translation import gettext_noop
from pydantic import Field

from chatbot.domain.journal.tool_calls import Outcome, SoFar
from chatbot.domain.tasks import commands as tasks
from chatbot.models import User

from .common.filters import with_status
from .common.lines import found_tasks, searched
from .common.shown import TaskPage
from .list_tasks import Paging, paged
from .tool import Tool


class SearchTasks(Paging):
    query: Annotated[
        str, Field(description="Words, each of which must be in the title, description or tags.")
    ]
    status: Annotated[
        Literal["all", "pending", "completed"] | None,
        Field(description="all (the default), pending or completed."),
    ] = None


def search_tasks(owner: User, arguments: SearchTasks, so_far: SoFar) -> Outcome:
    found = with_status(tasks.search_tasks(owner, arguments.query), arguments.status or "all")
    output = paged(owner, found, arguments)
    return Outcome(output, found_tasks(output.count), count=output.count)


TOOL = Tool(
    "search_tasks",
    "Find tasks whose title, description or tags contain every word of the query. Fewer words find more.",
    SearchTasks,
    search_tasks,
    kind="reads",
    output=TaskPage,
    starting=gettext_noop("Searching your tasks..."),
    team_label="Search the tasks",
    line=lambda call, dates: searched(call),
)

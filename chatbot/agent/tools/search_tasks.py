from __future__ import annotations

from typing import Literal

from chatbot.domain import tasks
from chatbot.domain.tool_calls import Outcome, SoFar
from chatbot.models import User

from . import texts
from .list_tasks import with_status
from .shown import shown_list
from .tool import Arguments, Tool


class SearchTasks(Arguments):
    query: str
    status: Literal["all", "pending", "completed"]


def search_tasks(owner: User, arguments: SearchTasks, so_far: SoFar) -> Outcome:
    output = shown_list(with_status(tasks.search(owner, arguments.query), arguments.status), owner)
    return Outcome(output, texts.found(output["count"]), count=output["count"])


TOOL = Tool(
    "search_tasks",
    "Find tasks whose title, description or tags contain every word of the query.",
    SearchTasks,
    search_tasks,
)

"""The description of a tool: its name, its arguments, and its effect on the tasks of the run's owner."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from chatbot.domain.events import ToolOutput
from chatbot.domain.journal.approvals import Proposal
from chatbot.domain.journal.tool_calls import Outcome, Progress, SoFar
from chatbot.formatting import DateSettings
from chatbot.models import ToolCall, User


class Arguments(BaseModel):
    """Extra fields are refused, so that the model cannot pass a user. A nullable field may be left out."""

    model_config = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the message has led to before a call: finished `calls` of the same tool, and the tasks `changed`.

    Created and deleted tasks are not included, nor tasks whose change a person approved.
    """

    calls: int = 0
    changed: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Tool[A: Arguments]:
    """`effect(owner, arguments, so_far)` runs in one transaction with its journal row.

    It returns an `Outcome`. A long tool returns `Progress`, which is committed and published; then the effect
    is called again, with the reported progress in `so_far.part`. `output` is the type of the outcome's
    output.

    `approval(owner, arguments, earlier)` returns what a person has to approve first, or `None`. The effect
    may then change only what was approved.

    `starting` is the line that people see while the tool is running; the outcome has the line for its end.
    `message(call, dates)` is that line again, made from the stored call, for pages in other languages. Where
    pages can say more, `line(call, dates)` is what they show of a finished call. It reads the stored output,
    which an earlier version may have written: if that lacks what it needs, it returns "".
    `line_of_many(call, dates)` is the line of several calls with the same one, with `{count}`, or "" for a
    call that stands alone.

    `team_label` describes the tool in the admin; without one, agents of plans cannot have it. Without
    `is_for_chats` it is for agents of plans only.

    `reach` is where the effect takes place. An external effect is not part of the transaction: if the process
    dies before the outcome is stored, it is repeated only if it is idempotent; otherwise its outcome is
    reported as unknown.

    `kind` is what the effect does to the person's data. `is_idempotent`: a second call with the same
    arguments has no further effect. `starts_agents`: agents work afterwards. The annotations that MCP clients
    get, and the scope that a token needs, follow from these.
    """

    name: str
    description: str
    arguments: type[A]
    effect: Callable[[User, A, SoFar], Outcome | Progress]
    _: KW_ONLY
    output: type[ToolOutput]
    starting: str
    team_label: str = ""
    is_for_chats: bool = True
    approval: Callable[[User, A, Earlier], Proposal | None] | None = None
    message: Callable[[ToolCall, DateSettings], str] | None = None
    line: Callable[[ToolCall, DateSettings], str] | None = None
    line_of_many: Callable[[ToolCall, DateSettings], str] | None = None
    reach: Literal["database", "outside", "outside, idempotent"] = "database"
    kind: Literal["reads", "adds", "changes", "deletes"] = "changes"
    is_idempotent: bool = False
    starts_agents: bool = False

    @property
    def title(self) -> str:
        """The name in words."""
        return self.name.replace("_", " ").capitalize()

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON schema of the arguments."""
        return self.arguments.model_json_schema()

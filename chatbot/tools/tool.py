"""What a tool is: a name, a schema, and an effect on the tasks of the run's owner."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from chatbot.domain.events import ToolOutput
from chatbot.domain.journal.approvals import Proposal
from chatbot.domain.journal.tool_calls import Outcome, Progress, SoFar
from chatbot.models import User


class Arguments(BaseModel):
    """Closed, so that the model cannot smuggle in a user. A field that may be null may be left out, too."""

    model_config = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the message has led to before a call: `calls` of its tool that are done, and the tasks `changed`.

    Deleted and new tasks are not among these, nor those that a person approved the change of.
    """

    calls: int = 0
    changed: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Tool[A: Arguments]:
    """`effect(owner, arguments, so_far)` runs in a transaction of its own, together with the journal.

    It returns the `Outcome`; or, from a long tool, `Progress`, which is committed and shown, and then it is
    called again with `so_far.part`, what it has reported. `output` is the type of the outcome's output.

    `approval(owner, arguments, earlier)` says what a person has to approve first, if anything. The effect
    then touches only what was approved.

    `starting` is the line that people read while it is at work; the outcome has the line for its end.

    `team_label` says in the admin what the tool lets an agent of a team do; without one no team may have it.
    Those that are not `is_for_chats` are for teams only.

    `reach` says where the effect takes place. Outside of our database no transaction holds it: if its outcome
    is lost with the process, it is had again only if it is idempotent, and is otherwise told to be unknown.
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
    reach: Literal["database", "outside", "outside, idempotent"] = "database"

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON schema of the arguments."""
        return self.arguments.model_json_schema()

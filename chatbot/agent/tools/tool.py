"""What a tool is: a name, a schema, and an effect on the tasks of the run's owner."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from chatbot.domain.approvals import Proposal
from chatbot.domain.tool_calls import Outcome, Progress, SoFar
from chatbot.models import User


class Arguments(BaseModel):
    """Closed, so that the model cannot smuggle in a user, and every field is sent, null where absent."""

    model_config = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class Tool[A: Arguments]:
    """`effect(owner, arguments, so_far)` runs in a transaction of its own, together with the journal.

    It returns the `Outcome`; or, from a long tool, `Progress`, which is committed and shown, and then it is
    called again with `so_far.part`, what it has reported.

    `approval(owner, arguments, earlier)` says what a person has to approve first, if anything; `earlier`
    counts the calls of the tool that the run has done before. The effect then touches only what was approved.

    `reach` says where the effect takes place. Outside of our database no transaction holds it: if its outcome
    is lost with the process, it is had again only if it is idempotent, and is otherwise told to be unknown.
    """

    name: str
    description: str
    arguments: type[A]
    effect: Callable[[User, A, SoFar], Outcome | Progress]
    approval: Callable[[User, A, int], Proposal | None] | None = None
    reach: Literal["database", "outside", "outside, idempotent"] = "database"

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON schema of the arguments."""
        return self.arguments.model_json_schema()

"""What a tool is: a name, a schema, and an effect on the tasks of the run's owner."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from chatbot.domain.tool_calls import Outcome, Progress
from chatbot.models import User


class Arguments(BaseModel):
    """Closed, so that the model cannot smuggle in a user, and every field is sent, null where absent."""

    model_config = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class Tool[A: Arguments]:
    """`effect(owner, arguments, done)` runs in a transaction of its own, together with the journal.

    It returns the `Outcome`; or, from a long tool, `Progress`, which is committed and shown, and then it is
    called again with `done`, the part that it has reported.
    """

    name: str
    description: str
    arguments: type[A]
    effect: Callable[[User, A, int], Outcome | Progress]

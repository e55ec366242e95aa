from __future__ import annotations

from chatbot.admin.markup import state
from chatbot.models import Message, Plan, Run, Step, ToolCall
from tests.markup import parse
from tests.subtests import as_subtests

CHOICES = (Message.State, Run.Status, ToolCall.Status, Plan.Status, Step.Status)


@as_subtests("name", sorted({name for choices in CHOICES for name in choices.values}))
def test_every_state_has_an_icon(name: str) -> None:
    assert parse(state(name)).one("use")["href"].startswith("#i-")

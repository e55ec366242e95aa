from __future__ import annotations

from pathlib import Path

from django.conf import settings

from chatbot.admin.markup import ICONS, state
from chatbot.models import Message, Plan, Run, Step, ToolCall
from tests.markup import parse
from tests.subtests import as_subtests

CHOICES = (Message.State, Run.Status, ToolCall.Status, Plan.Status, Step.Status)


SYMBOLS = Path(settings.BASE_DIR, "templates/site/_icons.html")


@as_subtests("name", sorted({*ICONS, *(name for choices in CHOICES for name in choices.values)}))
def test_every_state_has_an_icon_that_is_drawn(name: str) -> None:
    icon = parse(state(name)).one("use")["href"].removeprefix("#")
    assert f'<symbol id="{icon}"' in SYMBOLS.read_text()

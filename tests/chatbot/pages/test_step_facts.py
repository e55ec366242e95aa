"""The arguments in the details of a step."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from chatbot.formatting import DateSettings
from chatbot.pages.chat.argument_names import _NAMES
from chatbot.pages.chat.step_facts import facts_of
from chatbot.tools import TOOLS
from chatbot.tools.common.server_tools import exact_arguments
from tests.subtests import as_subtests

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 12, 1, 12, tzinfo=BERLIN)


@as_subtests(
    ("name", "value", "shown"),
    [
        ("due_at", "2026-12-05", ("due", "Sat 5 Dec")),
        ("due_at", "2026-12-05T08:00:00Z", ("due", "Sat 5 Dec at 9:00")),
        ("due_at", "2026-12-05T08:00", ("due", "Sat 5 Dec at 8:00")),
        ("start_on", "2027-02-30", ("starts", "2027-02-30")),
        ("title", "2026-12-05 party", ("title", "2026-12-05 party")),
        ("estimate", 90, ("takes", "90 minutes")),
        ("reminders", [0, 60], ("reminders", "when due, 1 hour")),
        ("priority", "high", ("priority", "High")),
        ("priority", "none", ("priority", "none")),
        ("numbers", [1, 3], ("numbers", "1, 3")),
        ("tasks", [{"title": "Milk", "tags": []}, {"title": "Rice"}], ("tasks", "Milk, Rice")),
        ("clear_due", True, ("without a due date", "yes")),
        ("to", "top", ("to the", "top")),
        ("of_the_past", {"a": 1}, ("of the past", '{"a": 1}')),
    ],
)
def test_values_are_words(name: str, value: object, shown: tuple[str, str]) -> None:
    assert facts_of({name: value}, DateSettings(BERLIN), NOW) == (shown,)


def test_arguments_that_say_nothing_are_left_out() -> None:
    nothing = {"due_at": None, "clear_due": False, "tags": [], "description": ""}
    assert facts_of({**nothing, "number": 0}, DateSettings(BERLIN), NOW) == (("number", "0"),)


def test_arguments_for_a_server_are_exact() -> None:
    sent = {
        "to": "bob",
        "all": False,
        "at": "2026-12-05",
        "who": {"title": "A", "cc": ["é"]},
        "a; b": "x\u202e",
    }
    assert dict(exact_arguments(sent)) == {
        "to": '"bob"',
        "all": "false",
        "at": '"2026-12-05"',
        "who": '{"title":"A","cc":["é"]}',
        '"a; b"': '"x\\u202e"',
    }


def test_every_argument_of_a_tool_has_a_name() -> None:
    assert {name for tool in TOOLS for name in tool.arguments.model_fields} == _NAMES.keys()

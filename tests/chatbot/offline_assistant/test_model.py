"""The model at the SDK's boundary: ids, usage, replay, and unexpected input."""

from __future__ import annotations

import json
import time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from agents import Agent, Runner, UserError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from chatbot.domain.journal.approvals import DECLINED, EXPIRED
from chatbot.formatting import DateSettings, HourCycle
from chatbot.offline_assistant.language.commands import Command
from chatbot.offline_assistant.outcomes import read_outcome
from chatbot.offline_assistant.planner import decide
from chatbot.offline_assistant.tool_uses import ToolUse
from chatbot.offline_assistant.transcript import (
    RecordedCall,
    Said,
    Transcript,
    read_date_settings,
    read_now,
    read_transcript,
)
from tests.cpu_time import is_quick
from tests.subtests import as_subtests

from .memory import CONFIG, MODEL, Chat, TaskStore
from .reading import NOW, read

TOOLS = {
    "add_task",
    "list_tasks",
    "search_tasks",
    "update_task",
    "complete_task",
    "delete_task",
    "complete_all_tasks",
    "delete_all_tasks",
    "delete_tasks",
    "email_tasks",
}


async def test_calls_have_ids_of_their_own_and_no_tokens_are_counted() -> None:
    result = await Runner.run(Chat().agent, "add milk and eggs", run_config=CONFIG)
    calls = [item.raw_item for item in result.new_items if item.type == "tool_call_item"]
    assert len({call.call_id for call in calls}) == 2  # type: ignore[union-attr]
    assert result.final_output == "Added 2 tasks:\n\n- **#1** milk\n- **#2** eggs"
    assert result.context_wrapper.usage.total_tokens == 0


async def test_structured_output_is_refused_clearly() -> None:
    class Plan(BaseModel):
        goal: str

    agent = Agent(name="Planner", model=MODEL, output_type=Plan)
    with pytest.raises(UserError, match="plain text"):
        await Runner.run(agent, "plan my day", run_config=CONFIG)


MESSAGES = [
    "add milk and eggs, then mark task 1 as done",
    "delete the meeting task and show my tasks",
    "mark milk and the report as done, then what's overdue?",
    "postpone the report by 2 days and tag it with work",
    "complete my first and second task, add bread and list everything",
]


def with_tasks() -> Chat:
    chat = Chat()
    for title in ("Buy milk", "Write report", "Meeting with Bob", "Meeting with Ann"):
        chat.store.add(title)
    return chat


@pytest.mark.parametrize("message", MESSAGES)
async def test_the_runner_of_the_sdk_does_what_chats_in_memory_do(message: str) -> None:
    result = await Runner.run(with_tasks().agent, message, run_config=CONFIG)
    calls = [item.raw_item for item in result.new_items if item.type == "tool_call_item"]
    chat = with_tasks()
    assert await chat.say(message) == result.final_output
    assert chat.calls == [(call.name, json.loads(call.arguments)) for call in calls]  # type: ignore[union-attr]
    assert chat.turns == len(result.raw_responses)


@pytest.mark.parametrize("message", MESSAGES)
async def test_run_resumes_in_another_process_from_its_transcript(message: str) -> None:
    """If a run is cut at any point, its transcript leads to the same calls and the same reply."""
    chat = with_tasks()
    result = await Runner.run(chat.agent, message, run_config=CONFIG)
    items: list[Any] = result.to_input_list()
    cuts = 0
    for index, item in enumerate(items):
        if item.get("type") != "function_call_output" and item.get("role") != "user":
            continue
        upcoming = items[index + 1 :]
        if upcoming and upcoming[0].get("type") == "function_call_output":
            continue
        cuts += 1
        decision = decide(read_transcript(chat.instructions, items[: index + 1]), TOOLS)
        expected: list[ToolUse] = []
        for following in upcoming:
            if following.get("type") != "function_call":
                break
            expected.append(ToolUse(following["name"], json.loads(following["arguments"])))
        assert decision == (expected or result.final_output)
    assert cuts >= 2


@as_subtests(
    ("message", "tool"),
    [
        ("delete task 3", "delete_task"),
        ("mark task 3 as done", "complete_task"),
        ("reopen task 3", "complete_task"),
        ("make task 3 urgent", "update_task"),
        ("rename task 3 to Buy bread", "update_task"),
    ],
)
def test_declined_call_is_reported_in_its_words(message: str, tool: str) -> None:
    transcript = Transcript(NOW, message, (), (RecordedCall(tool, json.dumps(DECLINED)),))
    assert decide(transcript, TOOLS) == "All right, I left **#3** as it is."


def test_each_of_several_calls_that_is_declined_is_reported() -> None:
    done = json.dumps({"task": {"number": 3, "title": "Buy milk"}, "changed": True})
    outputs = (done, json.dumps(DECLINED), json.dumps(EXPIRED))
    calls = tuple(RecordedCall("complete_task", output) for output in outputs)
    assert decide(Transcript(NOW, "mark tasks 3, 4 and 5 as done", (), calls), TOOLS) == (
        "Marked **#3** Buy milk as done.\n\nAll right, I left **#4** as it is.\n\n"
        "Nobody approved this in time, so I left **#5** as it is."
    )


def test_expired_approvals_are_distinguished() -> None:
    transcript = Transcript(
        NOW, "delete all tasks", (), (RecordedCall("delete_all_tasks", json.dumps(EXPIRED)),)
    )
    assert decide(transcript, TOOLS) == "Nobody approved this in time, so I left your tasks as they are."


def test_unexpected_recorded_call_stops_the_run() -> None:
    transcript = Transcript(NOW, "delete task 3", (), (RecordedCall("add_task", "{}"),))
    reply = decide(transcript, TOOLS)
    assert isinstance(reply, str)
    assert reply.startswith("Something changed")


@as_subtests(
    ("instructions", "expected"),
    [
        ("Now: 2026-11-21T09:30:00+01:00 (Europe/Berlin)", "2026-11-21T09:30:00+01:00"),
        ("Be kind.\nNow: 2026-11-20T23:30:00+00:00 (Pacific/Auckland)\n", "2026-11-21T12:30:00+13:00"),
        ("Now: 2026-11-21T09:30:00+01:00 (Nowhere/Land)", "2026-11-21T09:30:00+01:00"),
        ("Now: 2026-11-21T09:30:00+01:00", "2026-11-21T09:30:00+01:00"),
        ("Now: 2026-11-21T09:30:00", "2026-11-21T09:30:00+00:00"),
    ],
)
def test_the_current_time_is_read_from_the_instructions(instructions: str, expected: str) -> None:
    assert read_now(instructions).isoformat() == expected


@pytest.mark.parametrize("instructions", ["", "Now: soon", "Now: 2026-13-01T00:00:00 (UTC)"])
def test_without_a_time_in_the_instructions_the_clock_is_used(instructions: str) -> None:
    assert abs(read_now(instructions).timestamp() - time.time()) < 5


@as_subtests("output", ["", "[]", "null", "not json", '{"tasks": 3}', '{"task": {"number": "x"}}', "{"])
def test_odd_tool_outputs_do_no_harm(output: str) -> None:
    outcome = read_outcome(output)
    assert (outcome.task, outcome.tasks) == (None, [])
    for message in (
        "delete milk",
        "add milk",
        "show my tasks",
        "delete all tasks",
        "postpone task 1 by a day",
    ):
        name = {
            "delete milk": "search_tasks",
            "add milk": "add_task",
            "delete all tasks": "delete_all_tasks",
        }.get(message, "list_tasks")
        assert decide(Transcript(NOW, message, (), (RecordedCall(name, output),)), TOOLS)


PLAIN_WORDS = """
    add delete complete show list what's rename move postpone tag mark as done the my it them task tasks
    #3 3 #home , . ; and then to by on at for next friday tomorrow today 7 7pm due date high priority
    urgent with note: - ( ) ' ! ? if not don't please first last all everything overdue 2 days end of
    month may march 2026-12-03 one two milk buy call yes no how many when find 🎉 买 <b>
"""
WORDS = st.sampled_from([*PLAIN_WORDS.split(), '"', "\\", "\ue000"])
TEXTS = st.one_of(
    st.lists(WORDS, max_size=14).map(" ".join),
    st.text(max_size=80),
    st.lists(WORDS, max_size=6).map("\n".join),
)
ASKED = st.sampled_from(
    [
        "What should I call it?",
        "There are several:\n\n- **#3** a\n- **#4** b\n\nWhich one should I delete?",
        "When should **#3** be due?",
        "What should I change about **#1**?",
        "Should I add “milk” to your tasks?",
    ]
)


@settings(max_examples=400, deadline=None)
@given(TEXTS, st.lists(st.tuples(TEXTS, ASKED), max_size=2))
def test_any_text_leads_to_a_decision(text: str, before: list[tuple[str, str]]) -> None:
    earlier = [said for asked, reply in before for said in (Said("user", asked), Said("assistant", reply))]
    assert decide(Transcript(NOW, text, tuple(earlier), ()), TOOLS)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXTS, min_size=1, max_size=3))
async def test_every_run_ends_within_ten_turns(texts: list[str]) -> None:
    chat = Chat(TaskStore())
    for title in ("Buy milk", "Call Ann", "Call Bob"):
        chat.store.add(title, due_at="2026-11-17T10:00")
    for text in texts:
        assert await chat.say(text)
        assert chat.turns <= 10


@as_subtests(
    "text",
    [
        "a" * 10_000,
        "add " + "lorem ipsum " * 830,
        "add " + "milk and " * 1100,
        "add " + "tomorrow " * 1100,
        "add " + "#a " * 3000,
        "add " + "!" * 9990,
        "'" * 10_000,
        "(" * 10_000,
        "delete " + "1 " * 4900,
        "delete " + "9" * 9990,
        "delete task 1, " * 660,
        "show my tasks and " * 550,
        "delete\n and " * 830,
        "postpone x to " * 700,
        "please " * 1400,
        "add x tags: " + "a, " * 3000,
        "add:\n" + "- a\n" * 2400,
        "🎉" * 10_000,
        ", " * 495,
        "mark 2 and " * 90,
    ],
)
def test_ten_thousand_characters_are_read_quickly(text: str) -> None:
    commands: list[Command] = []
    assert is_quick(lambda: commands.extend(read(text[:10_000])), seconds=1)
    assert commands


def test_usual_requests_are_read_within_milliseconds() -> None:
    texts = [
        "add milk and eggs tomorrow at 7pm #home, then mark task 1 as done",
        "what's on my list?",
        "buy milk",
    ]
    for text in texts:
        read(text)

    def read_often() -> None:
        for text in texts * 20:
            read(text)

    assert is_quick(read_often, seconds=60 * 0.02)


@as_subtests(
    ("line", "expected"),
    [
        ("Dates: 12-hour clock (5 pm), weeks begin on Sunday, language en", ("h12", 6, "en")),
        ("Dates: 24-hour clock (17:00), weeks begin on Monday, language de", ("h23", 0, "de")),
        ("Dates: 24-hour clock (17:00), weeks begin on Doomsday", ("h23", 0, "en")),
        ("", ("h23", 0, "en")),
    ],
)
def test_date_settings_are_read_from_the_instructions(
    line: str, expected: tuple[HourCycle, int, str]
) -> None:
    dates = read_date_settings(f"Now: 2026-11-21T09:30:00+01:00 (Europe/Berlin)\n{line}")
    assert dates == DateSettings(ZoneInfo("Europe/Berlin"), *expected)

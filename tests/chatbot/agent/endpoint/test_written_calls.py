"""A tool call in the text of a model is made once, or the run fails because the model cannot call tools."""

from __future__ import annotations

import json

from chatbot.agent.endpoint.answer import Text
from chatbot.agent.endpoint.speech import Speech
from chatbot.agent.endpoint.tool_names import known_name
from chatbot.agent.endpoint.written_calls import read_written_calls
from chatbot.models import Run
from tests.chatbot.agent.chat import Chat
from tests.provider.script import Provider, call, says
from tests.subtests import as_subtests

TOOLS = {"add_task", "list_tasks"}
ADD = '{"name": "add_task", "arguments": {"title": "Milk"}}'
WRITTEN = {
    "Qwen": f"<tool_call>\n{ADD}\n</tool_call>",
    "unclosed": f"<tool_call>{ADD}",
    "after a word": f"I add it.\n<tool_call>\n{ADD}\n</tool_call>",
    "other tag": f"<function_call>{ADD}</function_call>",
    "Mistral": f"[TOOL_CALLS][{ADD}]",
    "Llama": '{"name": "add_task", "parameters": {"title": "Milk"}}',
    "Llama with a mark": '<|python_tag|>{"name": "add_task", "parameters": {"title": "Milk"}}',
    "fenced": f"```json\n{ADD}\n```",
    "nested": '{"function": {"name": "functions.add_task", "arguments": {"title": "Milk"}}}',
    "arguments as text": json.dumps({"name": "add_task", "arguments": '{"title": "Milk"}'}),
    "Qwen Coder": "<tool_call>\n<function=add_task>\n<parameter=title>\nMilk\n</parameter>\n</function>",
}


@as_subtests("way", WRITTEN)
def test_a_written_call_is_read(way: str) -> None:
    text, (made,) = read_written_calls(WRITTEN[way], TOOLS)
    assert (made.name, json.loads(made.arguments)) == ("add_task", {"title": "Milk"})
    assert text == ("I add it." if way == "after a word" else "")
    speech = Speech(has_tools=True, begins_thinking=False)
    shown = [one for piece in WRITTEN[way] for one in speech.feed(Text(piece))] + list(speech.end(text))
    assert "".join(one.text for one in shown if isinstance(one, Text)).strip() == text


@as_subtests(
    "text",
    [
        "Hello.",
        "  {not JSON}",
        '{"name": "Milk", "price": 3}',
        '```json\n{"a": 1}\n```',
        'Write <tool_call>{"name": "x"}</tool_call> for that',
        "[1, 2, 3]",
        "```\ncode\n```",
        "```json" + "\n" * 20_000 + "x",
        "Well\n" + " " * 100_000 + ".",
        "Well" + " " * 100_000 + "done.",
    ],
)
def test_other_text_is_shown_as_it_is(text: str) -> None:
    assert read_written_calls(text, TOOLS) == (text, [])
    speech = Speech(has_tools=True, begins_thinking=False)
    shown = [one for piece in text for one in speech.feed(Text(piece))] + list(speech.end(text.lstrip()))
    assert "".join(one.text for one in shown if isinstance(one, Text)) == text.lstrip()


@as_subtests(
    "given",
    [
        "add_task",
        "functions.add_task",
        "default_api.add_task",
        "functions.add_task:0",
        "add_task ",
        "add_task<|channel|>commentary",
        "add_task</tool>",
        "Add_Task",
        "tools/add_task",
    ],
)
def test_the_tool_that_is_meant_is_found(given: str) -> None:
    assert known_name(given, TOOLS) == "add_task"


@as_subtests("given", ["add_tasks", "task", "", " ", "add", "add_task_now", "delete.x"])
def test_another_name_stays_as_it_is(given: str) -> None:
    assert known_name(given, TOOLS) == given


def test_a_long_call_is_buffered_in_linear_time() -> None:
    speech = Speech(has_tools=True, begins_thinking=False)
    for piece in ("<tool_call>", *["x y "] * 100_000):
        assert not list(speech.feed(Text(piece)))


async def test_a_written_call_is_made_once(endpoint: Provider, chat: Chat) -> None:
    endpoint.play(says("I add ", "it.\n<tool", f"_call>{ADD}</tool_call>"), says("Milk is on the list."))
    run = await chat.ask("Add milk")
    assert (run.status, run.reply.content) == (Run.Status.SUCCEEDED, "I add it.\n\nMilk is on the list.")
    assert await chat.tasks() == ["Milk"]
    assert await chat.streamed(run) == run.reply.content
    assert "tool_call>" not in str(endpoint.requests[-1])


async def test_a_call_that_is_made_and_written_is_made_once(endpoint: Provider, chat: Chat) -> None:
    made = call("add_task", title="Milk", description=None, priority=None, due_at=None, tags=None)
    endpoint.play(says(f"<tool_call>{ADD}</tool_call>", calls=[made]), says("Milk is on the list."))
    run = await chat.ask("Add milk")
    assert (run.reply.content, await chat.tasks()) == ("Milk is on the list.", ["Milk"])


async def test_a_call_that_cannot_be_read_ends_the_run(endpoint: Provider, chat: Chat) -> None:
    endpoint.play(says("<tool_call>add_task(Milk)</tool_call>"))
    run = await chat.ask("Add milk")
    assert (run.status, run.error_code) == (Run.Status.FAILED, "no_tools")
    assert "cannot use tools" in run.error
    assert "tool_call" not in await chat.streamed(run)

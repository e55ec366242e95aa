"""Thinking is not part of the answer, in every form in which endpoints send it."""

from __future__ import annotations

from typing import Any

import pytest

from chatbot.agent.endpoint.answer import Text, Thinking, Unsaid
from chatbot.agent.endpoint.thinking import ThinkingFilter, without_thinking
from chatbot.models import Run, Turn
from tests.chatbot.agent.chat import Chat
from tests.provider.script import Provider, call, calls, says
from tests.subtests import as_subtests

THOUGHTS = {
    "closed": "<think>\nHm, a greeting.\n</think>\n\nHello there.",
    "only the closing tag": "Hm, a greeting.\n</think>\n\nHello there.",
    "empty": "<think></think>\n\nHello there.",
    "other name": "<thinking>Hm.</thinking>Hello there.",
    "capitals": "<THINK>Hm.</THINK> Hello there.",
    "of Mistral": "[THINK]Hm.[/THINK]Hello there.",
    "twice": "<think>Hm.</think>Hello\n<think>And?</think>there.",
    "twice closed": "<think>Hm.</think></think>Hello there.",
}
SAID = {"twice": "Hello\nthere."}
LIST = call("list_tasks", status="all", due=None, tag=None, priority=None)


def split(pieces: list[str]) -> tuple[str, str]:
    """The text, and the thinking."""
    said = thought = ""
    thinking = ThinkingFilter()
    parts = [one for piece in pieces for one in thinking.feed(piece)]
    for one in (*parts, *thinking.end()):
        match one:
            case Text():
                said += one.text
            case Thinking():
                thought += one.text
            case Unsaid():
                said = ""
    return said, thought


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1_000])
@as_subtests("way", THOUGHTS)
def test_thinking_in_tags_is_not_part_of_the_answer(way: str, size: int) -> None:
    text = THOUGHTS[way]
    said, thought = split([text[start : start + size] for start in range(0, len(text), size)])
    assert said == SAID.get(way, "Hello there.")
    assert without_thinking(text) == said
    assert "Hello" not in thought


def test_an_unclosed_block_is_thinking_to_its_end() -> None:
    assert split(["<thi", "nk>Hm, ", "so it goes"]) == ("", "Hm, so it goes")


@as_subtests(
    "text",
    [
        "Use `<think>` and `</think>` for that.",
        "1 < 2, and <b>bold</b> [link](x) [thinking about it]",
        "Write <think> in the middle of a line",
        "It ends with <thi",
        "I think</b> so",
    ],
)
def test_other_text_is_shown_as_it_is(text: str) -> None:
    assert split(list(text))[0] == text


# Without an opening tag, the text before the closing one is shown and removed again; here both arrive at
# once.
@pytest.mark.parametrize(("way", "size"), [("closed", 5), ("only the closing tag", 1_000)])
async def test_thinking_is_kept_apart_from_the_answer_and_not_sent_back(
    way: str, size: int, endpoint: Provider, chat: Chat
) -> None:
    text = THOUGHTS[way]
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    endpoint.play(says(*pieces, calls=[LIST]), says(*pieces))
    run = await chat.ask("Hello")
    assert (run.status, run.reply.content) == (Run.Status.SUCCEEDED, "Hello there.\n\nHello there.")
    assert await chat.streamed(run) == run.reply.content
    assert "greeting" not in str([turn.response async for turn in Turn.objects.filter(run=run)])
    assert "greeting" not in str(endpoint.requests[-1])
    assert "greeting" not in str(await chat.published(run))
    assert ["greeting" in thought.text async for thought in run.thinking.all()] == [True, True]


async def test_a_model_that_always_begins_with_thinking_is_known_from_its_first_answer(
    endpoint: Provider, chat: Chat
) -> None:
    """So that people do not see its thinking as its answer in every turn until it is removed."""
    thoughtful = says("A greet", "ing.</think>", "Hello ", "there.", pause=0.05)
    endpoint.play(thoughtful, thoughtful, says("Just so."))
    await chat.ask("Hello")
    await chat.frames()
    run = await chat.ask("Hello")
    shown = [data["result"]["text"] for kind, data in await chat.frames() if kind == "message_delta"]
    assert "".join(shown) == run.reply.content == "Hello there."
    assert (await chat.ask("Hello")).reply.content == "Just so."


async def test_thinking_alone_is_not_an_answer(endpoint: Provider, chat: Chat) -> None:
    endpoint.play(says("<think>Hm."))
    assert (await chat.ask("Hello")).error_code == "bad_response"


@pytest.mark.parametrize("field", ["reasoning_content", "reasoning"])
async def test_thinking_in_its_own_field_is_not_part_of_the_answer(
    field: str, configured: Provider, chat: Chat
) -> None:
    configured.play(says("Hello.", thinking={field: ["A ", "greeting."]}))
    run = await chat.ask("Hello")
    assert run.reply.content == "Hello."
    frames = await chat.frames()
    shown = [data["result"]["text"] for kind, data in frames if kind == "thinking_delta"]
    assert "A greeting.".startswith("".join(shown))
    assert shown
    types = await chat.types()
    assert "thinking_delta" not in types
    assert types[types.index("agent_thinking") :][:3] == [
        "agent_thinking",
        "thinking_complete",
        "message_created",
    ]
    kept = await run.thinking.aget()
    assert (kept.index, kept.text) == (0, "A greeting.")
    turn: Any = await Turn.objects.aget(run=run)
    assert turn.response["output"][-1]["content"][0]["text"] == "Hello."


async def test_text_in_parts_may_contain_thinking(configured: Provider, chat: Chat) -> None:
    """In the format of Mistral's reasoning models."""
    thinking = [{"type": "thinking", "thinking": [{"type": "text", "text": "A greeting."}]}]
    configured.play(says(thinking, [{"type": "text", "text": "Hello."}]), calls(LIST))  # type: ignore[arg-type]
    assert (await chat.ask("Hello")).reply.content == "Hello."

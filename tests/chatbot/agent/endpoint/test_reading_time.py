"""An answer of many pieces is read in a time that grows as their number does, and not as its square."""

from __future__ import annotations

import time
from typing import Any

import pytest

from chatbot.agent.endpoint.chat_reader import ChatReader
from chatbot.agent.endpoint.request import OfferedTool, Request
from chatbot.agent.endpoint.speech import Speech

PIECE = "word " * 100
REQUEST = Request(instructions="", items=[], tools=[OfferedTool("add_task", "", {})])
PIECES: dict[str, dict[str, Any]] = {
    "text": {"content": PIECE},
    "thinking": {"reasoning_content": PIECE},
    "signed thinking": {"thinking_blocks": [{"type": "thinking", "thinking": PIECE}]},
    "arguments": {"tool_calls": [{"index": 0, "function": {"arguments": PIECE}}]},
    "arguments, with a name each": {
        "tool_calls": [{"index": 0, "function": {"name": "add_task", "arguments": f'"{PIECE}", '}}]
    },
}
FIRST = {"tool_calls": [{"index": 0, "function": {"name": "add_task", "arguments": '{"tags": ['}}]}


def seconds_to_read(delta: dict[str, Any], pieces: int) -> float:
    """Of the processor: what else it does meanwhile does not count."""
    begun = time.process_time()
    reader = ChatReader(REQUEST, "model")
    speech = Speech(has_tools=True, begins_thinking=False)
    for each in (FIRST, *[delta] * pieces):
        for piece in reader.feed({"choices": [{"delta": each}]}):
            list(speech.feed(piece))
    list(speech.end(reader.answer(said_done=True).text))
    return time.process_time() - begun


@pytest.mark.parametrize("kind", PIECES)
def test_four_times_the_pieces_take_four_times_as_long(kind: str) -> None:
    delta = PIECES[kind]
    few = min(seconds_to_read(delta, 1_000) for _ in range(3))
    assert seconds_to_read(delta, 4_000) < few * 9

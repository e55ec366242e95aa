"""The time to read a long answer, which must be linear in the number of its pieces.

CPU time of the process, so that other processes do not count.
"""

from __future__ import annotations

from collections.abc import Mapping
from time import process_time
from typing import Any

from chatbot.agent.endpoint.chat_reader import ChatReader
from chatbot.agent.endpoint.request import OfferedTool, Request
from chatbot.agent.endpoint.speech import Speech

from .effort import Effort
from .figures import Part, Table, Target
from .samples import percentile
from .workspace import Workspace

FEW, MANY = 1_000, 4_000
PIECE = "word " * 100
KINDS: Mapping[str, Mapping[str, Any]] = {
    "text": {"content": PIECE},
    "thinking": {"reasoning_content": PIECE},
    "signed thinking": {"thinking_blocks": [{"type": "thinking", "thinking": PIECE}]},
    "arguments": {"tool_calls": [{"index": 0, "function": {"arguments": PIECE}}]},
    "arguments, with a name each": {
        "tool_calls": [{"index": 0, "function": {"name": "add_task", "arguments": f'"{PIECE}", '}}]
    },
}
FIRST = {"tool_calls": [{"index": 0, "function": {"name": "add_task", "arguments": '{"tags": ['}}]}


async def measure(workspace: Workspace, effort: Effort) -> Part:
    rows = []
    for kind, delta in KINDS.items():
        few, many = (
            percentile([_milliseconds(delta, pieces) for _ in range(effort.rounds)], 50)
            for pieces in (FEW, MANY)
        )
        rows.append((kind, few, many, many / few))
    columns = ("pieces", f"{FEW}, ms", f"{MANY}, ms", "ratio")
    slowest = max(ratio for *_, ratio in rows)
    return Part(
        [Table("Reading an answer that comes in pieces", columns, rows)],
        [Target(f"{MANY // FEW} times the pieces of an answer", slowest, 6, "times")],
    )


def _milliseconds(delta: Mapping[str, Any], pieces: int) -> float:
    reader = ChatReader(Request(instructions="", items=[], tools=[OfferedTool("add_task", "", {})]), "model")
    speech = Speech(has_tools=True, begins_thinking=False)
    started = process_time()
    for each in (FIRST, *[delta] * pieces):
        for piece in reader.feed({"choices": [{"delta": each}]}):
            list(speech.feed(piece))
    list(speech.end(reader.answer(said_done=True).text))
    return 1_000 * (process_time() - started)

"""Bytes of an answer, in any pieces, as JSON objects."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from chatbot.agent.endpoint.faults import Fault
from chatbot.agent.endpoint.wire import json_objects

SENT = [{"text": "naïve 🦊"}, {"text": "end"}]
ONE, TWO = (json.dumps(one, ensure_ascii=False) for one in SENT)
STREAMS = {
    "as documented": f"data: {ONE}\n\ndata: {TWO}\n\n",
    "carriage returns": f"data: {ONE}\r\n\r\ndata: {TWO}\r\n\r\n",
    "old line ends": f"data: {ONE}\r\rdata: {TWO}\r\r",
    "events and ids": f"event: x\nid: 7\ndata: {ONE}\n\nretry: 3\nevent: y\ndata: {TWO}\n\n",
    "comments": f": ping\n\ndata: {ONE}\n\n: ping\n\n:\n\ndata: {TWO}\n\n",
    "empty data": f"data:\n\ndata: {ONE}\n\ndata: \n\ndata: {TWO}\n\n",
    "no space": f"data:{ONE}\n\ndata:{TWO}\n\n",
    "no empty line": f"data: {ONE}\ndata: {TWO}\n",
    "no last line end": f"data: {ONE}\n\ndata: {TWO}",
    "in several lines": f'data: {{\ndata: "text": "naïve 🦊"}}\n\ndata: {TWO}\n\n',
    "a mark at the beginning": f"\ufeffdata: {ONE}\n\ndata: {TWO}\n\n",
}


async def read(body: str, size: int = 1_000) -> list[Any]:
    encoded = body.encode()

    async def chunks() -> AsyncIterator[bytes]:
        for start in range(0, len(encoded), size):
            yield encoded[start : start + size]

    return [sent async for sent in json_objects(chunks())]


@pytest.mark.parametrize("size", [1, 2, 7, 1_000])
@pytest.mark.parametrize("way", STREAMS)
async def test_a_stream_is_read(way: str, size: int) -> None:
    assert await read(STREAMS[way], size) == SENT
    assert await read(STREAMS[way] + "\n\ndata: [DONE]\n\n", size) == [*SENT, "[DONE]"]


@pytest.mark.parametrize("size", [1, 1_000])
@pytest.mark.parametrize("body", ["{}", '  \n{"a":\n\n1}', '[{"error": 1}]'])
async def test_a_body_that_is_not_a_stream_is_read_as_a_whole(body: str, size: int) -> None:
    value = json.loads(body)
    assert await read(body, size) == (value if isinstance(value, list) else [value])


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ('data: {"a": \n\n', "bad_response"),
        ("data: [1, 2]\n\n", "bad_response"),
        ("<html>not here</html>", "bad_response"),
        ('{"a": ', "bad_response"),
        ('data: {"a": 1', "unreachable"),
    ],
)
async def test_anything_but_an_object_is_a_fault(body: str, kind: str) -> None:
    with pytest.raises(Fault) as raised:
        await read(body)
    assert raised.value.kind == kind


async def test_an_empty_body_has_no_object() -> None:
    assert await read("") == []
    assert await read(": ping\n\n: ping\n\n") == []

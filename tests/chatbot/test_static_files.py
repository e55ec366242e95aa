"""Static files, as servers send them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from chatbot.request_handling import http_application
from chatbot.request_thread import with_request_thread

NAME = "streaming/retry.js"
BODY = (Path(__file__).parents[2] / "static" / NAME).read_bytes()


@pytest.fixture
async def site() -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(with_request_thread(http_application()))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        yield client


async def test_file_is_sent(site: httpx.AsyncClient) -> None:
    response = await site.get(f"/static/{NAME}")
    assert response.headers["Content-Type"].startswith("text/javascript")
    assert response.headers["Content-Length"] == str(len(BODY))
    assert response.content == BODY


async def test_part_of_a_file_is_sent(site: httpx.AsyncClient) -> None:
    response = await site.get(f"/static/{NAME}", headers={"Range": "bytes=5-9"})
    assert (response.status_code, response.content) == (206, BODY[5:10])


async def test_head_has_the_length_and_no_body(site: httpx.AsyncClient) -> None:
    response = await site.head(f"/static/{NAME}")
    assert (response.headers["Content-Length"], response.content) == (str(len(BODY)), b"")


async def test_file_that_is_known_is_not_sent_again(site: httpx.AsyncClient) -> None:
    first = await site.get(f"/static/{NAME}")
    known = {"If-Modified-Since": first.headers["Last-Modified"]}
    assert (await site.get(f"/static/{NAME}", headers=known)).status_code == 304


async def test_no_such_file(site: httpx.AsyncClient) -> None:
    assert (await site.get("/static/no-such-file.js")).status_code == 404

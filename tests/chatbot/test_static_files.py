"""Static files in an asynchronous chain."""

from __future__ import annotations

from pathlib import Path

from django.http import StreamingHttpResponse
from django.test import AsyncClient

NAME = "streaming/retry.js"
BODY = (Path(__file__).parents[2] / "static" / NAME).read_bytes()


async def test_file_is_sent_by_the_loop(async_client: AsyncClient) -> None:
    response = await async_client.get(f"/static/{NAME}")
    assert isinstance(response, StreamingHttpResponse)
    assert response.is_async  # else Django warns, once in each process
    assert response["Content-Type"].startswith("text/javascript")
    assert b"".join([part async for part in response]) == BODY
    response.close()


async def test_file_that_is_known_is_not_sent_again(async_client: AsyncClient) -> None:
    first = await async_client.get(f"/static/{NAME}")
    first.close()
    known = {"If-Modified-Since": first["Last-Modified"]}
    assert (await async_client.get(f"/static/{NAME}", headers=known)).status_code == 304


async def test_no_such_file(async_client: AsyncClient) -> None:
    assert (await async_client.get("/static/no-such-file.js")).status_code == 404

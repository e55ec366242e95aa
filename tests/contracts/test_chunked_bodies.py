"""Bodies without a Content-Length (RFC 9112, section 7.1), as clients and proxies stream them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import httpx

    from tests.contracts.client import Api


async def post(api: Api, path: str, body: bytes) -> httpx.Response:
    async def chunks() -> AsyncIterator[bytes]:
        for begin in range(0, len(body), 500_000):
            yield body[begin : begin + 500_000]

    headers = {**api.account.bearer, "Content-Type": "application/json"}
    return await api.http.post(path, content=chunks(), headers=headers)


@pytest.mark.both_servers
async def test_a_body_without_a_length_is_read_as_any_other(api: Api) -> None:
    made = await post(api, "/api/tasks/", b'{"title": "Milk"}')
    assert (made.status_code, made.json()["title"]) == (201, "Milk")
    assert (await post(api, "/api/auth/ticket/", b"")).status_code == 200
    assert (await post(api, f"/api/tasks/{made.json()['id']}/complete/", b"")).status_code == 200
    assert (await post(api, "/api/tasks/", b"")).status_code == 400
    assert (await post(api, "/api/tasks/", b'{"title": "' + b"x" * 3_000_000 + b'"}')).status_code == 413

"""The official MCP client signs in with OAuth: a person allows it in Chromium, on a real server."""

from __future__ import annotations

import asyncio
from urllib.parse import parse_qs, urlsplit

import httpx2
from mcp import Client
from mcp.client.auth import OAuthClientProvider
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.auth import (
    AuthorizationCodeResult,
    OAuthClientInformationFull,
    OAuthClientMetadata,
    OAuthToken,
)
from playwright.async_api import expect

from tests.browser.site import ChatTab
from tests.services.browser import Watch
from tests.services.browser_fixtures import NewContext
from tests.services.web_server import WebServer


class Kept:
    """What the program stores."""

    tokens: OAuthToken | None = None
    client: OAuthClientInformationFull | None = None

    async def get_tokens(self) -> OAuthToken | None:
        return self.tokens

    async def set_tokens(self, tokens: OAuthToken) -> None:
        self.tokens = tokens

    async def get_client_info(self) -> OAuthClientInformationFull | None:
        return self.client

    async def set_client_info(self, client_info: OAuthClientInformationFull) -> None:
        self.client = client_info


async def listen(came_back: list[str]) -> asyncio.Server:
    """The program's own address, to which the browser brings the answer."""

    async def receive(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await reader.readuntil(b"\r\n\r\n")
        came_back.append(request.split()[1].decode())
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nDone.")
        await writer.drain()
        writer.close()

    return await asyncio.start_server(receive, "127.0.0.1", 0)


async def test_the_official_client_is_allowed_in_chromium(
    site: WebServer, new_context: NewContext, watch: Watch
) -> None:
    watch.expect(r"foreign origin: http://127\.0\.0\.1:\d+/(callback\?|favicon)")  # of the program
    page = await (await new_context()).new_page()
    came_back: list[str] = []
    listener = await listen(came_back)
    callback = f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}/callback"

    async def send_person(address: str) -> None:
        await page.goto(address)
        await page.get_by_label("Username").fill("demo")
        await page.get_by_label("Password", exact=True).fill("demo")
        await page.get_by_role("button", name="Sign in").click()
        await expect(page.get_by_role("heading", name="Connect Editor?")).to_be_visible()
        await page.set_viewport_size({"width": 375, "height": 720})
        await ChatTab(page, site.url).assert_fits()
        await page.get_by_label("Agent:").uncheck()
        await page.get_by_label("Your password").fill("demo")
        await page.get_by_role("button", name="Connect").click()
        await page.wait_for_url(f"{callback}?*")

    async def code() -> AuthorizationCodeResult:
        query = parse_qs(urlsplit(came_back[0]).query)
        return AuthorizationCodeResult(**{name: values[0] for name, values in query.items()})

    metadata = OAuthClientMetadata(client_name="Editor", redirect_uris=[callback])
    kept = Kept()
    provider = OAuthClientProvider(f"{site.url}/mcp", metadata, kept, send_person, code)
    async with (
        listener,
        httpx2.AsyncClient(auth=provider, timeout=60) as http,
        Client(streamable_http_client(f"{site.url}/mcp", http_client=http)) as client,
    ):
        tools = {tool.name for tool in (await client.list_tools()).tools}
    assert "add_tasks" in tools
    assert "make_plan" not in tools  # for which it would have to use the agent
    assert kept.tokens is not None
    assert kept.tokens.scope == "read write"

    await page.goto(f"{site.url}/accounts/tokens/")
    await page.get_by_role("button", name="Disconnect Editor").click()
    await expect(page.get_by_text("The program is disconnected.")).to_be_visible()
    bearer = {"Authorization": f"Bearer {kept.tokens.access_token}"}
    async with httpx2.AsyncClient(headers=bearer) as http:
        refused = await http.post(f"{site.url}/mcp", json={})
    assert refused.status_code == 401

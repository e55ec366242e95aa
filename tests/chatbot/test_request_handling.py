"""Which requests run in one thread, and how often each goes to a thread."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from inspect import iscoroutinefunction
from typing import Any
from uuid import UUID

import httpx
import pytest
from asgiref.sync import ThreadSensitiveContext
from django.db import connections
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from chatbot.request_handling import http_application, is_waiting
from chatbot.request_thread import RequestThread
from tests.chatbot.conftest import Job
from tests.factories import UserFactory

CSRF_TOKEN = "a" * 32
AT_MOST = 3  # the start of the request, middleware and view, its end


class CountingThread(RequestThread):
    def __init__(self) -> None:
        super().__init__()
        self.calls = 0

    def submit[**P, T](self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        self.calls += 1
        return super().submit(fn, *args, **kwargs)


class CountingPool(ThreadPoolExecutor):
    calls = 0

    def submit[**P, T](self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        self.calls += 1
        return super().submit(fn, *args, **kwargs)


@pytest.fixture
async def site() -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(http_application())
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        yield client


@pytest.fixture
async def pool() -> CountingPool:
    """Where the event loop sends what need not be in the request's thread."""
    pool = CountingPool()
    asyncio.get_running_loop().set_default_executor(pool)
    return pool


@pytest.fixture
def session(transactional_db: None) -> str:
    """The cookie of somebody who is signed in."""
    client = Client()
    client.force_login(UserFactory(username="alice"))
    return client.cookies["sessionid"].value


ADDRESSES = (
    "/healthz",
    "/",
    "/tasks/",
    "/accounts/sign-in/",
    "/api/auth/me/",
    "/api/tasks",
    "/static/streaming/retry.js",
    "/no-such-page/",
    "/api/no-such-endpoint",
    "/healthz?q=%00",
)


async def test_no_request_goes_to_a_thread_more_than_three_times(
    site: httpx.AsyncClient, pool: CountingPool, session: str
) -> None:
    site.cookies["sessionid"] = session
    hops = {}
    for address in ADDRESSES:
        thread = CountingThread()
        async with ThreadSensitiveContext(executor=thread):
            response = await site.get(address)
        hops[address] = thread.calls
        thread.submit(connections.close_all)
        thread.release()
        assert response.status_code < 500, address
    assert hops == dict.fromkeys(ADDRESSES, AT_MOST)
    assert pool.calls == 0


async def test_a_message_whose_sender_does_not_wait_goes_to_a_thread_three_times(
    site: httpx.AsyncClient, pool: CountingPool, session: str, enqueued: list[Job]
) -> None:
    site.cookies.update({"sessionid": session, "csrftoken": CSRF_TOKEN})
    thread = CountingThread()
    async with ThreadSensitiveContext(executor=thread):
        headers = {"Prefer": "respond-async", "X-CSRFToken": CSRF_TOKEN}
        response = await site.post("/api/chat", json={"message": "help"}, headers=headers)
    assert (response.status_code, response.headers["Preference-Applied"]) == (202, "respond-async")
    assert (thread.calls, pool.calls) == (AT_MOST, 0)
    thread.submit(connections.close_all)
    thread.release()
    assert len(enqueued) == 1


@pytest.mark.parametrize(
    ("path", "prefer", "waits"),
    [
        ("/api/chat", [], True),
        ("/api/chat", [b"respond-async"], False),
        ("/api/v1/chat", [], True),
        ("/api/v1/chat", [b"respond-async"], False),
        ("/api/chat/", [b"handling=lenient", b"respond-async"], False),
        ("/api/chat", [b"respond-async", b"wait=5"], True),
        ("/api/events", [b"respond-async"], True),
        ("/api/tasks", [], False),
    ],
)
def test_a_message_waits_unless_its_sender_prefers_not_to(
    path: str, prefer: list[bytes], waits: bool
) -> None:
    assert is_waiting(path, [(b"prefer", value) for value in prefer]) == waits


def test_all_asynchronous_views_and_no_others_may_wait() -> None:
    views = list(_views(get_resolver().url_patterns))
    waiting = {address for address, view in views if iscoroutinefunction(view)}
    assert waiting == {address for address, _ in views if is_waiting(address)}
    assert {"/api/chat/", "/api/v1/chat/"} <= waiting
    assert {address for address in waiting if not is_waiting(address.removesuffix("/"))} == set()


def _views(patterns: list[URLPattern | URLResolver], prefix: str = "/") -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        address = prefix + re.sub(r"<[^>]*>", str(UUID(int=0)), str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from _views(pattern.url_patterns, address)
        else:
            yield address, pattern.callback


def test_a_thread_that_still_works_for_a_cancelled_request_is_given_to_no_other() -> None:
    cancelled, other = RequestThread(), RequestThread()
    busy = cancelled.submit(threading.get_ident).result()
    finish = threading.Event()
    cancelled.submit(finish.wait)
    cancelled.release()
    assert other.submit(threading.get_ident).result() != busy
    finish.set()
    other.release()

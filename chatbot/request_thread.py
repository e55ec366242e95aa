"""The thread in which a request does its synchronous work, and which it can release while it waits.

Django keeps a thread for each request from its first synchronous step to its end. Hundreds of clients that
wait for an event would hold hundreds of idle threads.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import Any

from asgiref.sync import ThreadSensitiveContext
from django.db import connections
from django.http import HttpRequest

_KEY = "chatbot.request_thread"  # in the ASGI scope


class RequestThread(Executor):
    """An executor of one thread, which is started when there is work."""

    def __init__(self) -> None:
        self._thread: ThreadPoolExecutor | None = None

    def submit[**P, T](self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        if self._thread is None:
            self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="request")
        return self._thread.submit(fn, *args, **kwargs)

    def release(self) -> None:
        """Close the thread's database connections and end it; does not wait. More work starts another."""
        if self._thread is not None:
            self._thread.submit(connections.close_all)
            self._thread.shutdown(wait=False)
            self._thread = None


def with_request_thread(application: Any) -> Any:
    """An ASGI application whose requests can call `release_thread`."""

    async def call(scope: dict[str, Any], receive: Any, send: Any) -> None:
        thread = RequestThread()
        try:
            async with ThreadSensitiveContext(executor=thread):
                await application({**scope, _KEY: thread}, receive, send)
        finally:
            thread.release()

    return call


def release_thread(request: HttpRequest) -> None:
    """End the request's thread until it has more work. Without effect on requests of Django's test client."""
    thread: RequestThread | None = getattr(request, "scope", {}).get(_KEY)
    if thread is not None:
        thread.release()

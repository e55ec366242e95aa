"""The thread in which a request does its synchronous work, and which it can release while it waits.

Django keeps a thread for each request from its first synchronous step to its end. Hundreds of clients that
wait for an event would hold hundreds of idle threads.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import Any

from asgiref.sync import ThreadSensitiveContext
from django.db import close_old_connections, connections
from django.http import HttpRequest

KEPT = 4  # idle threads, each with its connection to the database
_KEY = "chatbot.request_thread"  # in the ASGI scope
_idle: deque[ThreadPoolExecutor] = deque()


class RequestThread(Executor):
    """An executor of one thread, which is started, or taken over from an earlier request, for its work."""

    def __init__(self) -> None:
        self._thread: ThreadPoolExecutor | None = None

    def submit[**P, T](self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        if self._thread is None:
            self._thread = _idle.pop() if _idle else ThreadPoolExecutor(1, thread_name_prefix="request")
        return self._thread.submit(fn, *args, **kwargs)

    def release(self) -> None:
        """Leave the thread to later requests, after its work; does not wait. More work takes another one."""
        if self._thread is not None:
            self._thread.submit(_keep_or_end, self._thread)
            self._thread = None


def _keep_or_end(thread: ThreadPoolExecutor) -> None:
    """Runs in the thread, after everything else that was submitted to it."""
    if len(_idle) < KEPT:
        close_old_connections()  # those of a pool go back to it
        _idle.append(thread)
    else:
        connections.close_all()
        thread.shutdown(wait=False)


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
    """Do without a thread until the request has more work. Does nothing for Django's test client."""
    thread: RequestThread | None = getattr(request, "scope", {}).get(_KEY)
    if thread is not None:
        thread.release()

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.tasks import TaskResult
from django.tasks.signals import task_enqueued
from pytest_django.fixtures import Settings

from tests.services.web_server import WebServer

type Job = tuple[Any, ...]  # its name, and its arguments


@pytest.fixture
def site(server_here: WebServer) -> WebServer:
    """A server of the test's kind."""
    return server_here


@pytest.fixture
def enqueued(settings: Settings) -> Iterator[list[Job]]:
    """The jobs that are enqueued from now on: `("execute_run", "…")`. They are not run."""
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
    jobs: list[Job] = []

    def note(task_result: TaskResult[Any, Any], **rest: Any) -> None:
        jobs.append((task_result.task.name, *task_result.args))

    task_enqueued.connect(note)
    yield jobs
    task_enqueued.disconnect(note)

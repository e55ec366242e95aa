"""A web server, a worker, and a model that calls many tools."""

from __future__ import annotations

from typing import Any

from benchmarks.machine import cpu_of
from benchmarks.workspace import DEPLOYED, Workspace
from tests.provider.script import Provider, call, calls, says
from tests.services.web_server import environment, manage

MODEL = "page"
PACE = 0.05  # seconds before each of the model's answers
ANSWERS, TOOLS = 8, 3  # of one run; tools in each answer
WORDS = [f"word{number} " for number in range(300)]


class Site:
    """The web server executes no jobs, so that its CPU time is that of the tabs."""

    def __init__(self, workspace: Workspace) -> None:
        url, redis_url = workspace.postgres.new(), workspace.redis.url
        settings = {
            **workspace.provider.settings(MODEL),
            "DAILY_MESSAGE_LIMIT": "1000",
            "JOBS": "workers",
            "SECRET_KEY": "of-a-site-that-lives-for-a-minute" * 2,
        }
        self.provider = Provider(workspace.provider.client, MODEL)
        manage(environment(url, redis_url, **settings), "migrate", "--verbosity", "0")
        manage(environment(url, redis_url, **DEPLOYED, **settings), "collectstatic", "--no-input")
        self.web = workspace.serve("uvicorn", url, redis_url=redis_url, **settings)
        self._worker = workspace.work(self.web.env)
        manage({**self.web.env, "DEBUG": "true"}, "demo")

    def cpu(self) -> float:
        """Seconds that the web server's process has used."""
        return cpu_of(self.web.pid)

    def stop(self) -> None:
        self._worker.kill()
        self.web.stop()


def look(call_id: str) -> dict[str, Any]:
    every = {"status": "all", "due": None, "tag": None, "priority": None}
    return call("list_tasks", call_id, **every)


def looks(name: str, number: int, **how: Any) -> dict[str, Any]:
    return calls(*(look(f"call_{name}_{tool}") for tool in range(number)), **how)


def history(number: int) -> list[dict[str, Any]]:
    """The answers of the model in one earlier turn of the conversation: two tools, and a text."""
    return [looks(f"before_{number}", 2), says("There are **three** tasks.\n\n- Milk\n- Bread\n- Salt")]


def burst(number: int) -> list[dict[str, Any]]:
    """The measured run: its steps one after the other, then its text."""
    steps = [looks(f"{number}_{answer}", TOOLS, delay=PACE) for answer in range(ANSWERS)]
    return [*steps, says(*WORDS, pause=0.01)]

"""The tests' OpenAI-compatible endpoint with timed answers, and these answers."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

from tests.provider.script import Provider, call, calls, says
from tests.services.ports import free_port
from tests.services.process import Process
from tests.services.web_server import ROOT


class ProviderServer(Process):
    def __init__(self, directory: Path) -> None:
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{free_port()}")
        argv = [sys.executable, "-m", "tests.provider.server", str(self.client.base_url.port)]
        super().__init__(argv, log=directory / "provider.log", cwd=ROOT)

    def start(self) -> None:
        super().start()
        self.wait_ready(self._answers)

    def _answers(self) -> bool:
        try:
            return self.client.get("/v1/models").is_success
        except httpx.TransportError:
            return False

    def settings(self, model: str, *answers: dict[str, Any]) -> dict[str, str]:
        """The settings of a site whose model gives these answers, chosen by the number of tool outputs."""
        provider = Provider(self.client, model)
        provider.play(*answers)
        return {"AGENT_BASE_URL": provider.base_url, "AGENT_API_KEY": "none", "AGENT_MODEL": model}


def slowly(tokens: int, pause: float, after: int = 0) -> dict[str, Any]:
    """Streams a text, one token each `pause` seconds."""
    return says(*(f"word{number} " for number in range(tokens)), pause=pause, after=after)


def turns(number: int, last: Callable[[int], dict[str, Any]]) -> list[dict[str, Any]]:
    """That many turns: each but the last calls a tool that lists tasks."""
    every = {"status": "all", "due": None, "tag": None, "priority": None}
    looks = [calls(call("list_tasks", f"call_{after}", **every), after=after) for after in range(number - 1)]
    return [*looks, last(number - 1)]

"""The answers that a test scripts for the server."""

from __future__ import annotations

import json
from typing import Any

import httpx

from chatbot.model_endpoint import ModelEndpoint
from tests.services.wait import until


def call(
    name: str, /, call_id: str = "call_0", arguments: str | None = None, **values: Any
) -> dict[str, Any]:
    """A tool call, with its arguments as values or as text; they are streamed in pieces."""
    text = json.dumps(values) if arguments is None else arguments
    size = max(7, len(text) // 20)
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    return {"id": call_id, "name": name, "pieces": pieces}


def says(*pieces: str, **how: Any) -> dict[str, Any]:
    return {"text": list(pieces), **how}


def calls(*made: dict[str, Any], **how: Any) -> dict[str, Any]:
    return {"calls": list(made), **how}


def refuses(
    status: int, message: str = "sk-secret: the provider's own words", **headers: str
) -> dict[str, Any]:
    """An error, which is the same when the request is sent again."""
    error = {"error": {"message": message, "type": "provider", "code": None, "param": None}}
    return {"status": status, "headers": {"retry-after-ms": "1", **headers}, "body": error}


class Provider:
    """The server for one test: with a model name, and so a script, of its own."""

    def __init__(self, client: httpx.Client, model: str) -> None:
        self.base_url = f"{client.base_url}/v1"
        self.model = model
        self._client = client

    def endpoint(self, **settings: str) -> ModelEndpoint:
        """Its configuration for a site, with further settings of the environment."""
        # Imported here, since the benchmarks use this module without settings.
        from chatbot.settings.endpoint import read_endpoint

        given = {"AGENT_BASE_URL": self.base_url, "AGENT_API_KEY": "sk-secret", "AGENT_MODEL": self.model}
        endpoint = read_endpoint({**given, "AGENT_TIMEOUT": "20", **settings})
        assert endpoint is not None
        return endpoint

    def play(self, *answers: dict[str, Any]) -> None:
        """Answer the next requests with these, one after the other."""
        self._client.put(f"/scripts/{self.model}", content=json.dumps(answers)).raise_for_status()

    def release(self) -> None:
        """Let answers with `hold` continue."""
        self._client.put(f"/releases/{self.model}").raise_for_status()

    @property
    def requests(self) -> list[dict[str, Any]]:
        """The bodies of the requests that were received since the script was set."""
        received: list[dict[str, Any]] = self._client.get(f"/scripts/{self.model}").json()
        return received

    async def until_asked(self) -> None:
        """Wait for the first of these requests."""

        async def is_asked() -> bool:
            return bool(self.requests)

        await until(is_asked, "a request to the model")

    @property
    def received(self) -> list[dict[str, Any]]:
        """The path, query and headers of the same requests."""
        received: list[dict[str, Any]] = self._client.get(f"/received/{self.model}").json()
        return received

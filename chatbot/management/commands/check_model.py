from __future__ import annotations

import asyncio
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from chatbot.model_endpoint import ModelEndpoint

_COLUMN = 26


class Command(BaseCommand):
    help = "Try the configured model as the agents use it, and say which setting to change where it fails."

    def handle(self, *args: Any, **options: Any) -> None:
        models: tuple[ModelEndpoint, ...] = settings.AGENT_MODELS
        if not models:
            raise CommandError(
                "No model is configured, so the built-in offline assistant answers. Set AGENT_PRESET, "
                "AGENT_API_KEY and AGENT_MODEL; docs/models.md has examples."
            )
        failures = sum([self._check(model) for model in models])
        if failures:
            raise CommandError(f"{failures} of the checks failed.")
        self.stdout.write("All is well.")

    def _check(self, endpoint: ModelEndpoint) -> int:
        self.stdout.write(f"Model     {endpoint.model}")
        self.stdout.write(f"Endpoint  {endpoint.base_url} ({_kind(endpoint)})")
        self.stdout.write(f"Key       {'is set' if endpoint.api_key else 'none'}")
        return asyncio.run(self._try_out(endpoint))

    async def _try_out(self, endpoint: ModelEndpoint) -> int:
        # Imported late: the Agents SDK takes two seconds to load, and other commands do not need it.
        from chatbot.agent.check.findings import try_out

        failures = 0
        async for finding in try_out(endpoint):
            outcome = f"failed: {finding.problem}" if finding.problem else f"ok {finding.remark}".strip()
            self.stdout.write(f"  {finding.what + ':':<{_COLUMN}}{outcome}")
            if finding.problem:
                failures += 1
                self.stdout.write(f"  {'':<{_COLUMN}}{finding.advice}")
            self.stdout.flush()
        return failures


def _kind(endpoint: ModelEndpoint) -> str:
    api = "chat completions" if endpoint.api == "chat" else "Responses API"
    return f"preset {endpoint.preset}, {api}" if endpoint.preset else api

"""The results of tools in the protocol's form."""

from __future__ import annotations

import json
from typing import Any

from mcp import types

from chatbot.domain.errors import DomainError
from chatbot.tools.common import hints
from chatbot.tools.common.shown import for_model


def done(output: dict[str, Any]) -> types.CallToolResult:
    """`output` for the program, and without ids as text for its model, as our own model reads it."""
    text = json.dumps(for_model(output), ensure_ascii=False, sort_keys=True)
    return types.CallToolResult(content=[types.TextContent(text=text)], structured_content=output)


def refused(error: str, hint: str) -> types.CallToolResult:
    """A refusal that the model can read and act on."""
    output = {"error": error, **({"next": hint} if hint else {})}
    return done(output).model_copy(update={"is_error": True})


def refused_by(error: DomainError) -> types.CallToolResult:
    return refused(error.message, hints.after_refusal(error))

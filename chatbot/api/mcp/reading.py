"""Calls of tools that only read: no run, no journal, no event."""

from __future__ import annotations

import json
from typing import Any

from django.db import transaction
from mcp import types
from pydantic import ValidationError

from chatbot.domain.errors import DomainError
from chatbot.domain.journal.tool_calls import Outcome, SoFar
from chatbot.models import User
from chatbot.tools import Tool
from chatbot.tools.common import hints

from .results import done, refused, refused_by


@transaction.atomic
def read(owner: User, tool: Tool[Any], given: dict[str, Any]) -> types.CallToolResult:
    try:
        arguments = tool.arguments.model_validate_json(json.dumps(given))
        outcome = tool.effect(owner, arguments, SoFar())
    except ValidationError as error:
        return refused(hints.explain(error), hints.after_misfit(error))
    except DomainError as error:
        return refused_by(error)
    if not isinstance(outcome, Outcome):
        raise TypeError(f"{tool.name} reads, and must be done in one go.")
    return done(outcome.output.as_json())

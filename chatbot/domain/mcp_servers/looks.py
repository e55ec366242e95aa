"""What a server's tools are: read now and then, and stored, so that no message waits for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from chatbot.domain.text import normalize, storable
from chatbot.models import McpServer
from chatbot.models.now import Now

from .naming import offered_name
from .schemas import problem_of
from .targets import Target, target_of

FRESH = timedelta(minutes=10)
AFTER_FAILURE = timedelta(minutes=1)
MOST_TOOLS = 64  # of one server
MOST_LISTED = 200  # with those that are skipped
DESCRIPTION_LENGTH = 1_000
_NAME_LENGTH = 100
# A name is part of what people are asked, so it must not read as a sentence.
_NAME = re.compile(rf"[\w./:@-]{{1,{_NAME_LENGTH}}}")
_Skipped = McpServer.Skipped


@dataclass(frozen=True, slots=True)
class ListedTool:
    """A tool as the server describes it."""

    name: str
    description: str
    schema: Any
    is_read_only: bool


def find_target(server_id: UUID) -> Target | None:
    """Where to look; `None` if the server is gone or switched off."""
    server = McpServer.objects.enabled().filter(pk=server_id).first()
    return target_of(server) if server else None


def record_tools(target: Target, listed: Sequence[ListedTool]) -> None:
    """Store what a look has found, unless the server was changed in the meantime."""
    server = _looked_at(target).first()
    if server is not None:
        _looked_at(target).update(
            tools=list(_described(server.prefix, listed)),
            problem="",
            looked_at=Now(),
            next_look_at=Now() + FRESH,
        )


def record_problem(target: Target, problem: str) -> None:
    """Store why the server did not answer as it should. Its tools stay, but are not offered."""
    _looked_at(target).update(problem=problem, looked_at=Now(), next_look_at=Now() + AFTER_FAILURE)


def put_off(target: Target) -> None:
    """The next run asks for another look."""
    _looked_at(target).update(next_look_at=Now())


def _looked_at(target: Target) -> Any:
    return McpServer.objects.filter(pk=target.server_id, version=target.version)


def _described(prefix: str, listed: Sequence[ListedTool]) -> Iterator[dict[str, Any]]:
    taken: set[str] = set()
    known: set[str] = set()
    for tool in listed[:MOST_LISTED]:
        skipped = _problem_of(tool, known, len(taken))
        known.add(tool.name)
        described = {"name": storable(tool.name)[:_NAME_LENGTH], "is_read_only": tool.is_read_only}
        if skipped:
            yield {**described, "skipped": skipped}
            continue
        offered = offered_name(prefix, tool.name, taken)
        taken.add(offered.lower())
        description = normalize(storable(tool.description))[:DESCRIPTION_LENGTH]
        yield {**described, "offered": offered, "description": description, "schema": tool.schema}


def _problem_of(tool: ListedTool, known: set[str], offered: int) -> str:
    if not _NAME.fullmatch(tool.name) or tool.name in known:
        return _Skipped.NAME
    return problem_of(tool.schema) or (_Skipped.TOO_MANY if offered >= MOST_TOOLS else "")

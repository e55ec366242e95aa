"""Who is calling: a program, for the person whose token it has."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from typing import Any, Self
from uuid import UUID

from mcp.server.context import ServerRequestContext

from chatbot.addresses import MCP_PATH
from chatbot.domain.people.oauth_clients import use_access_token
from chatbot.domain.people.personal_tokens import NAME_LENGTH, is_personal_token, use_personal_token
from chatbot.models import User
from streaming.database import DatabaseThreads

type Context = ServerRequestContext[Any, Any]
type Execute = Callable[[UUID], Coroutine[Any, Any, None]]

database = DatabaseThreads(4).call


@dataclass(frozen=True, slots=True)
class Client:
    """`name` is what its owner calls it: the name of its token. `site` is where links to pages lead.

    `execute` executes runs in this process, where the site's own would find them late.
    """

    owner: User
    name: str
    scopes: frozenset[str]
    site: str
    execute: Execute | None = None

    def named(self, context: Context) -> Self:
        """Without a token, it has the name that the program gives itself."""
        if self.name:
            return self
        params = context.session.client_params
        declared = (params.client_info.title or params.client_info.name) if params else ""
        return replace(self, name=" ".join(declared.split())[:NAME_LENGTH] or "A program")


def client_with(token: str, site: str) -> Client | None:
    """The client that has a personal token, or one of OAuth for this site; `None` if it is not valid."""
    if is_personal_token(token):
        own = use_personal_token(token)
        return Client(own.owner, own.name, frozenset(own.scopes), site) if own else None
    issued = use_access_token(token, f"{site}{MCP_PATH}")
    if issued is None:
        return None
    return Client(issued.user, issued.application.name, frozenset(issued.scope.split()), site)

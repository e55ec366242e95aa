"""Who is calling: a program, for the person whose token it has."""

from __future__ import annotations

from dataclasses import dataclass

from chatbot.domain.people.personal_tokens import is_personal_token, use_personal_token
from chatbot.models import User
from streaming.database import DatabaseThreads

database = DatabaseThreads(4).call


@dataclass(frozen=True, slots=True)
class Client:
    """`name` is what its owner calls it: the name of its token. `site` is where links to pages lead."""

    owner: User
    name: str
    scopes: frozenset[str]
    site: str


def client_with(token: str, site: str) -> Client | None:
    """The client that has a personal token; `None` if that is not valid."""
    valid = use_personal_token(token) if is_personal_token(token) else None
    return Client(valid.owner, valid.name, frozenset(valid.scopes), site) if valid else None

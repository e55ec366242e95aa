"""The roles of a team's agents, by name or purpose, since teams are edited in the admin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from chatbot.offline_assistant.language.patterns import rx

Role = Literal["researcher", "analyst", "advisor", "manager", "reviewer"]

_WORDS: tuple[tuple[Role, str], ...] = (
    ("reviewer", r"\b(?:review\w*|check\w*|quality)\b"),
    ("researcher", r"\b(?:research\w*|search\w*|find\w*)\b"),
    ("advisor", r"\b(?:advi[sc]\w*|recommend\w*|strateg\w*)\b"),
    ("analyst", r"\b(?:analy\w*|data|count\w*|figures)\b"),
    ("manager", r"\b(?:task\s+manager|manag\w*|organi[sz]\w*|creates?|schedul\w*)\b"),
)
_PATTERNS = tuple((role, rx(words)) for role, words in _WORDS)


def role_of(name: str) -> Role | None:
    """The role that a name or a purpose mentions."""
    return next((role for role, words in _PATTERNS if words.search(name)), None)


def team_of(agents: Mapping[str, str]) -> dict[Role, str]:
    """The agent for each role: by name first, else by purpose."""
    team: dict[Role, str] = {}
    for describe in (lambda name: name, lambda name: agents[name]):
        for name in agents:
            role = role_of(describe(name))
            if role and role not in team and name not in team.values():
                team[role] = name
    return team

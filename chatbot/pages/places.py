"""What Ctrl-K finds of the site itself: pages, sections of the settings, and commands."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from chatbot.models.folding import fold
from chatbot.pages.account.sections import SECTIONS


@dataclass(frozen=True, slots=True)
class Place:
    """`words`: what else people look for when they mean it. `section`: of the settings."""

    target: str  # the name of a page's address, or a command
    name: str
    icon: str
    words: str = ""
    section: str = ""

    @property
    def shown(self) -> str:
        return _(self.name)

    @property
    def url(self) -> str:
        return reverse(self.target) + (f"#{self.section}" if self.section else "")


PAGES = (
    Place("chat-new", gettext_noop("New chat"), "plus"),
    Place("tasks", gettext_noop("All tasks"), "tasks"),
    Place("task-board", gettext_noop("Board"), "tasks", gettext_noop("columns, kanban")),
    Place("task-calendar", gettext_noop("Calendar"), "calendar", gettext_noop("month, week")),
    Place("plans", gettext_noop("Plans"), "plan", gettext_noop("goal, team of agents, templates")),
    Place("chats", gettext_noop("All chats"), "chat", gettext_noop("conversations, archive, search")),
    Place(
        "task-files",
        gettext_noop("Import and export"),
        "archive",
        gettext_noop("download, upload, backup, CSV, iCalendar, Todoist"),
    ),
    Place(
        "settings", gettext_noop("Settings"), "pencil", gettext_noop("preferences, options, account, profile")
    ),
    Place("task-history", gettext_noop("History"), "undo", gettext_noop("undo, changes")),
    Place("task-trash", gettext_noop("Trash"), "trash", gettext_noop("deleted, restore")),
    Place("activity", gettext_noop("Account activity"), "list", gettext_noop("sign-ins, audit log")),
    Place("personal-tokens", gettext_noop("Personal access tokens"), "list", gettext_noop("API key")),
    Place("webhooks", gettext_noop("Webhooks"), "list"),
    Place("mcp-servers", gettext_noop("MCP servers"), "list", gettext_noop("tools, connectors, plug-ins")),
    *(
        Place("settings", section.name, "pencil", section.words, section=section.anchor)
        for section in SECTIONS
    ),
)
# What `static/site/palette-keys.js` does for each.
COMMANDS = (
    Place("add-task", gettext_noop("Add a task"), "plus"),
    Place("theme", gettext_noop("Light or dark"), "moon"),
    Place("shortcuts", gettext_noop("Keyboard shortcuts"), "keyboard"),
    Place("sign-out", gettext_noop("Sign out"), "sign-out"),
)


def named(places: tuple[Place, ...], words: list[str]) -> list[Place]:
    """The places that have all words in their names."""
    return [place for place in places if _has(place.shown, words)]


def related(places: tuple[Place, ...], words: list[str]) -> list[Place]:
    """The other ones that have all words in their names and among their words."""
    return [
        place
        for place in places
        if place.words
        and _has(" ".join([place.shown, _(place.words)]), words)
        and not _has(place.shown, words)
    ]


def _has(text: str, words: list[str]) -> bool:
    folded = fold(text)
    return all(fold(word) in folded for word in words)

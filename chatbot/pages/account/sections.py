"""The sections of the settings page, for its contents and for Ctrl-K."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop


@dataclass(frozen=True, slots=True)
class Section:
    """`words`: what else people look for when they mean it."""

    anchor: str
    name: str
    words: str

    @property
    def shown(self) -> str:
        return _(self.name)


SECTIONS = (
    Section(
        "time",
        gettext_noop("Time and language"),
        gettext_noop("time zone, clock, 24 hours, first day of the week, German"),
    ),
    Section(
        "agent",
        gettext_noop("Agent"),
        gettext_noop("custom instructions, model, ask before large changes, approval, memory"),
    ),
    Section(
        "email",
        gettext_noop("Email and reminders"),
        gettext_noop("mail, address, confirm, email me reminders"),
    ),
    Section(
        "notifications",
        gettext_noop("Notifications"),
        gettext_noop("notify me in this browser, reminders, alerts, push"),
    ),
    Section("appearance", gettext_noop("Appearance"), gettext_noop("theme, dark mode, light mode, colours")),
    Section(
        "security",
        gettext_noop("Security"),
        gettext_noop("password, second factor, two-factor, recovery codes, sign out everywhere, activity"),
    ),
    Section("programs", gettext_noop("Programs"), gettext_noop("API, access tokens, webhooks, MCP servers")),
    Section("links", gettext_noop("Shared links"), gettext_noop("share a chat, public link, revoke")),
    Section(
        "data",
        gettext_noop("Your data"),
        gettext_noop("download, export, messages left today, budget, delete my account, delete all chats"),
    ),
)

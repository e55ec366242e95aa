"""The forms of webhooks. What sends data elsewhere, or shows a secret, asks for the password."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chatbot.domain.events import EVENTS
from chatbot.models import User
from chatbot.models.webhook import URL_LENGTH
from chatbot.pages.account.forms import PasswordAgainForm

# By the modules of `chatbot.domain.events`.
_TOPICS = {
    "conversations": gettext_lazy("Chats"),
    "runs": gettext_lazy("Answers"),
    "tool_calls": gettext_lazy("Tools"),
    "tasks": gettext_lazy("Tasks"),
    "views": gettext_lazy("Views"),
    "lists": gettext_lazy("Lists"),
    "imports": gettext_lazy("Imports"),
    "plans": gettext_lazy("Plans"),
}


def _choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The types of events, by topic."""
    by_topic = groupby(EVENTS.items(), key=lambda item: item[1].__module__.rpartition(".")[2])
    return [(str(_TOPICS[topic]), [(name, name) for name, _kind in kinds]) for topic, kinds in by_topic]


class EndpointForm(PasswordAgainForm):
    url = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=URL_LENGTH,
        widget=forms.URLInput(attrs={"autocomplete": "off", "placeholder": "https://example.com/hooks"}),
    )
    events = forms.MultipleChoiceField(
        label=gettext_lazy("Types of events"),
        choices=_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Without a choice, all are sent."),
    )

    def __init__(self, request: HttpRequest, user: User, **initial: Any) -> None:
        super().__init__(request, user)
        self.initial = initial
        self.order_fields(["url", "events", "password"])

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("url", "events")}


class ReplayForm(forms.Form):
    since = forms.DateTimeField(
        label=gettext_lazy("All events since"),
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
    )

    @property
    def problem(self) -> str:
        return "" if self.is_valid() else _("Give a date and a time.")

"""The form of an MCP server. It asks for the password: what is sent there leaves the site."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from chatbot.models import McpServer, User
from chatbot.models.mcp_server import HEADER_LENGTH, NAME_LENGTH, SECRET_LENGTH, URL_LENGTH
from chatbot.pages.account.forms import PasswordAgainForm

_FIELDS = ("name", "url", "token", "header", "is_trusted")


class ServerForm(PasswordAgainForm):
    name = forms.CharField(
        label=_("Name"),
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
        help_text=_("The names of its tools begin with it."),
    )
    url = forms.CharField(
        label=_("Address"),
        max_length=URL_LENGTH,
        widget=forms.URLInput(attrs={"autocomplete": "off", "placeholder": "https://example.com/mcp"}),
    )
    token = forms.CharField(
        label=_("Token"),
        max_length=SECRET_LENGTH,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("If the server wants one. It is not shown again."),
    )
    header = forms.CharField(
        label=_("Header"),
        max_length=HEADER_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "X-Api-Key"}),
        help_text=_("In which the token is sent as it is. Empty: as a bearer token."),
    )
    is_trusted = forms.BooleanField(
        label=_("I trust this server"),
        required=False,
        help_text=_("Its tools that only read, as it says, are used without asking you."),
    )

    def __init__(self, request: HttpRequest, user: User, server: McpServer | None = None) -> None:
        super().__init__(request, user)
        self.order_fields([*_FIELDS, "password"])
        if server is None:
            return
        self.initial = {name: getattr(server, name) for name in _FIELDS if name != "token"}
        if server.secret:
            self.fields["token"].help_text = _("Empty: the token stays, unless the host changes.")
            self.fields["no_token"] = forms.BooleanField(label=_("Delete the token"), required=False)
            self.order_fields(["name", "url", "token", "no_token", "header", "is_trusted", "password"])

    @property
    def values(self) -> dict[str, Any]:
        """Without a token that stays."""
        values = {name: self.cleaned_data[name] for name in _FIELDS}
        if not values["token"] and not self.cleaned_data.get("no_token"):
            del values["token"]
        return values

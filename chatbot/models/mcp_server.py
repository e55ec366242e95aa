"""MCP servers whose tools the agent uses, with the tools that each had when it was asked last."""

from __future__ import annotations

import uuid
from typing import Any, Self
from urllib.parse import urlsplit

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .account import User
from .now import Now

NAME_LENGTH = 40
PREFIX_LENGTH = 20
URL_LENGTH = 500
HEADER_LENGTH = 60
SECRET_LENGTH = 4_000


class McpServerQuerySet(models.QuerySet["McpServer"]):
    def of(self, owner: User) -> Self:
        return self.filter(owner=owner)

    def enabled(self) -> Self:
        return self.filter(is_enabled=True, is_disabled_by_staff=False)

    def due(self) -> Self:
        """Those whose tools are to be read again, by the database's clock."""
        return self.filter(next_look_at__lte=Now())


class McpServer(models.Model):
    """A server of a person; or, without an owner, one of the setting `MCP_SERVERS`, by its name there.

    `tools` is what the last look that succeeded has found (`chatbot.domain.mcp_servers.looks`), `problem` why
    the last one failed.
    """

    class Problem(models.TextChoices):
        ADDRESS = "address", _("The address leads into a private network, or is not allowed.")
        UNKNOWN_HOST = "unknown_host", _("There is no such host.")
        CONNECTION = "connection", _("No connection.")
        TIMEOUT = "timeout", _("No answer in time.")
        REFUSED = "refused", _("It refused the token, or wants one.")
        REDIRECT = "redirect", _("It redirects to another address, which is not followed.")
        PROTOCOL = "protocol", _("It does not answer as an MCP server does.")
        TOO_LARGE = "too_large", _("Its answer is too large.")

    class Skipped(models.TextChoices):
        """Why a tool is not offered to the model."""

        NAME = "name", _("Its name is missing, unusable, or given twice.")
        SCHEMA = "schema", _("Its arguments are not described by a JSON schema of an object.")
        COMBINED = "combined", _("Its arguments are alternatives, which models do not accept.")
        REFERENCE = "reference", _("Its arguments are described in another document.")
        PARAMETER = "parameter", _("The name of an argument is one that models do not accept.")
        HEADER = "header", _("It takes arguments in HTTP headers, which is not supported.")
        TOO_LARGE = "too_large", _("The description of its arguments is too long.")
        TOO_MANY = "too_many", _("The server has too many tools.")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="mcp_servers")
    name = models.CharField(max_length=NAME_LENGTH)
    prefix = models.CharField(max_length=PREFIX_LENGTH)  # of the names of its tools
    url = models.CharField(max_length=URL_LENGTH, blank=True)
    # The token itself, since it has to be sent; in this header, or as a bearer token.
    header = models.CharField(max_length=HEADER_LENGTH, blank=True, default="")
    secret = models.CharField(max_length=SECRET_LENGTH, blank=True, default="", editable=False)
    is_enabled = models.BooleanField(default=True)
    is_disabled_by_staff = models.BooleanField(default=False)
    is_trusted = models.BooleanField(default=False)  # its tools that only read need no approval
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    tools: models.JSONField[list[dict[str, Any]]] = models.JSONField(default=list, editable=False)
    problem = models.CharField(max_length=12, choices=Problem, blank=True, default="", editable=False)
    looked_at = models.DateTimeField(null=True, editable=False)
    next_look_at = models.DateTimeField(db_default=Now(), editable=False)
    # Incremented by what changes where a look leads: one that began before is not recorded.
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = McpServerQuerySet.as_manager()

    class Meta:
        verbose_name = "MCP server"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "prefix"], name="mcp_server_prefix_once"),
            models.UniqueConstraint(
                fields=["prefix"], condition=Q(owner=None), name="mcp_server_of_setting_once"
            ),
            models.CheckConstraint(
                condition=Q(
                    problem__in=[
                        "",
                        "address",
                        "unknown_host",
                        "connection",
                        "timeout",
                        "refused",
                        "redirect",
                        "protocol",
                        "too_large",
                    ]
                ),
                name="mcp_server_problem_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def host(self) -> str:
        """What others than the owner may see of the URL: its path may have a secret in it."""
        return urlsplit(self.url).hostname or ""

    @property
    def is_active(self) -> bool:
        return self.is_enabled and not self.is_disabled_by_staff

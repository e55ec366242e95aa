"""The MCP servers of a person: add, change, switch off and on, delete, and look again."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from chatbot.domain.errors import Conflict, Invalid, NotFound
from chatbot.domain.jobs import jobs
from chatbot.domain.people.audit import audit
from chatbot.domain.people.locking import lock_user
from chatbot.domain.people.rate_limits import forget, in_an_hour, use
from chatbot.domain.text import clean
from chatbot.domain.web_address import web_address
from chatbot.models import AuditEntry, McpServer, User
from chatbot.models.mcp_server import HEADER_LENGTH, NAME_LENGTH, SECRET_LENGTH, URL_LENGTH
from chatbot.models.now import Now

from .looks import AFTER_FAILURE
from .naming import prefix_of

MOST_SERVERS = 10  # of a person
_KIND, _LOOKS_PER_HOUR = "looks at MCP servers of", 120
_HEADER = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110, section 5.6.2
# They say what a request is, to whom and how; the client sets them.
_RESERVED_HEADERS = {"accept", "connection", "content-length", "content-type", "host", "transfer-encoding"}
_Action = AuditEntry.Action


@transaction.atomic
def add_server(
    owner: User, *, name: str, url: str, token: str = "", header: str = "", is_trusted: bool = False
) -> McpServer:
    """Let the agent use the tools of a server, which is looked at soon.

    The token is sent in this header, or without one as a bearer token. Raises `Invalid`, and `Conflict` above
    `MOST_SERVERS` or if another server has the name, and `LimitReached`.
    """
    lock_user(owner)
    if McpServer.objects.of(owner).count() >= MOST_SERVERS:
        raise Conflict(
            _("You have %(count)d MCP servers. Delete one of them first.") % {"count": MOST_SERVERS}
        )
    server = McpServer(owner=owner, is_trusted=is_trusted)
    _set_name(server, name)
    server.url = _checked_url(url)
    server.header, server.secret = _checked_header(header), _checked_token(token)
    server.next_look_at = Now() + AFTER_FAILURE  # of runs; the job is enqueued here
    server.save()
    audit(owner, _Action.MCP_SERVER_ADDED, server.host)
    _look(server)
    return _reread(server)


def get_server(owner: User, server_id: UUID) -> McpServer:
    """Raises `NotFound`."""
    return _found(McpServer.objects.of(owner).filter(pk=server_id).first())


@transaction.atomic
def change_server(
    owner: User,
    server_id: UUID,
    *,
    name: str | None = None,
    url: str | None = None,
    token: str | None = None,
    header: str | None = None,
    is_trusted: bool | None = None,
    is_enabled: bool | None = None,
) -> McpServer:
    """Change what is given; it is looked at again if it may answer otherwise, or its tools get other names.

    The token is deleted if the address gets another host, unless a new one is given. Raises `NotFound`,
    `Invalid`, `LimitReached`, and `Conflict` if staff switched this one off.
    """
    lock_user(owner)
    server = _found(McpServer.objects.of(owner).select_for_update().filter(pk=server_id).first())
    before = _found_by_looks(server)
    if name is not None:
        _set_name(server, name)
    if url is not None:
        address = _checked_url(url)
        if _origin(address) != _origin(server.url):
            server.secret = ""
        server.url = address
    if header is not None:
        server.header = _checked_header(header)
    if token is not None:
        server.secret = _checked_token(token)
    if is_trusted is not None:
        server.is_trusted = is_trusted
    if is_enabled:
        require_not_disabled_by_staff(server)
    if is_enabled is not None:
        server.is_enabled = is_enabled
    if _found_by_looks(server) != before:
        _look_again(server)
    server.save()
    audit(owner, _Action.MCP_SERVER_CHANGED, server.host)
    return _reread(server)


def require_not_disabled_by_staff(server: McpServer) -> None:
    """Raises `Conflict`."""
    if server.is_disabled_by_staff:
        raise Conflict(_("Staff switched this MCP server off. Ask them why."))


@transaction.atomic
def disable_for_staff(server_id: UUID, *, by: User) -> None:
    """Its owner cannot switch it on again."""
    server = McpServer.objects.select_for_update().get(pk=server_id)
    server.is_disabled_by_staff = True
    server.save(update_fields=["is_disabled_by_staff"])
    if server.owner is not None:
        audit(server.owner, _Action.MCP_SERVER_SWITCHED_OFF, server.host, by=by)


@transaction.atomic
def delete_server(owner: User, server_id: UUID) -> None:
    """Raises `NotFound`."""
    server = get_server(owner, server_id)
    audit(owner, _Action.MCP_SERVER_DELETED, server.host)
    server.delete()


def request_look(owner: User, server_id: UUID) -> McpServer:
    """Have its tools read again, soon. Raises `NotFound`, `LimitReached`, and `Conflict` if it is off."""
    server = get_server(owner, server_id)
    require_not_disabled_by_staff(server)
    if not server.is_enabled:
        raise Conflict(_("This MCP server is switched off. Switch it on first."))
    _look(server)
    return server


def forget_looks(owner: User) -> None:
    """Forget their count, for a person who is deleted."""
    forget(_KIND, str(owner.pk))


def _found_by_looks(server: McpServer) -> tuple[object, ...]:
    """What decides what a look finds, and under which names."""
    return server.url, server.header, server.secret, server.is_active, server.prefix


def _look_again(server: McpServer) -> None:
    """One that is switched off is looked at as it is switched on."""
    if server.is_active:
        server.version += 1
        server.next_look_at = Now() + AFTER_FAILURE
        _look(server)


def _look(server: McpServer) -> None:
    """Raises `LimitReached`: each look takes time of the processes that execute runs."""
    use(_KIND, str(server.owner_id), limit=_LOOKS_PER_HOUR, expires_at=in_an_hour())
    transaction.on_commit(lambda: jobs().look_at_mcp_server.enqueue(str(server.pk)), robust=True)


def _reread(server: McpServer) -> McpServer:
    server.refresh_from_db()
    return server


def _found(server: McpServer | None) -> McpServer:
    if server is None:
        raise NotFound(_("There is no such MCP server."))
    return server


def _set_name(server: McpServer, name: Any) -> None:
    server.name = clean(name, field="name", limit=NAME_LENGTH, single_line=True)
    server.prefix = prefix_of(server.name)
    others = McpServer.objects.filter(owner=server.owner, prefix=server.prefix).exclude(pk=server.pk)
    if server.prefix in settings.MCP_SERVERS or others.exists():
        raise Invalid(_("Another MCP server has this name, or one like it."), "name")


def _checked_url(text: Any) -> str:
    """Where the name leads is checked with each connection (`chatbot.outgoing`)."""
    address = web_address(text, limit=URL_LENGTH, allow_private=settings.MCP_ALLOW_PRIVATE)
    if address is None:
        raise Invalid(_("This must be an address such as https://example.com/mcp."), "url")
    return address


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc.lower()


def _checked_header(text: Any) -> str:
    header = clean(text, field="header", limit=HEADER_LENGTH, required=False)
    if header and (not _HEADER.fullmatch(header) or header.lower() in _RESERVED_HEADERS):
        raise Invalid(_("This cannot be the name of a header."), "header")
    return header


def _checked_token(text: Any) -> str:
    token = clean(text, field="token", limit=SECRET_LENGTH, required=False)
    if not token.isascii() or not token.isprintable():
        raise Invalid(_("A token is one line of letters, digits and signs."), "token")
    return token

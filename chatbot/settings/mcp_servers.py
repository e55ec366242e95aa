"""The MCP servers of operators: `MCP_SERVERS`, in the format that programs with MCP use."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from chatbot.configured_server import ConfiguredServer

from .environment import env_json_object
from .single_values import check_headers

_NAME = re.compile(r"(?!.*__)[a-z][a-z0-9_]{0,18}[a-z0-9]")
_KEYS = {"command", "args", "env", "url", "headers", "trusted"}


def mcp_servers(source: Mapping[str, str] = os.environ) -> dict[str, ConfiguredServer]:
    """By name. Errors do not show values, which may be secret."""
    return {name: _server(name, given) for name, given in env_json_object("MCP_SERVERS", source).items()}


def _server(name: str, given: Any) -> ConfiguredServer:
    if not _NAME.fullmatch(name):
        raise ImproperlyConfigured(
            f"MCP_SERVERS: {name!r} must be 2 to 20 small letters, digits and single _, such as our_files."
        )
    where = f"MCP_SERVERS: {name}"
    if not isinstance(given, dict) or (given.keys() - _KEYS) or ("command" in given) == ("url" in given):
        raise ImproperlyConfigured(
            f"{where} must have a command (with args and env) or a url (with headers); and may be trusted."
        )
    arguments, trusted = given.get("args", []), given.get("trusted", False)
    if not _are_texts(arguments) or not isinstance(trusted, bool):
        raise ImproperlyConfigured(f"{where}: args must be a list of texts, and trusted true or false.")
    command, url = given.get("command", ""), given.get("url", "")
    if not isinstance(command, str) or not isinstance(url, str):
        raise ImproperlyConfigured(f"{where}: command and url must be texts.")
    if url and not re.match(r"https?://[^/\s]", url):
        raise ImproperlyConfigured(f"{where}: url must begin with http:// or https:// and a host.")
    return ConfiguredServer(
        command=(command, *arguments) if command else (),
        env=_texts(f"{where}: env", given.get("env", {})),
        url=url,
        headers=check_headers(f"{where}: headers", _texts(f"{where}: headers", given.get("headers", {}))),
        is_trusted=trusted,
    )


def _texts(where: str, given: Any) -> Mapping[str, str]:
    if not isinstance(given, dict) or not _are_texts(list(given.values())):
        raise ImproperlyConfigured(f'{where} must be a JSON object of texts, like {{"name": "value"}}.')
    return given


def _are_texts(values: Any) -> bool:
    return isinstance(values, list) and all(isinstance(value, str) for value in values)

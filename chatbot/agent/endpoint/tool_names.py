"""Names of tools as models write them."""

from __future__ import annotations

import re

_REST = re.compile(r"[<|\s].*|:\d+$", re.DOTALL)  # a tag, a number, or what follows a space


def known_name(given: str, tools: set[str]) -> str:
    """The tool that is meant, without a prefix such as `functions.` and what trails; else the given name."""
    if given in tools:
        return given
    name = re.split(r"[.:/]", _REST.sub("", given.strip()))[-1]
    return next((tool for tool in tools if tool.lower() == name.lower()), given)

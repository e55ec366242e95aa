"""The names under which tools of MCP servers are offered to models: `docs__search`.

Models accept 64 letters, digits, `_` and `-`. No name of ours has two underscores in a row, nor has a prefix.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection

from chatbot.models.journal import TOOL_LENGTH
from chatbot.models.mcp_server import PREFIX_LENGTH

_UNFIT = re.compile(r"[^A-Za-z0-9_-]+")
_MARK_LENGTH = 6


def prefix_of(name: str) -> str:
    """ "My Docs!" is "my_docs"; a name without letters that can be used has the prefix "mcp"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    if not words[:1].isalpha():
        words = f"mcp_{words}".rstrip("_")
    return words[:PREFIX_LENGTH].rstrip("_")


def offered_name(prefix: str, tool: str, taken: Collection[str]) -> str:
    """A name that is not among those in small letters that are `taken`; always the same for one tool.

    One that has to be changed ends with a mark that is made of the tool's own name.
    """
    plain = f"{prefix}__{tool}"
    fit = _UNFIT.sub("_", plain)
    if fit == plain and len(fit) <= TOOL_LENGTH and fit.lower() not in taken:
        return fit
    mark = hashlib.sha256(tool.encode()).hexdigest()[:_MARK_LENGTH]
    return f"{fit[: TOOL_LENGTH - _MARK_LENGTH - 1]}_{mark}"

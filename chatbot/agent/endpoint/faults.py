"""What an endpoint may do to a run."""

from __future__ import annotations

from typing import Any

from .loose import mapping_in, text_in


class Fault(Exception):
    """The endpoint refused, broke off, or answered what cannot be used.

    `kind` is a key of `chatbot.agent.failures.SENTENCES`; `detail` is what the endpoint says.
    """

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(f"{kind}: {detail}" if detail else kind)
        self.kind = kind
        self.detail = detail


def fault_in(sent: dict[str, Any]) -> Fault | None:
    """The error that an object of an answer tells of."""
    if not sent.get("error"):
        return None
    error = mapping_in(sent, "error")
    return Fault("provider_error", text_in(error, "message") or str(sent["error"]))

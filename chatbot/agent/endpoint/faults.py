"""The error of an endpoint."""

from __future__ import annotations


class Fault(Exception):
    """The endpoint refused, closed the connection, or sent an unusable answer.

    `kind` is a key of `chatbot.agent.failures.SENTENCES`; `detail` is for the operator's log; `status` is
    that of HTTP, 0 where there is none.
    """

    def __init__(self, kind: str, detail: str = "", status: int = 0) -> None:
        super().__init__(kind, detail)
        self.kind = kind
        self.detail = detail
        self.status = status

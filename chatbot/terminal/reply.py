"""The text of a reply, put together from its pieces."""

from __future__ import annotations

from .server import Frame


class Reply:
    def __init__(self) -> None:
        self.text = ""

    def add(self, result: Frame) -> None:
        """Replace what came from the offset on. Pieces after a gap are ignored: the end has it all."""
        offset = result["offset"]
        if offset <= len(self.text):
            self.text = self.text[:offset] + result["text"]

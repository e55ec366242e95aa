"""What a person sees of an answer while it is streamed."""

from __future__ import annotations

from collections.abc import Iterator

from .answer import Text, Thinking, Unsaid
from .thinking import ThinkingFilter
from .written_calls import CallBuffer


class Speech:
    """Passes on text without thinking, and buffers what may be a tool call until the end."""

    def __init__(self, *, has_tools: bool, begins_thinking: bool) -> None:
        self.begins_thinking = begins_thinking  # without a tag, as the answer shows
        self._thinking = ThinkingFilter(is_thinking=begins_thinking)
        self._has_tools = has_tools
        self._calls = CallBuffer(has_tools=has_tools)
        self._said: list[str] = []
        self._spaces: list[str] = []  # with which what is said may end

    def feed(self, piece: Text | Thinking) -> Iterator[Text | Thinking | Unsaid]:
        pieces = self._thinking.feed(piece.text) if isinstance(piece, Text) else iter([piece])
        for part in pieces:
            if isinstance(part, Text):
                yield from self._say(self._calls.passed(part.text))
            else:
                if isinstance(part, Unsaid):
                    self.begins_thinking = True
                    self._said.clear()
                    self._spaces.clear()
                    self._calls = CallBuffer(has_tools=self._has_tools)
                yield part

    def end(self, text: str) -> Iterator[Text | Unsaid]:
        """The rest of the text of the whole answer."""
        if self.begins_thinking and text and not self._said:
            self.begins_thinking = False
        said = "".join(self._said)
        if not text.startswith(said):
            said = ""
            yield Unsaid()
        if rest := text[len(said) :]:
            yield Text(rest)

    def _say(self, text: str) -> Iterator[Text]:
        words = text.rstrip()
        if words:
            said = "".join([*self._spaces, words])
            self._spaces.clear()
            self._said.append(said)
            yield Text(said)
        self._spaces.append(text[len(words) :])

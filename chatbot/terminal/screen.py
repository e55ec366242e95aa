"""A run on a terminal: steps, the answer while it is written, cards."""

from __future__ import annotations

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.live import Live
from rich.markdown import Markdown
from rich.segment import Segment
from rich.spinner import Spinner
from rich.text import Text

from .printable import Harmless, one_line, printable
from .server import Frame

_TAIL = 8000  # characters of an unfinished answer that are laid out
_STYLES = {"✓": "green", "✗": "red"}


class Tail:
    """The last lines of a text that fit on the screen: what is drawn again must not scroll away."""

    def __init__(self, text: str) -> None:
        self._text = Text(printable(text[-_TAIL:]))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        lines = console.render_lines(self._text, options, pad=False)
        for line in lines[-max(console.height - 2, 1) :]:
            yield from line
            yield Segment.line()


class Screen:
    is_interactive = True

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(highlight=False, markup=False, emoji=False)
        self._live: Live | None = None

    def frame(self, frame: Frame) -> None:
        pass

    def status(self, text: str) -> None:
        self._draw(Spinner("dots", Text(one_line(text), style="dim")))

    def step(self, text: str, mark: str) -> None:
        self._print(Text.assemble((mark, _STYLES.get(mark, "dim")), f" {one_line(text)}"))

    def writing(self, text: str) -> None:
        self._draw(Tail(text))

    def answer(self, text: str) -> None:
        # The address of a link is shown: a link that a terminal opens could hide it.
        self._print(Markdown(text, hyperlinks=False))

    def problem(self, text: str) -> None:
        self._print(Text(one_line(text), style="red"))

    def ask(self, proposal: Frame) -> str:
        self._print(card(proposal))
        return input("Answer (or d to decline): " if proposal["is_question"] else "[a]pprove or [d]ecline: ")

    def _draw(self, shown: RenderableType) -> None:
        if self._live is None:
            self._live = Live(console=self._console, transient=True, refresh_per_second=10)
            self._live.start()
        self._live.update(Harmless(shown))

    def _print(self, shown: RenderableType) -> None:
        if self._live is not None:
            self._live.stop()
            self._live = None
        self._console.print(Harmless(shown))


def card(proposal: Frame) -> Text:
    """The text of a pending approval or question."""
    lines = [one_line(proposal["summary"])]
    lines += [
        f"  {task['number']}. {one_line(task['title'])}"
        + (f": {one_line(task['change'])}" if task.get("change") else "")
        for task in proposal["tasks"]
    ]
    if proposal.get("truncated"):
        lines.append(f"  … {proposal['count']} in all")
    lines += [f"  {number}) {one_line(option)}" for number, option in enumerate(options_of(proposal), 1)]
    return Text("\n".join(lines), style="bold")


def options_of(proposal: Frame) -> list[str]:
    options = proposal["arguments"].get("options") if proposal["is_question"] else None
    return [str(option) for option in options] if isinstance(options, list) else []

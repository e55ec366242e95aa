"""How a run is shown, on whatever the output is."""

from __future__ import annotations

import json
import sys
from typing import Protocol

from .printable import one_line, printable
from .server import Frame


class View(Protocol):
    is_interactive: bool  # somebody can be asked

    def frame(self, frame: Frame) -> None:
        """Show an event of the run as it came."""

    def status(self, text: str) -> None:
        """Show what is being done, until something else is shown."""

    def step(self, text: str, mark: str) -> None:
        """Show what was done."""

    def writing(self, text: str) -> None:
        """Show the answer so far."""

    def answer(self, text: str) -> None: ...

    def problem(self, text: str) -> None: ...

    def ask(self, proposal: Frame) -> str:
        """Show a card, and read a line. Raises EOFError."""


class Pipe:
    """Plain text: the answer on standard output, all else on standard error."""

    is_interactive = False

    def frame(self, frame: Frame) -> None:
        pass

    def status(self, text: str) -> None:
        pass

    def step(self, text: str, mark: str) -> None:
        self.problem(f"{mark} {text}")

    def writing(self, text: str) -> None:
        pass

    def answer(self, text: str) -> None:
        sys.stdout.write(f"{printable(text)}\n")
        sys.stdout.flush()

    def problem(self, text: str) -> None:
        sys.stderr.write(f"{one_line(text)}\n")

    def ask(self, proposal: Frame) -> str:
        raise EOFError


class JsonLines(Pipe):
    """Each event on a line of standard output, in ASCII."""

    def frame(self, frame: Frame) -> None:
        sys.stdout.write(f"{json.dumps(frame)}\n")
        sys.stdout.flush()

    def step(self, text: str, mark: str) -> None:
        pass

    def answer(self, text: str) -> None:
        pass

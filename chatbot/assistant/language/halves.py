"""What is understood by half: the sure half is done, the other is said. A condition stops both."""

from __future__ import annotations

from collections.abc import Callable

from .commands import Change, Command, Complete, Delete, Details, Say, Show, Words
from .context import Context
from .exclusions import speaks_of_exclusion
from .patterns import rx
from .references import parts_of

_AND = rx(r"\s*,\s*(?:(?:and|then)\s+)*|\s+(?:and|then)\s+(?:then\s+|also\s+)?")
_RESTRICTS = rx(
    r"\b(?:if|unless|in\s+case|only|until|till|when|as\s+soon\s+as|but|do\s+not)\b|\bdon['’]?t\b"
    r"|\b(?:wenn|falls|sofern|sobald|nur|erst|aber)\b"
)
_LONGEST = 1_000
_MOST_JOINTS = 30


def is_restricted(command: Command) -> bool:
    """ "delete 2, but only if Bob agrees": what looks like another task says when to do it."""
    if not isinstance(command, Complete | Change | Delete):
        return False
    words = [part for one in command.targets if isinstance(one, Words) for part in parts_of(one.text)]
    others = words if len(command.targets) > 1 else words[1:]
    return any(map(_RESTRICTS.search, others))


def with_what_is_left(commands: list[Command]) -> list[Command]:
    """Those that are more than talk, and between them what was not understood; [] if there are none."""
    if all(isinstance(command, Say) for command in commands):
        return []
    told = (
        Say("half", command.about) if isinstance(command, Say) and command.topic == "unclear" else command
        for command in commands
    )
    return [command for command in told if not isinstance(command, Say) or command.topic == "half"]


def first_half(text: str, context: Context, read: Callable[[str, Context], Command | None]) -> list[Command]:
    """The command that a text begins with, where the rest is not understood; [] if there is none.

    Where the rest may restrict the command, none of it is sure.
    """
    if len(text) > _LONGEST or _RESTRICTS.search(text) or speaks_of_exclusion(text):
        return []
    for joint in reversed(list(_AND.finditer(text))[:_MOST_JOINTS]):
        command = read(text[: joint.start()], context)
        if isinstance(command, Delete | Complete | Change | Show | Details):
            return [command, Say("half", context.plain(text[joint.end() :]).rstrip(" .!"))]
    return []

"""Messages that are partly understood: that part is executed, and the reply says which part was not. If
the rest may be a condition, nothing is executed."""

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
    """ "delete 2, but only if Bob agrees": whether words that look like another task may be a condition."""
    if not isinstance(command, Complete | Change | Delete):
        return False
    words = [part for one in command.targets if isinstance(one, Words) for part in parts_of(one.text)]
    others = words if len(command.targets) > 1 else words[1:]
    return any(map(_RESTRICTS.search, others))


def with_partial_notes(commands: list[Command]) -> list[Command]:
    """The commands, with those that were not understood reported; [] if none was understood."""
    if all(isinstance(command, Say) for command in commands):
        return []
    reported = (
        Say("half", command.about) if isinstance(command, Say) and command.topic == "unclear" else command
        for command in commands
    )
    return [command for command in reported if not isinstance(command, Say) or command.topic == "half"]


def first_command(
    text: str, context: Context, read: Callable[[str, Context], Command | None]
) -> list[Command]:
    """The command that a text begins with, if the rest is not understood; [] if there is none.

    It is [] also if the rest may restrict the command.
    """
    if len(text) > _LONGEST or _RESTRICTS.search(text) or speaks_of_exclusion(text):
        return []
    for joint in reversed(list(_AND.finditer(text))[:_MOST_JOINTS]):
        command = read(text[: joint.start()], context)
        if isinstance(command, Delete | Complete | Change | Show | Details):
            return [command, Say("half", context.plain(text[joint.end() :]).rstrip(" .!"))]
    return []

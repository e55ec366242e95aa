"""The words on the button that approves a call: what it does, and to how many tasks."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy, ngettext_lazy

from chatbot.domain.events import Action

_COUNTED = {
    "change": ngettext_lazy("Change {count} task", "Change {count} tasks"),
    "complete": ngettext_lazy("Mark {count} task as done", "Mark {count} tasks as done"),
    "delete": ngettext_lazy("Delete {count} task", "Delete {count} tasks"),
    "move": ngettext_lazy("Move {count} task", "Move {count} tasks"),
    "reopen": ngettext_lazy("Reopen {count} task", "Reopen {count} tasks"),
}
_PLAIN = {
    "approve": gettext_lazy("Approve"),
    "send": gettext_lazy("Send the email"),
    "use": gettext_lazy("Allow"),
}


@dataclass(frozen=True, slots=True)
class ActionWords:
    """`one` and `other` contain `{count}`, for a script that counts the ticked tasks."""

    text: str
    one: str = ""
    other: str = ""

    @classmethod
    def of(cls, action: Action, count: int) -> ActionWords:
        if action in _PLAIN:
            return cls(str(_PLAIN[action]))
        words = _COUNTED[action]
        return cls(str(words % count).format(count=count), str(words % 1), str(words % 2))

"""The lists that files name."""

from __future__ import annotations

from chatbot.domain.errors import Conflict, Invalid
from chatbot.domain.tasks.lists import add_list, is_inbox, update_list
from chatbot.domain.text import normalize, storable
from chatbot.models import TaskList, User
from chatbot.models.task_list import NAME_LENGTH


def list_for(owner: User, name: str) -> TaskList | None:
    """The list with this name: added if there is none, and taken out of the archive.

    None for the inbox, and for a list that cannot be added.
    """
    name = normalize(storable(name), single_line=True)[:NAME_LENGTH].strip()
    if not name or is_inbox(name):
        return None
    found = TaskList.objects.of(owner).named(name).first()
    try:
        if found is None:
            return add_list(owner, name=name)
        return update_list(owner, found.pk, is_archived=False) if found.is_archived else found
    except (Conflict, Invalid):
        return None

"""Lock a person, as commands do before they lock anything else of theirs."""

from __future__ import annotations

from chatbot.models import User


def lock_user(owner: User) -> None:
    """Lock the user until the caller's transaction ends. Rows that refer to it can still be inserted."""
    User.objects.select_for_update(no_key=True).only("pk").get(pk=owner.pk)

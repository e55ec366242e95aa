"""Branches: a message that replaces an earlier one continues the conversation from before that one.

That one and those after it are left behind: they are not deleted, but models, searches and lists of messages
are without them. Only the current branch is continued.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chatbot.domain.conversations.commands import require_idle
from chatbot.domain.errors import Conflict, NotFound
from chatbot.domain.tasks.undo import undo_left
from chatbot.models import Change, Conversation, Message, ToolCall, User
from chatbot.models.conversation import MessageQuerySet
from chatbot.models.journal import ToolCallQuerySet

_LEFT = gettext_lazy("This is in an earlier version of the chat. Continue with the latest one.")


def lock_to_replace(owner: User, message_id: UUID) -> Message:
    """A person's message that is replaced next, with its conversation, which is locked.

    Raises `NotFound`, and `Conflict` if it was replaced already or withdrawn, or while a run is active.
    """
    chats = Conversation.objects.of(owner).chats()
    own = Message.objects.filter(pk=message_id, role=Message.Role.USER, conversation__in=chats)
    locked = Conversation.objects.select_for_update(no_key=True)
    conversation = locked.filter(pk__in=own.values("conversation")).first()
    message = own.first()
    if conversation is None or message is None:
        raise NotFound(_("There is no such message."))
    message.conversation = conversation
    require_current(message)
    if message.state == Message.State.WITHDRAWN:
        raise Conflict(_("That message was withdrawn. Send it again instead."))
    require_idle(conversation)
    return message


def require_current(message: Message) -> None:
    """Raises `Conflict` if the message is not in the current branch."""
    if message.left_for_id is not None:
        raise Conflict(str(_LEFT))


def undo_from(message: Message) -> int:
    """Undo what the runs of a message and of those after it changed; returns how many tasks.

    Expects the conversation to be locked, without an active run. Raises `Conflict`, with nothing done, if a
    task was changed since.
    """
    return undo_left(message.owner, _calls_from(message))


def changes_from(message: Message) -> int:
    """How many changes `undo_from` would undo."""
    return Change.objects.filter(tool_call__in=_calls_from(message), tool_call__undone_at=None).count()


def leave(replaced: Message, replacing: Message) -> None:
    """Continue with the replacing message, without the replaced one and what followed it.

    A reply belongs to the message that it answers: a late retry of an earlier message stays.
    """
    asked = _from(replaced).exclude(pk=replacing.pk)
    ids = list(asked.values_list("pk", flat=True))
    left = Message.objects.filter(Q(pk__in=ids) | Q(run__trigger__in=ids))
    Message.objects.filter(pk__in=list(left.values_list("pk", flat=True))).update(left_for=replacing)


def _from(message: Message) -> MessageQuerySet:
    """The person's messages of the current branch from this one on."""
    asked = Message.objects.current().filter(conversation=message.conversation_id, role=Message.Role.USER)
    return asked.filter(position__gte=message.position)


def _calls_from(message: Message) -> ToolCallQuerySet:
    return ToolCall.objects.filter(run__trigger__in=_from(message))

"""Rows for tests, inserted directly in the database: no event is published, no job is enqueued."""

from __future__ import annotations

from typing import Any

import factory
from django.contrib.auth.hashers import make_password

from chatbot.domain.tasks.ranks import rank_of
from chatbot.models import Conversation, Message, Run, Task, TaskTag, User

PASSWORD = "correct-horse-battery"


class UserFactory(factory.django.DjangoModelFactory[User]):
    class Meta:
        model = User

    username = factory.Sequence(lambda number: f"user{number}")
    password = factory.LazyFunction(lambda: make_password(PASSWORD))


class TaskFactory(factory.django.DjangoModelFactory[Task]):
    """A task with its owner's next number; `tags=["home"]` tags it."""

    class Meta:
        model = Task
        skip_postgeneration_save = True

    owner = factory.SubFactory(UserFactory)
    title = factory.Sequence(lambda number: f"Task {number}")

    @factory.lazy_attribute
    def number(self) -> int:
        self.owner.last_task_number += 1
        self.owner.save(update_fields=["last_task_number"])
        return self.owner.last_task_number

    @factory.lazy_attribute
    def rank(self) -> str:
        return rank_of(self.number)

    @factory.post_generation
    def tags(self, create: bool, names: list[str] | None, **extra: Any) -> None:
        for name in names or ():
            TaskTag.objects.create(task=self, name=name)


class ConversationFactory(factory.django.DjangoModelFactory[Conversation]):
    class Meta:
        model = Conversation

    owner = factory.SubFactory(UserFactory)
    title = "Groceries"


class MessageFactory(factory.django.DjangoModelFactory[Message]):
    """A message at the end of its conversation, by default the user's."""

    class Meta:
        model = Message

    conversation = factory.SubFactory(ConversationFactory)
    owner = factory.SelfAttribute("conversation.owner")
    role = Message.Role.USER
    content = factory.Sequence(lambda number: f"Message {number}")

    @factory.lazy_attribute
    def position(self) -> int:
        self.conversation.last_position += 1
        self.conversation.save(update_fields=["last_position"])
        return self.conversation.last_position


class RunFactory(factory.django.DjangoModelFactory[Run]):
    """A queued run with the message that it answers and the empty reply."""

    class Meta:
        model = Run

    conversation = factory.SubFactory(ConversationFactory)
    owner = factory.SelfAttribute("conversation.owner")
    trigger = factory.SubFactory(MessageFactory, conversation=factory.SelfAttribute("..conversation"))
    reply = factory.SubFactory(
        MessageFactory,
        conversation=factory.SelfAttribute("..conversation"),
        role=Message.Role.ASSISTANT,
        content="",
        state=Message.State.PENDING,
    )

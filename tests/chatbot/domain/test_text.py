"""Text as it is stored: in one Unicode form, and empty if a person would see nothing."""

from __future__ import annotations

import pytest

from chatbot.domain.conversations.commands import rename_conversation
from chatbot.domain.errors import Invalid
from chatbot.domain.plans.create import create_plan
from chatbot.domain.plans.proposal_schema import ProposedStep
from chatbot.domain.runs.submit_message import submit_message
from chatbot.domain.tasks.commands import add_task, update_task
from chatbot.domain.text import normalize
from chatbot.models import User
from tests.factories import ConversationFactory, TaskFactory, UserFactory
from tests.subtests import as_subtests

INVISIBLE = [
    "\u200b",
    "\u2060",
    "\ufeff",
    "\u00ad",
    "\u3164",
    "\u2800",
    "\u180e",
    "\u200d",
    "\u034f",
    "\u115f\u1160",
    "\uffa0",
    "\ufe0f",
    "\U000e0041",
    "\u202e\u202c",
    "\u00a0\u3000\u2003",
    "\x07\x1b",
    " \n\u200b\t\ufeff ",
]


@pytest.fixture
def alice(db: None) -> User:
    return UserFactory(username="alice")


@pytest.mark.parametrize("text", INVISIBLE, ids=ascii)
def test_invisible_text_is_empty(alice: User, text: str) -> None:
    task, conversation = TaskFactory(owner=alice), ConversationFactory(owner=alice)
    with pytest.raises(Invalid, match="The title is empty"):
        add_task(alice, title=text)
    with pytest.raises(Invalid, match="The title is empty"):
        update_task(alice, task.pk, title=text)
    with pytest.raises(Invalid, match="ag is empty"):
        update_task(alice, task.pk, tags=[f"#{text}"])
    with pytest.raises(Invalid, match="The message is empty"):
        submit_message(alice, text)
    with pytest.raises(Invalid, match="The title is empty"):
        rename_conversation(alice, conversation.pk, text)
    with pytest.raises(Invalid, match="The goal is empty"):
        create_plan(alice, text)
    with pytest.raises(ValueError, match="at least 1 character"):
        ProposedStep(title=text, agent="Writer")
    assert update_task(alice, task.pk, description=text).description == ""


@as_subtests(
    ("typed", "stored"),
    [
        ("\u200bMilk\ufeff", "Milk"),
        ("Cafe\u0301", "Café"),
        ("한글", "한글"),
        ("❤️", "❤️"),  # the variation selector that makes it red is kept
        ("👩‍👩‍👧", "👩‍👩‍👧"),  # joined by U+200D
        ("می‌خواهم", "می‌خواهم"),  # U+200C within a word
        ("  Buy \u00a0\n milk\u2003", "Buy milk"),
        ("ﬁve ½ ①", "ﬁve ½ ①"),  # compatibility characters are not replaced
    ],
)
def test_titles_are_normalized(alice: User, typed: str, stored: str) -> None:
    assert add_task(alice, title=typed).title == stored


def test_lines_of_longer_texts_are_kept() -> None:
    assert normalize("\ufeff one\n\n  two \u200b\n") == "one\n\n  two"


def test_tags_that_look_the_same_are_the_same(alice: User) -> None:
    task = add_task(alice, title="Coffee", tags=["Café", "#cafe\u0301", "\u200bCAFÉ"])
    assert task.tag_names == ["café"]

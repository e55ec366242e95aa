"""Search and order without case and accents, in every script; also run on PostgreSQL."""

from __future__ import annotations

import pytest
from django.db.models import Value

from chatbot.domain.conversations.messages import search_messages
from chatbot.domain.tasks.commands import search_tasks
from chatbot.models import Message, Task, User
from chatbot.models.folding import Fold, fold
from tests.chatbot.api.client import Api
from tests.factories import ConversationFactory, MessageFactory, TaskFactory, UserFactory
from tests.subtests import as_subtests

FOLDED = [
    ("Buy MILK", "buy milk"),
    ("Café Ångström", "cafe angstrom"),
    ("cafe\u0301", "cafe"),
    ("Łódź", "lodz"),
    ("Straße", "strasse"),
    ("STRAẞE", "strasse"),
    ("Ærø", "aero"),
    ("ΣΊΣΥΦΟΣ", "σισυφοσ"),
    ("Σίσυφος", "σισυφοσ"),
    ("İstanbul", "istanbul"),
    ("ISPARTA ılık", "isparta ilik"),
    ("ПРИВЁТ", "привет"),
    ("שָׁלוֹם", "שלום"),
    ("مُحَمَّد", "محمد"),
    ("हिन्दी", "हिन्दी"),
    ("ﬁsh Ｆｕｌｌ", "fish full"),
    ("한글", "한글"),
    ("がか", "がか"),
    ("ᲥᲐᲠᲗᲣᲚᲘ", "ქართული"),
    ("100% 😀 a_b\\c", "100% 😀 a_b\\c"),
    ("", ""),
]


@pytest.fixture
def alice(db: None) -> User:
    return UserFactory(username="alice")


@as_subtests(("text", "folded"), FOLDED)
def test_databases_fold_as_python_does(alice: User, text: str, folded: str) -> None:
    assert fold(text) == folded
    assert User.objects.annotate(folded=Fold(Value(text))).values_list("folded", flat=True).get() == folded


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("Čaj für Łukasz", "CAJ fur łUKASZ"),
        ("ΚΑΦΈΣ", "καφες"),
        ("купить ЁЛКУ", "Елку"),
        ("Grüße", "GRÜSSE"),
        ("50% off_now", "50% F_n"),
    ],
)
def test_tasks_are_found_ignoring_case_and_accents(alice: User, title: str, typed: str) -> None:
    found = TaskFactory(owner=alice, title=title, number=1)
    described = TaskFactory(owner=alice, title="Other", description=title, number=2)
    tagged = TaskFactory(owner=alice, title="Tagged", number=3)
    for word in title.lower().split():
        tagged.tags.create(name=word)
    TaskFactory(owner=alice, title="caj50xoffxnow", number=4)
    assert set(search_tasks(alice, typed)) == {found, described, tagged}


def test_messages_are_found_ignoring_case_and_accents(alice: User) -> None:
    conversation = ConversationFactory(owner=alice)
    MessageFactory(conversation=conversation, owner=alice, content="Über die Straße", role=Message.Role.USER)
    assert search_messages(alice, "uber STRASSE").count() == 1


def test_titles_are_ordered_without_case_and_accents(alice: User) -> None:
    for number, title in enumerate(["Zebra", "éclair", "Apple", "ähnlich", "banana", "ёлка", "дом"], start=1):
        TaskFactory(owner=alice, title=title, number=number)
    listed = Api.of(alice).get("/api/tasks/", {"ordering": "title"}).json()["results"]
    expected = ["ähnlich", "Apple", "banana", "éclair", "Zebra", "дом", "ёлка"]
    assert [task["title"] for task in listed] == expected
    assert list(Task.objects.order_by(Fold("title")).values_list("title", flat=True)) == expected

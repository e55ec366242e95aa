"""A mail to a person's address becomes a task of theirs, once."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from chatbot.domain.errors import LimitReached
from chatbot.domain.incoming_mail import add
from chatbot.domain.incoming_mail.add import add_from_mail
from chatbot.domain.incoming_mail.addresses import mail_address, new_mail_address
from chatbot.domain.incoming_mail.parsing import parse_mail
from chatbot.models import Task, User
from tests.chatbot.domain.published import types
from tests.subtests import as_subtests


@pytest.fixture(autouse=True)
def domain(settings: Settings) -> None:
    settings.INCOMING_MAIL_DOMAIN = "tasks.example"


def mail(to: str, subject: str = "Pay rent", text: str = "By transfer.\n", **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Anna <anna@example.com>"
    message["To"] = to
    message["Subject"] = subject
    message["Message-ID"] = headers.pop("message_id", "<1@example.com>")
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def test_the_subject_is_read_as_typed_text_and_the_body_is_the_notes(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    monkeypatch.setattr(timezone, "now", lambda: datetime(2030, 1, 1, 9, tzinfo=berlin))
    message = mail(new_mail_address(alice), "Fwd: AW: Pay rent tomorrow at 9 #home !high")
    assert add_from_mail(message.as_bytes()) == 1
    task = Task.objects.get()
    assert (task.owner, task.title, task.priority, task.tag_names) == (alice, "Pay rent", "high", ["home"])
    assert task.due_at == datetime(2030, 1, 2, 9, tzinfo=berlin)
    assert task.description == "From: Anna <anna@example.com>\n\nBy transfer."
    assert types(alice) == ["task_created"]


def test_a_mail_that_is_delivered_again_adds_nothing(alice: User) -> None:
    message = mail(new_mail_address(alice))
    assert [add_from_mail(message.as_bytes()) for _ in range(2)] == [1, 1]
    del message["Message-ID"]
    assert [add_from_mail(message.as_bytes()) for _ in range(2)] == [1, 1]  # known by its content
    assert Task.objects.count() == 2


def test_each_person_that_is_addressed_gets_a_task(alice: User, bob: User) -> None:
    to = f"{new_mail_address(alice)}, someone@else.example"
    message = mail(to, Cc=f"Bob <{new_mail_address(bob).replace('@', '+bills@').upper()}>")
    assert add_from_mail(message.as_bytes()) == 2
    assert {task.owner for task in Task.objects.all()} == {alice, bob}


def test_a_blind_copy_is_found_where_the_server_says_to_whom_it_delivers(alice: User) -> None:
    message = mail("someone@else.example", Delivered_To=new_mail_address(alice))
    assert add_from_mail(message.as_bytes()) == 1


def test_nobody_else_gets_a_task(alice: User, settings: Settings) -> None:
    old = new_mail_address(alice)
    current = new_mail_address(alice)
    assert mail_address(alice) == current != old
    other_domain = current.replace("tasks.example", "example.com")
    for to in (old, other_domain, "x@tasks.example", "@tasks.example", "broken"):
        assert add_from_mail(mail(to).as_bytes()) == 0
    alice.is_active = False
    alice.save()
    assert add_from_mail(mail(current).as_bytes()) == 0
    settings.INCOMING_MAIL_DOMAIN = ""
    assert mail_address(alice) == ""
    assert not Task.objects.exists()


@as_subtests(
    ("subject", "text", "title", "start"),
    [
        ("", "hello", "Mail", "From: Anna"),
        ("Re: ", "", "Mail", "From: Anna"),
        ("tomorrow", "", "tomorrow", "From: Anna"),
        ("- [ ] a", "", "a", "From: Anna"),
        ("x" * 300, "rest", "x" * 254 + "…", "x" * 300 + "\n\nFrom: Anna"),
        ("c", "c\x00d", "c", "From: Anna <anna@example.com>\n\nc\ufffdd"),
        ("Grüße an Jörg 🎉", "ß", "Grüße an Jörg 🎉", "From: Anna <anna@example.com>\n\nß"),
    ],
)
def test_every_mail_becomes_a_task(subject: str, text: str, title: str, start: str, alice: User) -> None:
    message = mail(new_mail_address(alice), subject, text, message_id=f"<{hash(title)}@example.com>")
    assert add_from_mail(message.as_bytes()) == 1
    task = Task.objects.latest("number")
    assert task.title == title
    assert task.description.startswith(start)


def test_long_mails_are_cut(alice: User) -> None:
    add_from_mail(mail(new_mail_address(alice), text="x" * 5_000).as_bytes())
    assert len(Task.objects.get().description) == 2_000


def test_html_is_read_as_text() -> None:
    message = mail("a@tasks.example")
    message.set_content(
        "<style>p{}</style><p>One &amp; <b>two</b><br>three</p><script>x</script>", subtype="html"
    )
    assert parse_mail(message.as_bytes()).text == "One & two\nthree"
    message.add_alternative("plain", subtype="plain")
    assert parse_mail(message.as_bytes()).text == "plain"


@as_subtests(
    "content",
    [
        b"",
        b"\0\xff",
        b"To: <<<>>>@\nSubject: =?x?q?\n\nhello",
        b"Content-Type: text/plain; charset=klingon\nContent-Transfer-Encoding: base64\n\n%%%",
        b"Content-Type: multipart/mixed; boundary=x\n\n--x",
        b"Message-ID: <[]>\nFrom: ;;,,\nDate: never\n\n",
        b"Subject: " + b"=?utf-8?b?" + b"A" * 10_000 + b"\n\n",
    ],
)
def test_broken_mails_are_read_as_far_as_they_can_be(content: bytes, db: None) -> None:
    assert add_from_mail(content) == 0


def test_there_is_a_limit_for_each_person(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(add, "PER_HOUR", 1)
    to = new_mail_address(alice)
    add_from_mail(mail(to).as_bytes())
    with pytest.raises(LimitReached):
        add_from_mail(mail(to, message_id="<2@example.com>").as_bytes())
    assert Task.objects.count() == 1

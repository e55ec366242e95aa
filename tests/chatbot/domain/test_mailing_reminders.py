"""Reminders are mailed to those who want that, at most once, and again if the mail server refused them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db.models.signals import post_init
from django.tasks import default_task_backend
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings

from chatbot.domain.history.retention import prune
from chatbot.domain.people.reminder_mails import set_reminder_mails
from chatbot.domain.runs.sweeper import sweep
from chatbot.domain.tasks import commands as tasks
from chatbot.domain.tasks.mailing_reminders import BACKOFF, pending_mails, send_pending
from chatbot.models import ReminderMail, Task, User
from chatbot.models.now import Now
from tests.chatbot.domain.published import types
from tests.services.mail_server import HANGS_UP, MailServer

SITE = "https://lockstep.example"


@pytest.fixture(autouse=True)
def alice_wants_mails(alice: User, settings: Settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
    settings.SENDS_MAIL = True
    alice.email = alice.confirmed_email = "alice@example.com"
    alice.save()
    set_reminder_mails(alice, SITE)


@pytest.fixture
def sweep_and_send(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Callable[[], None]:
    """A sweep, and then the jobs that it has enqueued."""

    def sweep_and_send() -> None:
        with django_capture_on_commit_callbacks(execute=True):
            sweep()

    return sweep_and_send


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    with MailServer() as server:
        options = {"host": "127.0.0.1", "port": server.port, "timeout": 10}
        settings.MAILERS = {
            "default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}
        }
        yield server


def add_due(owner: User, title: str = "Call mum") -> Task:
    """A task with a reminder that is due."""
    task = tasks.add_task(owner, title=title, due_at=timezone.now() + timedelta(hours=1), reminders=[60])
    Task.objects.filter(pk=task.pk).update(remind_at=Now() - timedelta(seconds=1))
    return task


def wait_for_retry() -> None:
    """Let the time of the next attempt come."""
    ReminderMail.objects.update(next_attempt_at=Now())


def test_a_reminder_is_mailed_with_its_event(alice: User, sweep_and_send: Callable[[], None]) -> None:
    task = add_due(alice, "Call mum & dad")
    sweep_and_send()
    [sent] = mail.outbox
    assert (sent.to, sent.subject) == (["alice@example.com"], "Reminder: Call mum & dad")
    assert re.search(r"Call mum & dad is due (today|tomorrow) at ", sent.body)
    assert f"{SITE}/tasks/{task.number}/\n" in sent.body
    [link] = re.findall(rf"{SITE}/accounts/reminders/\S+", sent.body)
    assert sent.extra_headers == {
        "List-Unsubscribe": f"<{link}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    wait_for_retry()
    sweep_and_send()
    assert (len(mail.outbox), types(alice)) == (1, ["task_created", "task_reminder"])


def test_it_is_in_the_language_of_the_person(alice: User, sweep_and_send: Callable[[], None]) -> None:
    alice.language = "de"
    alice.save()
    add_due(alice)
    sweep_and_send()
    [sent] = mail.outbox
    assert sent.subject == "Erinnerung: Call mum"
    assert re.search(r"Call mum ist (heute|morgen) um .* fällig\.", sent.body)


@pytest.mark.parametrize("case", ["off", "not_confirmed", "deactivated", "no_mail_server"])
def test_nothing_is_mailed_to_others(
    alice: User, case: str, settings: Settings, sweep_and_send: Callable[[], None]
) -> None:
    match case:
        case "off":
            set_reminder_mails(alice, "")
        case "not_confirmed":
            alice.email = "new@example.com"
        case "deactivated":
            alice.is_active = False
        case "no_mail_server":
            settings.SENDS_MAIL = False
    alice.save()
    add_due(alice)
    sweep_and_send()
    assert (types(alice)[-1], mail.outbox, ReminderMail.objects.count()) == ("task_reminder", [], 0)


@pytest.mark.parametrize("case", ["done", "moved", "dismissed", "deleted", "switched_off"])
def test_a_mail_that_waits_is_not_sent_when_it_is_not_wanted_any_more(
    alice: User, case: str, sweep_and_send: Callable[[], None]
) -> None:
    task = add_due(alice)
    sweep()  # its job is lost
    match case:
        case "done":
            tasks.complete_task(alice, task.pk)
        case "moved":
            tasks.update_task(alice, task.pk, due_at=timezone.now() + timedelta(days=2))
        case "dismissed":
            tasks.dismiss_reminder(alice, task.pk)
        case "deleted":
            tasks.delete_task(alice, task.pk)
        case "switched_off":
            set_reminder_mails(alice, "")
    wait_for_retry()
    sweep_and_send()
    assert (mail.outbox, ReminderMail.objects.count()) == ([], 0)


def test_a_mail_whose_job_was_lost_is_sent_by_the_sweeper(
    alice: User, sweep_and_send: Callable[[], None]
) -> None:
    add_due(alice)
    sweep()
    assert mail.outbox == []
    sweep_and_send()
    assert len(mail.outbox) == 1


def test_a_sweep_enqueues_one_job_however_many_mails_are_pending(
    alice: User, settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    for number in range(30):
        add_due(alice, f"Call {number}")
    sweep()
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
    with django_capture_on_commit_callbacks(execute=True):
        sweep()
    assert len(default_task_backend.results) == 1
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
    with django_capture_on_commit_callbacks(execute=True):
        send_pending()
    assert len(mail.outbox) == 30  # by further jobs


def test_a_process_sends_by_one_job_at_once_and_claimed_mails_are_left_to_it(
    alice: User, monkeypatch: pytest.MonkeyPatch, sweep_and_send: Callable[[], None]
) -> None:
    for number in range(27):
        add_due(alice, f"Call {number}")
    send, seen = EmailBackend.send_messages, []

    def another_job(backend: EmailBackend, messages: list[mail.EmailMessage]) -> int:
        before = len(mail.outbox)
        send_pending()
        seen.append((len(mail.outbox) - before, pending_mails().count()))
        return send(backend, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", another_job)
    sweep_and_send()
    assert seen == [(0, 2)] * 25 + [(0, 0)] * 2
    assert len(mail.outbox) == 27


def test_a_job_that_finds_nothing_to_send_does_not_connect(alice: User, server: MailServer) -> None:
    add_due(alice)
    sweep()
    ReminderMail.objects.update(started_at=Now())
    send_pending()
    assert server.connections == 0


@pytest.mark.parametrize(("sent", "failures"), [(False, 0), (True, 0), (False, len(BACKOFF))])
def test_a_job_without_connection_changes_no_mail_that_another_has_started(
    alice: User, server: MailServer, settings: Settings, sent: bool, failures: int
) -> None:
    options = settings.MAILERS["default"]
    settings.MAILERS = {"default": {**options, "OPTIONS": {**options["OPTIONS"], "port": 1}}}
    add_due(alice)
    sweep()
    ReminderMail.objects.update(failures=failures)

    def start_elsewhere(instance: ReminderMail, **signal: Any) -> None:
        same = ReminderMail.objects.filter(pk=instance.pk)
        _ = same.delete() if sent else same.update(started_at=Now())

    post_init.connect(start_elsewhere, sender=ReminderMail)
    try:
        send_pending()
    finally:
        post_init.disconnect(start_elsewhere, sender=ReminderMail)
    left = [(one.started_at is None, one.failures) for one in ReminderMail.objects.all()]
    assert left == ([] if sent else [(False, failures)])


def test_beyond_the_daily_limit_of_a_person_nothing_is_mailed(
    alice: User, settings: Settings, sweep_and_send: Callable[[], None]
) -> None:
    settings.REMINDER_MAILS_PER_DAY = 1
    for number in range(3):
        add_due(alice, f"Call {number}")
    sweep_and_send()
    assert (len(mail.outbox), types(alice).count("task_reminder")) == (1, 3)


class Died(BaseException):
    """The process ends, so that nothing is done after it."""


@pytest.mark.parametrize("is_sent", [True, False])
def test_a_process_that_dies_while_it_sends_sends_nothing_twice(
    alice: User, is_sent: bool, monkeypatch: pytest.MonkeyPatch, sweep_and_send: Callable[[], None]
) -> None:
    add_due(alice)
    sweep()
    wait_for_retry()
    with monkeypatch.context() as dying:
        send = EmailBackend.send_messages

        def die(backend: EmailBackend, messages: list[mail.EmailMessage]) -> None:
            if is_sent:
                send(backend, messages)
            raise Died

        dying.setattr(EmailBackend, "send_messages", die)
        sweep_and_send()
        assert mail.outbox[is_sent:] == []
    wait_for_retry()
    sweep_and_send()
    assert len(mail.outbox) == is_sent
    ReminderMail.objects.update(started_at=Now() - timedelta(days=2))
    prune()
    assert not ReminderMail.objects.exists()


def test_a_refused_mail_is_sent_again_later(
    alice: User, server: MailServer, sweep_and_send: Callable[[], None]
) -> None:
    server.answers = [b"451 too busy"]
    add_due(alice, "Call mum")
    add_due(alice, "Call dad")
    sweep_and_send()
    assert [sent["Subject"] for sent in server.received] == ["Reminder: Call dad"]
    sweep_and_send()
    assert len(server.received) == 1  # its time has not come
    wait_for_retry()
    sweep_and_send()
    assert [sent["Subject"] for sent in server.received] == ["Reminder: Call dad", "Reminder: Call mum"]
    assert server.connections == 3


def test_one_connection_serves_many_mails(
    alice: User, server: MailServer, sweep_and_send: Callable[[], None]
) -> None:
    for number in range(5):
        add_due(alice, f"Call {number}")
    sweep_and_send()
    assert (len(server.received), server.connections) == (5, 1)
    assert server.received[0]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_mail_that_is_always_refused_is_given_up(
    alice: User, server: MailServer, sweep_and_send: Callable[[], None]
) -> None:
    server.answers = [b"550 no such mailbox"] * 9
    add_due(alice)
    for _ in range(9):
        sweep_and_send()
        wait_for_retry()
    assert len(server.answers) == 9 - len(BACKOFF) - 1
    assert (server.received, ReminderMail.objects.count()) == ([], 0)


def test_a_mail_is_not_sent_again_if_the_server_hangs_up_after_it(
    alice: User, server: MailServer, sweep_and_send: Callable[[], None]
) -> None:
    server.answers = [HANGS_UP]
    add_due(alice)
    for _ in range(2):
        sweep_and_send()
        wait_for_retry()
    assert (len(server.received), ReminderMail.objects.count()) == (1, 0)


def test_a_mail_waits_for_a_server_that_is_down(
    alice: User, server: MailServer, settings: Settings, sweep_and_send: Callable[[], None]
) -> None:
    up = settings.MAILERS
    down = {**up["default"], "OPTIONS": {**up["default"]["OPTIONS"], "port": 1}}
    settings.MAILERS = {"default": down}
    add_due(alice)
    sweep_and_send()
    assert ReminderMail.objects.get().failures == 1
    settings.MAILERS = up
    wait_for_retry()
    sweep_and_send()
    assert len(server.received) == 1

"""A tool with an external effect: it happens once, or its outcome is reported as unknown."""

from __future__ import annotations

import asyncio
import smtplib
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.core import mail
from django.utils import timezone
from pytest_django.fixtures import Settings

from chatbot.agent import invoke
from chatbot.domain.runs import sweeper
from chatbot.models import Run, ToolCall, User
from chatbot.tools import email_tasks
from tests.chatbot.agent.boundaries import Crash, CrashOnce, attempt, fewest
from tests.chatbot.agent.chat import Chat, outputs
from tests.factories import TaskFactory
from tests.provider.script import Provider, call, calls, refuses, says
from tests.services.wait import until

EMAIL = call("email_tasks", status="pending", note="For the weekend")
SCENARIO = (calls(EMAIL, after=0), says("So it is.", after=1))
UNKNOWN = "whether it took effect is not known"


@pytest.fixture
async def alice(alice: User) -> User:
    alice.email = alice.confirmed_email = "alice@example.com"
    await alice.asave()
    return alice


@pytest.fixture
def sent(configured: Provider, transactional_db: None, settings: Settings) -> list[mail.EmailMessage]:
    """The mails that were sent in a run that emails the list. (The database's fixture makes a new outbox.)"""
    settings.DAILY_EMAIL_LIMIT = 1_000
    configured.play(*SCENARIO)
    box: list[mail.EmailMessage] = mail.outbox
    return box


@pytest.fixture
def idempotent(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the mail server accepted equal mails only once."""
    tool = invoke.function_tool(replace(email_tasks.TOOL, reach="outside, idempotent"))
    others = [known for known in invoke.FUNCTION_TOOLS if known.name != tool.name]
    monkeypatch.setattr(invoke, "FUNCTION_TOOLS", [*others, tool])


async def finish(chat: Chat, run: Run) -> Run:
    """Execute a run to its end, and approve the mail on the way."""
    await chat.execute(run)
    if await ToolCall.objects.awaiting_approval().filter(run=run).aexists():
        await chat.approve(run)
    return await chat.run(run)


async def ask(chat: Chat, text: str = "Email me my tasks") -> Run:
    return await finish(chat, await chat.submit(text))


async def only_call(chat: Chat, run: Run) -> ToolCall:
    (made,) = await chat.tool_calls(run)
    return made


async def test_the_list_goes_to_ones_own_address(sent: list[mail.EmailMessage], chat: Chat) -> None:
    await sync_to_async(TaskFactory.create)(owner=chat.owner, title="Milk", tags=["home"], priority="high")
    await sync_to_async(TaskFactory.create)(owner=chat.owner, title="Rent", completed_at=timezone.now())
    await sync_to_async(TaskFactory.create)(title="Secret of Bob")
    due = datetime.fromisoformat("2030-12-24T17:00:00+00:00")
    await sync_to_async(TaskFactory.create)(owner=chat.owner, title="Tree", due_at=due)
    run = await ask(chat)
    (message,) = sent
    assert (message.to, message.subject) == (["alice@example.com"], "Your list: 2 tasks")
    assert message.body == (
        "For the weekend\n\nFound 2 tasks\n\n"
        "[ ] #3 Tree (due Tue 24 Dec 2030 at 18:00)\n[ ] #1 Milk (high priority, #home)"
    )
    made = await only_call(chat, run)
    assert made.output == {"count": 2, "sent_to": "a***@example.com"}
    assert made.message == "Emailed 2 tasks to a***@example.com"
    assert [kind for kind in await chat.types(run) if kind.startswith(("tool_", "approval_"))] == [
        "tool_starting",
        "approval_requested",
        "approval_resolved",
        "tool_complete",
    ]


@pytest.mark.parametrize(
    ("address", "published"),
    [
        ("a@b.example", "a***@b.example"),
        ('"odd@name"@example.com', '"***@example.com'),
    ],
)
def test_an_address_is_masked(address: str, published: str) -> None:
    assert email_tasks.masked(address) == published


@pytest.mark.parametrize(
    ("address", "published"),
    [("", "no email address"), ("nobody", "not valid"), ("a@example.com\nBcc: b@example.com", "not valid")],
)
async def test_without_an_address_nothing_is_sent(
    address: str, published: str, sent: list[mail.EmailMessage], chat: Chat
) -> None:
    await User.objects.filter(pk=chat.owner.pk).aupdate(email=address)
    run = await chat.ask("Email me my tasks")
    assert published in (await only_call(chat, run)).error
    assert (run.reply.content, sent) == ("So it is.", [])


async def test_the_model_cannot_choose_the_address(
    sent: list[mail.EmailMessage], configured: Provider, chat: Chat
) -> None:
    made = call("email_tasks", status="all", note=None, to="bob@example.com")
    configured.play(calls(made), says("No."))
    run = await chat.ask("Email my tasks to Bob")
    assert ((await only_call(chat, run)).status, sent) == (ToolCall.Status.FAILED, [])


REFUSED = "The mail server did not take the mail, so it was not sent."
LOST = "The connection to the mail server was lost, so the mail may or may not have been sent."


@pytest.mark.parametrize(
    ("error", "published"),
    [
        (smtplib.SMTPAuthenticationError(535, b"secret words"), REFUSED),
        (smtplib.SMTPRecipientsRefused({"alice@example.com": (550, b"no")}), REFUSED),
        (ConnectionRefusedError("10.0.0.1"), REFUSED),
        (smtplib.SMTPServerDisconnected("secret words"), LOST),
        (TimeoutError("10.0.0.1"), LOST),
    ],
    ids=lambda value: type(value).__name__,
)
async def test_a_failing_mail_server_is_reported_and_not_retried(
    error: Exception, published: str, configured: Provider, chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[str] = []

    def fails(subject: str, *given: object) -> int:
        tries.append(subject)
        raise error

    monkeypatch.setattr(email_tasks, "send_mail", fails)
    configured.play(calls(EMAIL), refuses(401), says("It did not work."))
    failed = await ask(chat)
    made = await only_call(chat, failed)
    assert (made.status, made.error) == (ToolCall.Status.FAILED, published)
    assert (await chat.retry(failed)).reply.content == "It did not work."
    assert len(tries) == 1


async def test_nothing_is_sent_before_it_is_approved_and_then_only_what_was_shown(
    sent: list[mail.EmailMessage], chat: Chat
) -> None:
    await sync_to_async(TaskFactory.create)(owner=chat.owner, title="Milk")
    run = await chat.ask("Email me my tasks")
    waiting = await chat.pending(run)
    assert (run.status, sent) == (Run.Status.AWAITING_APPROVAL, [])
    assert waiting.message == "Email 1 task to a***@example.com? “For the weekend”"
    await sync_to_async(TaskFactory.create)(owner=chat.owner, title="Came later")

    await chat.approve(run)
    assert "Milk" in str(sent[0].body)
    assert "Came later" not in str(sent[0].body)


async def test_a_mail_that_is_declined_is_not_sent(sent: list[mail.EmailMessage], chat: Chat) -> None:
    run = await chat.decline(await chat.ask("Email me my tasks"))
    assert (run.status, sent) == (Run.Status.SUCCEEDED, [])


async def test_an_address_that_is_not_confirmed_gets_nothing(
    sent: list[mail.EmailMessage], chat: Chat
) -> None:
    await User.objects.filter(pk=chat.owner.pk).aupdate(email="other@example.com")
    run = await chat.ask("Email me my tasks")
    assert "not confirmed" in (await only_call(chat, run)).error
    assert sent == []


@pytest.mark.parametrize(
    ("note", "line"),
    [("One\nline: \r\n\nhttp://x.example", "One line: http://x.example"), ("x" * 201, None)],
)
async def test_the_models_text_is_one_line(
    note: str, line: str | None, sent: list[mail.EmailMessage], configured: Provider, chat: Chat
) -> None:
    configured.play(calls(call("email_tasks", status="all", note=note)), says("So it is."))
    run = await ask(chat)
    assert [str(message.body).split("\n")[0] for message in sent] == ([line] if line else [])
    assert bool((await only_call(chat, run)).error) == (line is None)


async def test_mails_in_a_day_are_limited(
    sent: list[mail.EmailMessage], configured: Provider, chat: Chat, settings: Settings
) -> None:
    settings.DAILY_EMAIL_LIMIT = 1
    await ask(chat)
    configured.play(*SCENARIO)
    run = await ask(chat)
    assert (await only_call(chat, run)).error == "The limit of lists emailed in a day (1) is reached."
    assert len(sent) == 1


def has_reached_out() -> bool:
    return ToolCall.objects.exclude(reached_out_at=None).exists()


async def crash_and_resume(chat: Chat, crash: Crash) -> Run:
    run = await chat.submit("Email me my tasks")
    if await attempt(crash, finish(chat, run)):
        await sync_to_async(sweeper.recover)()
        await finish(chat, run)
    run = await chat.run(run)
    assert (run.status, run.reply.content) == (Run.Status.SUCCEEDED, "So it is.")
    return run


@pytest.mark.parametrize("mails", [0, 1])
async def test_a_mail_whose_process_was_killed_is_not_repeated_but_reported(
    mails: int, sent: list[mail.EmailMessage], configured: Provider, chat: Chat
) -> None:
    run = await crash_and_resume(chat, CrashOnce(lambda: has_reached_out() and len(sent) == mails))
    assert len(sent) == mails
    made = await only_call(chat, run)
    assert made.status == ToolCall.Status.FAILED
    (output,) = outputs(configured.requests[-1])
    assert output == made.output
    assert UNKNOWN in output["error"]
    assert (await chat.types(run)).count("tool_error") == 1


@pytest.mark.usefixtures("idempotent")
async def test_an_idempotent_effect_is_repeated(
    sent: list[mail.EmailMessage], configured: Provider, chat: Chat
) -> None:
    run = await crash_and_resume(chat, CrashOnce(lambda: sent))
    assert len(sent) == 2
    assert (await only_call(chat, run)).status == ToolCall.Status.DONE
    assert outputs(configured.requests[-1]) == [{"count": 0, "sent_to": "a***@example.com"}]


async def test_no_crash_sends_a_second_mail(sent: list[mail.EmailMessage], chat: Chat) -> None:
    boundary, crashed = 0, True
    while crashed:
        await chat.forget()
        sent.clear()
        crash = Crash(boundary)
        run = await crash_and_resume(chat, crash)
        made = await only_call(chat, run)
        assert len(sent) == 1 or (made.status, len(sent)) == (ToolCall.Status.FAILED, 0)
        crashed = crash.reached
        boundary += 1
    assert boundary > await fewest(chat.owner) > 0


async def test_a_retry_sends_no_second_mail(
    sent: list[mail.EmailMessage], configured: Provider, chat: Chat
) -> None:
    configured.play(calls(EMAIL), refuses(401), says("It is sent."))
    run = await chat.retry(await ask(chat))
    assert (run.reply.content, len(sent)) == ("It is sent.", 1)
    assert outputs(configured.requests[-1]) == [{"count": 0, "sent_to": "a***@example.com"}]


class SlowServer:
    """A mail server that waits until the test lets it continue."""

    def __init__(self) -> None:
        self.asked = threading.Event()
        self.has_kept_steps = threading.Event()
        self.done = threading.Event()

    def send_mail(self, *given: Any) -> int:
        self.asked.set()
        assert self.has_kept_steps.wait(20)
        sent = mail.send_mail(*given)
        self.done.set()
        return sent


@pytest.fixture
def slow_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowServer]:
    server = SlowServer()
    monkeypatch.setattr(email_tasks, "send_mail", server.send_mail)
    yield server
    server.has_kept_steps.set()


async def happens(event: threading.Event) -> None:
    assert await asyncio.to_thread(event.wait, 20)


async def test_a_stop_does_not_wait_for_the_mail_and_the_retry_does_not_repeat_it(
    sent: list[mail.EmailMessage], slow_server: SlowServer, configured: Provider, chat: Chat
) -> None:
    run = await chat.ask("Email me my tasks")
    execution = asyncio.create_task(chat.approve(run))
    await happens(slow_server.asked)
    await chat.stop(run)
    await asyncio.wait_for(execution, 5)
    assert (await chat.ending(run))[0] == "run_cancelled"
    assert (await only_call(chat, run)).status == ToolCall.Status.STOPPED
    assert sent == []
    slow_server.has_kept_steps.set()
    await happens(slow_server.done)
    run = await chat.retry(await chat.run(run))
    assert (run.reply.content, len(sent)) == ("So it is.", 1)
    (output,) = outputs(configured.requests[-1])
    assert UNKNOWN in output["error"]


@pytest.mark.usefixtures("sent")
async def test_the_lease_is_renewed_while_the_mail_goes_out(
    slow_server: SlowServer, chat: Chat, settings: Settings
) -> None:
    settings.RUN_LEASE = 0.4
    run = await chat.ask("Email me my tasks")
    execution = asyncio.create_task(chat.approve(run))
    await happens(slow_server.asked)
    earlier = (await chat.run(run)).lease_until
    await until(Run.objects.filter(pk=run.pk).exclude(lease_until=earlier).aexists, "another lease")
    slow_server.has_kept_steps.set()
    await execution
    ended = await chat.run(run)
    assert (ended.status, ended.attempt) == (Run.Status.SUCCEEDED, 2)  # one before it was approved

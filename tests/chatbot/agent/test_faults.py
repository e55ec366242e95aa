"""After any fault of the provider, the run ends once, with an error for people, and can be retried."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from pytest_django.fixtures import Settings

from chatbot.domain.errors import Conflict
from chatbot.models import Message, Run
from tests.chatbot.agent.chat import Chat
from tests.provider.script import Provider, call, calls, refuses, says
from tests.services.ports import free_port

FOREVER = 3_600.0
LIST = call("list_tasks", status="all", due=None, tag=None, priority=None)
ADD = call("add_task", title="Milk", description=None, priority=None, due_at=None, tags=None)
PRIVATE = ("sk-secret", "own words", "Traceback", "Error code", "127.0.0.1")

REFUSALS = {
    400: "refused",
    401: "unauthorized",
    403: "unauthorized",
    404: "wrong_address",
    418: "provider_error",
    422: "refused",
    429: "rate_limited",
    500: "provider_error",
    503: "provider_error",
}
ASKED_AGAIN = {429, 500, 503}
FAULTS = {
    "cut before a word": ([says("Hel", stop_after=1, then="cut")], "unreachable"),
    "cut in the text": ([says(*"Hello there", stop_after=7, then="cut")], "unreachable"),
    "cut in the arguments": ([calls(LIST, stop_after=4, then="cut")], "unreachable"),
    "ended in the text": ([says(*"Hello there", stop_after=7)], "unreachable"),
    "ended in the arguments": ([calls(LIST, stop_after=4)], "unreachable"),
    "bad JSON in the stream": ([{"raw": ['data: {"id": "x", "choi\n\n']}], "bad_response"),
    "no text in the stream": (
        [{"raw": ["data: \udcff\n\n".encode("utf-8", "replace").decode()]}],
        "bad_response",
    ),
    "JSON of another kind": ([{"raw": ['data: [1, "two"]\n\n']}], "bad_response"),
    "an error in the stream": (
        [{"raw": ['data: {"error": {"message": "sk-secret"}}\n\n']}],
        "provider_error",
    ),
    "an error without its key": (
        [{"raw": ['data: {"object": "error", "message": "sk-secret"}\n\n']}],
        "provider_error",
    ),
    "too many requests in the stream": (
        [{"raw": ['data: {"error": {"message": "own words", "code": "rate_limit_exceeded"}}\n\n']}],
        "rate_limited",
    ),
    "JSON that is nested deeply": (
        [{"raw": ['data: {"choices": %s, "output": 1}\n\n' % ("[" * 3_000 + "]" * 3_000)]}],
        "bad_response",
    ),
    "a page instead of an API": ([{"status": 200, "body": "<html>own words</html>"}], "bad_response"),
    "nothing at all": ([{"raw": [": keep-alive\n\n"]}], "bad_response"),
    "an empty answer": ([says()], "bad_response"),
    "white space": ([says(" ", "\n")], "bad_response"),
}


@pytest.fixture
def impatient(endpoint: Provider, settings: Settings) -> Provider:
    """An endpoint with a short timeout and no retries."""
    waits = {"read_timeout": 0.3, "first_byte_timeout": 0.3}
    settings.AGENT_ENDPOINT = replace(settings.AGENT_ENDPOINT, **waits, retries=0)
    return endpoint


async def assert_failed(chat: Chat, run: Run, code: str) -> None:
    kind, data = await chat.ending(run)
    assert (kind, data["result"]) == ("run_failed", {"code": code, "retryable": True})
    assert data["error"] == data["message"] == run.error
    assert run.error.endswith((".", "model."))
    assert not [word for word in PRIVATE if word in str(data)]
    assert (run.status, run.error_code) == (Run.Status.FAILED, code)
    assert run.reply.state == Message.State.FAILED
    assert (run.trigger.content, run.trigger.state) == ("Add milk", Message.State.COMPLETE)
    assert run.finished_at is not None
    assert run.lease_until is None


async def test_a_refusal_ends_the_run_and_retry_answers(
    endpoint: Provider, chat: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    for status, code in REFUSALS.items():
        refusals = [refuses(status, **{"retry-after": "0"})] * (3 if status in ASKED_AGAIN else 1)
        endpoint.play(*refusals, says("Here I am again."))
        run = await chat.ask("Add milk")
        await assert_failed(chat, run, code)
        assert (await chat.retry(run)).reply.content == "Here I am again."
        assert len(endpoint.requests) == len(refusals) + 1
    assert "sk-secret" not in caplog.text
    assert "own words" in caplog.text


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_fault_ends_the_run_and_retry_answers(
    fault: str, endpoint: Provider, chat: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    answers, code = FAULTS[fault]
    endpoint.play(*answers, says("Here I am again."))
    run = await chat.ask("Add milk")
    await assert_failed(chat, run, code)
    assert "sk-secret" not in caplog.text
    again = await chat.retry(run)
    assert (again.status, again.reply.content) == (Run.Status.SUCCEEDED, "Here I am again.")
    assert (await chat.ending(again))[0] == "agent_done"
    with pytest.raises(Conflict):
        await chat.retry(run)


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"content-encoding": "gzip"}, "unreachable"),
        ({"retry-after-ms": "Wed, 21 Oct 2015 07:28:00 +99999999999999999999"}, "provider_error"),
    ],
    ids=["a body that cannot be read", "a date that is none"],
)
async def test_a_broken_refusal_ends_the_run(
    headers: dict[str, str], code: str, impatient: Provider, chat: Chat
) -> None:
    impatient.play(refuses(500, **headers))
    await assert_failed(chat, await chat.ask("Add milk"), code)


async def test_a_temporary_fault_is_not_shown(endpoint: Provider, chat: Chat) -> None:
    endpoint.play(refuses(429), refuses(503), says("Here I am."))
    run = await chat.ask("Add milk")
    assert run.reply.content == "Here I am."


@pytest.mark.parametrize(
    "answer",
    [says("late", delay=FOREVER), says("Hello", stop_after=3, then="stall")],
    ids=["no first byte", "stall in the answer"],
)
async def test_silence_times_out(
    answer: dict[str, Any], impatient: Provider, chat: Chat, settings: Settings
) -> None:
    impatient.play(answer, says("Here I am again."))
    run = await chat.ask("Add milk")
    await assert_failed(chat, run, "timeout")
    assert len(impatient.requests) == 1
    settings.AGENT_ENDPOINT = replace(settings.AGENT_ENDPOINT, read_timeout=20, first_byte_timeout=20)
    assert (await chat.retry(run)).reply.content == "Here I am again."


async def test_too_many_requests_without_a_time_to_wait(impatient: Provider, chat: Chat) -> None:
    impatient.play({"status": 429, "body": {"error": {"message": "sk-secret"}}})
    await assert_failed(chat, await chat.ask("Add milk"), "rate_limited")


async def test_no_server_at_the_address(impatient: Provider, chat: Chat, settings: Settings) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}/v1"
    settings.AGENT_ENDPOINT = replace(settings.AGENT_ENDPOINT, base_url=nowhere)
    await assert_failed(chat, await chat.ask("Add milk"), "not_running")


@pytest.mark.parametrize(("status", "code"), [("failed", "provider_error"), ("incomplete", "out_of_tokens")])
async def test_a_response_that_the_provider_cuts_off(
    status: str, code: str, configured: Provider, chat: Chat, settings: Settings
) -> None:
    settings.AGENT_ENDPOINT = replace(settings.AGENT_ENDPOINT, api="responses")
    response = {
        "id": "r",
        "object": "response",
        "created_at": 0,
        "model": "m",
        "output": [],
        "status": status,
    }
    data = f'{{"type": "response.{status}", "sequence_number": 0, "response": {response}}}'.replace("'", '"')
    configured.play({"raw": [f"event: response.{status}\ndata: {data}\n\n"]})
    await assert_failed(chat, await chat.ask("Add milk"), code)


async def test_text_that_was_shown_is_kept(endpoint: Provider, chat: Chat) -> None:
    endpoint.play(says(*(f"{number} " for number in range(50)), stop_after=40, then="cut"))
    run = await chat.ask("Add milk")
    seen = await chat.streamed(run)
    assert seen.startswith("0 1 2 ")
    assert run.reply.content == seen


async def test_retry_does_not_repeat_calls(endpoint: Provider, chat: Chat) -> None:
    endpoint.play(calls(ADD), refuses(401), says("Milk is on the list."))
    failed = await chat.ask("Add milk")
    assert await chat.tasks() == ["Milk"]
    run = await chat.retry(failed)
    assert await chat.tasks() == ["Milk"]
    assert run.reply.content == "Milk is on the list."
    assert await chat.types(run) == [
        "run_queued",
        "agent_thinking",
        "agent_thinking",
        "message_created",
        "message_complete",
        "agent_done",
    ]
    first, refused, last = endpoint.requests
    assert last == refused != first


async def test_a_second_retry_does_not_repeat_calls(endpoint: Provider, chat: Chat) -> None:
    another = call("add_task", title="Eggs", description=None, priority=None, due_at=None, tags=None)
    endpoint.play(calls(ADD), refuses(401), calls(another), refuses(401), says("Both are there."))
    failed = await chat.retry(await chat.ask("Add milk"))
    assert failed.status == Run.Status.FAILED
    run = await chat.retry(failed)
    assert (run.reply.content, await chat.tasks()) == ("Both are there.", ["Milk", "Eggs"])


async def test_endless_steps_are_ended_and_retry_continues(
    endpoint: Provider, chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chatbot.agent.runner.MAX_TURNS", 3)
    endpoint.play(*[calls(LIST)] * 3, says("There is nothing."))
    run = await chat.ask("Add milk")
    await assert_failed(chat, run, "too_many_turns")
    assert len(await chat.tool_calls(run)) == 3
    assert (await chat.retry(run)).reply.content == "There is nothing."


async def test_an_exception_of_ours_is_logged_and_shown_without_details(
    endpoint: Provider, chat: Chat, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*given: object, **named: object) -> None:
        raise ZeroDivisionError("a secret of ours")

    monkeypatch.setattr("chatbot.domain.tasks.commands.add_task", broken)
    endpoint.play(calls(ADD))
    run = await chat.ask("Add milk")
    await assert_failed(chat, run, "internal")
    assert "a secret of ours" not in run.error
    assert "ZeroDivisionError" in caplog.text


async def test_a_failed_run_lets_the_next_one_start(endpoint: Provider, chat: Chat) -> None:
    endpoint.play(refuses(401), says("Second."))
    first = await chat.submit("Add milk")
    second = await chat.submit("And eggs", first.conversation_id)
    await chat.execute(second)
    assert (await chat.run(second)).status == Run.Status.QUEUED
    await chat.execute(first)
    await chat.execute(second)
    assert (await chat.run(second)).reply.content == "Second."


async def test_only_the_owner_can_retry(endpoint: Provider, chat: Chat) -> None:
    from chatbot.domain.errors import NotFound
    from chatbot.domain.runs.retry import retry_run
    from tests.factories import UserFactory

    endpoint.play(refuses(401))
    run = await chat.ask("Add milk")
    charlie = await sync_to_async(UserFactory.create)()
    with pytest.raises(NotFound):
        await sync_to_async(retry_run)(charlie, run.pk)

"""`/v1/chat/completions` with OpenAI's own client: answers, streams, tools, approvals, errors."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import openai
import pytest
from asgiref.sync import sync_to_async
from openai import AsyncOpenAI
from pytest_django.fixtures import Settings

from chatbot.api.completions.answers import answer_of
from chatbot.api.completions.chunks import Sent
from chatbot.domain.errors import LimitReached
from chatbot.domain.people.personal_tokens import create_personal_token
from chatbot.models import Conversation, Message, Run, Task, User
from tests.chatbot.api.client import Api
from tests.factories import RunFactory, TaskFactory, UserFactory
from tests.services.web_server import WebServer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def alice(transactional_db: None) -> User:
    return UserFactory(username="alice")


@sync_to_async
def token_of(owner: User, *scopes: str) -> str:
    return create_personal_token(owner, name="Chat app", scopes=scopes)[1]


@pytest.fixture
async def client(site: WebServer, alice: User) -> AsyncIterator[AsyncOpenAI]:
    token = await token_of(alice, "agent")
    async with AsyncOpenAI(base_url=f"{site.url}/v1", api_key=token, max_retries=0, timeout=30) as opened:
        yield opened


def said(role: str, content: str) -> dict[str, str]:
    return {"role": role, "content": content}


async def ask(client: AsyncOpenAI, *messages: dict[str, str], **more: Any) -> Any:
    return await client.chat.completions.create(model="lockstep", messages=[*messages], **more)  # type: ignore[arg-type]


async def streamed(client: AsyncOpenAI, *messages: dict[str, str], **more: Any) -> tuple[str, list[Any]]:
    """The whole text of a stream, and its chunks."""
    chunks = [chunk async for chunk in await ask(client, *messages, stream=True, **more)]
    return "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices), chunks


@pytest.mark.both_servers
async def test_a_conversation_of_another_clients_making(client: AsyncOpenAI, alice: User) -> None:
    first = said("user", "Add a task: buy milk")
    answer = await ask(client, said("system", "You are a pirate."), first, temperature=0.3)
    text = answer.choices[0].message.content
    assert (answer.object, answer.choices[0].finish_reason) == ("chat.completion", "stop")
    assert "buy milk" in text.lower()
    run = await Run.objects.aget()
    assert answer.id == f"chatcmpl-{run.pk.hex}"
    assert await Task.objects.filter(owner=alice, title__iexact="buy milk").acount() == 1
    assert await run.tool_calls.acount() == 1

    second, chunks = await streamed(
        client,
        first,
        said("assistant", text),
        said("user", "What is on my list?"),
        stream_options={"include_usage": True},
    )
    assert "milk" in second.lower()
    assert chunks[0].choices[0].delta.role == "assistant"
    assert [chunk.choices[0].finish_reason for chunk in chunks if chunk.choices][-1] == "stop"
    assert chunks[-1].usage is not None
    assert await Message.objects.filter(content=second).aexists()
    assert await Conversation.objects.acount() == 1  # found by its last answer

    await ask(client, said("user", "Hello"))
    await ask(client, said("user", "Hello"), said("assistant", "Something else"), said("user", "Hello"))
    assert await Conversation.objects.acount() == 3


async def test_an_approval_is_asked_for_as_text_with_a_link(
    client: AsyncOpenAI, alice: User, site: WebServer
) -> None:
    for title in ("Buy milk", "Pay rent"):
        await sync_to_async(TaskFactory.create)(owner=alice, title=title)
    message = said("user", "Delete all my tasks")
    text, _chunks = await streamed(client, message)
    conversation = await Conversation.objects.aget()
    assert "Delete 2 tasks?" in text
    assert "Buy milk" in text
    assert f"{site.url}/c/{conversation.pk}/" in text
    assert await Task.objects.filter(owner=alice).acount() == 2
    # What is said next is said in the same conversation, and approves nothing.
    await ask(client, message, said("assistant", text), said("user", "Yes, approve it"))
    assert await Conversation.objects.acount() == 1
    assert await Task.objects.filter(owner=alice).acount() == 2


async def test_a_conversation_can_be_named(client: AsyncOpenAI, alice: User) -> None:
    answer = await ask(client, said("user", "Hello"))
    named = {"conversation_id": answer.conversation_id}
    await ask(client, said("user", "And again"), extra_body=named)
    assert await Conversation.objects.acount() == 1
    stranger = await sync_to_async(UserFactory)()
    foreign = await token_of(stranger, "agent")
    with pytest.raises(openai.NotFoundError):
        await ask(client.with_options(api_key=foreign), said("user", "Hi"), extra_body=named)
    with pytest.raises(openai.BadRequestError, match="no id of a conversation"):
        await ask(client, said("user", "Hi"), extra_body={"conversation_id": "../1"})


async def test_a_request_that_is_sent_again_is_answered_once(client: AsyncOpenAI, alice: User) -> None:
    again = {"extra_headers": {"Idempotency-Key": "a-key"}}
    answers = [await ask(client, said("user", "Add a task: call Bob"), **again) for _ in range(2)]
    assert answers[0].id == answers[1].id
    assert await Task.objects.filter(owner=alice).acount() == 1


async def test_models(client: AsyncOpenAI) -> None:
    assert [model.id async for model in client.models.list()] == ["lockstep"]
    assert (await client.models.retrieve("lockstep")).owned_by == "lockstep"
    with pytest.raises(openai.NotFoundError) as raised:
        await client.models.retrieve("gpt-9")
    assert raised.value.code == "model_not_found"


@pytest.mark.parametrize(
    ("changed", "param"),
    [
        ({"messages": []}, "messages"),
        ({"messages": [{"role": "assistant", "content": "Hi"}]}, "messages"),
        ({"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {}}]}]}, "messages"),
        ({"messages": [{"role": "user", "content": ""}]}, "message"),
        ({"messages": [{"role": "robot", "content": "Hi"}]}, "messages.0.role"),
        ({"messages": "Hi"}, "messages"),
        ({"n": 2}, "n"),
        ({"response_format": {"type": "json_object"}}, "response_format"),
        ({"model": 5}, "model"),
    ],
)
def test_what_cannot_be_answered_is_refused(alice: User, changed: dict[str, Any], param: str) -> None:
    body = {"model": "lockstep", "messages": [said("user", "Hi")], **changed}
    refused = Api.of(alice).post("/v1/chat/completions", body)
    assert refused.status_code == 400
    assert refused.json()["error"]["type"] == "invalid_request_error"
    assert refused.json()["error"]["param"] == param
    assert not Run.objects.exists()


async def test_who_may_not_gets_an_error_that_clients_know(client: AsyncOpenAI, alice: User) -> None:
    with pytest.raises(openai.AuthenticationError):
        await ask(client.with_options(api_key="sk-wrong"), said("user", "Hi"))
    reader = client.with_options(api_key=await token_of(alice, "read"))
    with pytest.raises(openai.PermissionDeniedError):
        await ask(reader, said("user", "Hi"))
    with pytest.raises(openai.NotFoundError):
        await client.embeddings.create(model="lockstep", input="Hi")
    assert not await Run.objects.aexists()


def test_the_limit_of_a_day_is_a_rate_limit(alice: User, settings: Settings) -> None:
    settings.DAILY_MESSAGE_LIMIT = 0
    body = {"model": "lockstep", "messages": [said("user", "Hi")]}
    refused = Api.of(alice).post("/v1/chat/completions", body)
    assert (refused.status_code, refused.json()["error"]["type"]) == (429, "rate_limit_error")


@pytest.mark.parametrize(
    ("values", "status", "kind"),
    [
        ({"error_code": "auth", "error": "The key is wrong."}, 502, "server_error"),
        ({"error_code": LimitReached.code, "error": "The budget is used up."}, 429, "rate_limit_error"),
    ],
)
def test_a_run_that_failed_is_an_error(alice: User, values: dict[str, str], status: int, kind: str) -> None:
    run = RunFactory(owner=alice, status=Run.Status.FAILED, **values)
    answer = answer_of(run, "https://lockstep.example")
    assert answer.error is not None
    assert (answer.status, answer.error["error"]["type"]) == (status, kind)
    assert answer.error["error"]["message"] == values["error"]


def test_a_long_run_says_where_it_continues(alice: User) -> None:
    run = RunFactory(owner=alice, status=Run.Status.QUEUED)
    page = f"https://lockstep.example/c/{run.conversation_id}/"
    assert answer_of(run, page).text == f"This takes longer, and continues: {page}"


class TestSent:
    def test_what_was_missed_comes_with_the_whole_text(self) -> None:
        sent = Sent()
        assert sent.put(0, "One ") == "One "
        assert sent.put(10, "three") == ""
        assert sent.complete("One two three") == "two three"

    def test_what_is_stored_fills_a_gap_and_takes_nothing_back(self) -> None:
        sent = Sent()
        assert sent.put(0, "One ") == "One "
        assert sent.misses(10)
        assert sent.stored("One two three") == "two three"
        assert sent.stored("One two") == ""
        assert not sent.misses(13)
        assert sent.put(13, " four") == " four"

    def test_what_is_written_again_is_sent_once(self) -> None:
        sent = Sent()
        assert sent.put(0, "One two") == "One two"
        assert sent.put(0, "One ") == ""
        assert sent.put(4, "two three") == " three"
        assert sent.complete("One two three") == ""

    def test_another_text_follows_what_was_sent(self) -> None:
        sent = Sent()
        sent.put(0, "Well")
        assert sent.put(0, "Another") == ""
        assert sent.complete("Another answer") == "\n\nAnother answer"

"""How an answer ends: complete, cut off, or empty."""

from __future__ import annotations

from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.test import Client
from pytest_django.fixtures import Settings

from chatbot.models import Message, Run
from tests.chatbot.agent.chat import Chat
from tests.markup import parse
from tests.provider.deviations import CUT_OFF, deviating
from tests.provider.script import Provider, call, calls, says

ADD = call("add_task", title="Milk", description=None, priority=None, due_at=None, tags=None)


@pytest.mark.parametrize("reason", ["length", "content_filter"])
async def test_an_answer_that_was_cut_off_is_kept_and_marked(
    reason: str, endpoint: Provider, chat: Chat, settings: Settings
) -> None:
    api = settings.AGENT_ENDPOINT.api
    endpoint.play(deviating(says("There are ", "three th"), api, CUT_OFF[api](reason)))
    run = await chat.ask("Tell me")
    assert (run.status, run.reply.content) == (Run.Status.SUCCEEDED, "There are three th")
    assert run.reply.state == Message.State.CUT_OFF
    assert (await chat.ending(run))[1]["result"] == {"response": "There are three th", "cut_off": reason}


async def test_a_cut_off_answer_can_be_continued(configured: Provider, chat: Chat) -> None:
    configured.play(deviating(says("There are three th"), "chat", CUT_OFF["chat"]("length")), says("ings."))
    run = await chat.ask("Tell me")
    client = Client()
    await sync_to_async(client.force_login)(chat.owner)
    address = f"/c/{run.conversation_id}/"
    page = parse(await sync_to_async(client.get)(address))
    assert page.texts("[data-message-state]") == ["Cut off"]
    key = f"continue-{run.pk}"
    form = {"conversation": str(run.conversation_id), "message": "Continue", "idempotency_key": key}
    offered = page.one(f"form#continue-{run.pk}")
    assert {name: offered.one(f"[name={name}]")["value"] for name in form} == form
    for _ in range(2):
        assert (await sync_to_async(client.post)("/messages/", form)).status_code == 303
    (following,) = [
        one async for one in Run.objects.filter(conversation=run.conversation_id).exclude(pk=run.pk)
    ]
    await chat.execute(following)
    assert (await chat.run(following)).reply.content == "ings."
    sent = [message["content"] for message in configured.requests[-1]["messages"][-3:]]
    assert sent == ["Tell me", "There are three th", "Continue"]


@pytest.mark.parametrize(
    ("reason", "code"), [("length", "out_of_tokens"), ("content_filter", "content_filter")]
)
async def test_an_answer_that_was_cut_off_before_a_word_fails(
    reason: str, code: str, endpoint: Provider, chat: Chat, settings: Settings
) -> None:
    api = settings.AGENT_ENDPOINT.api
    endpoint.play(deviating(says(), api, CUT_OFF[api](reason)))
    run = await chat.ask("Tell me")
    assert (run.status, run.error_code) == (Run.Status.FAILED, code)


async def test_an_error_at_the_end_fails_and_keeps_the_text(configured: Provider, chat: Chat) -> None:
    configured.play(deviating(says("There are "), "chat", CUT_OFF["chat"]("error")))
    run = await chat.ask("Tell me")
    assert (run.status, run.error_code) == (Run.Status.FAILED, "provider_error")
    assert run.reply.content == "There are"


@pytest.mark.parametrize("empty", [says(), says(" \n"), says("<think>Done, then.</think>")])
async def test_an_empty_answer_after_a_tool_is_no_failure(
    empty: dict[str, Any], endpoint: Provider, chat: Chat
) -> None:
    endpoint.play(calls(ADD), empty)
    run = await chat.ask("Add milk")
    assert (run.status, await chat.tasks()) == (Run.Status.SUCCEEDED, ["Milk"])
    assert run.reply.content == "The steps above are all that I did; there is nothing to add."
    assert (await chat.ending(run))[1]["result"] == {"response": run.reply.content}
    assert await chat.streamed(run) == run.reply.content

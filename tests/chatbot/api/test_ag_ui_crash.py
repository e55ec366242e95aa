"""A client of AG-UI whose server is killed while an answer is written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import httpx
from ag_ui_validate.pytest_plugin import assert_valid_agui

from tests.chatbot.api.ag_ui_input import body, said
from tests.provider.fixtures import provider, provider_client
from tests.provider.script import Provider, call, calls, says
from tests.services.fixtures import StartServer

__all__ = ["provider", "provider_client"]

ADD = call("add_task", title="Milk")
WORDS = [f"word{number} " for number in range(40)]
MAKE_TOKEN = """
from chatbot.models import User
from chatbot.domain.people.personal_tokens import create_personal_token
print(create_personal_token(User.objects.create_user("alice"), name="App", scopes=["agent"])[1])
"""
COUNT = "from chatbot.models import Run, Task; print(Run.objects.get().attempt, Task.objects.count())"


def stream(url: str, token: str, given: dict[str, Any]) -> Iterator[dict[str, Any]]:
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.stream("POST", f"{url}/agui", json=given, headers=headers, timeout=60) as response:
        for line in response.iter_lines():
            if line.startswith("data: "):
                yield json.loads(line.removeprefix("data: "))


def test_a_run_continues_where_the_client_lost_it(server: StartServer, provider: Provider) -> None:
    model = {"AGENT_BASE_URL": provider.base_url, "AGENT_MODEL": provider.model, "AGENT_API_KEY": "sk-x"}
    site = server("uvicorn", **model)
    token = site.manage("shell", "-v0", "-c", MAKE_TOKEN).strip()
    provider.play(calls(ADD, after=0), says(*WORDS, hold=15, after=1))
    given, seen = body(said("Add milk")), {}
    with closing(stream(site.url, token, given)) as events:
        for event in events:
            seen[event["type"]] = event
            if event["type"] == "TEXT_MESSAGE_CONTENT":
                break
    site.kill()
    provider.play(calls(ADD, after=0), says(*WORDS, after=1))
    site.start()

    arguments, result, text = seen["TOOL_CALL_ARGS"], seen["TOOL_CALL_RESULT"], seen["TEXT_MESSAGE_CONTENT"]
    call_id = arguments["toolCallId"]
    function = {"name": "add_task", "arguments": arguments["delta"]}
    made = {"id": call_id, "type": "function", "function": function}
    given["messages"] += [
        {"id": call_id, "role": "assistant", "toolCalls": [made]},
        {"id": result["messageId"], "role": "tool", "toolCallId": call_id, "content": result["content"]},
        {"id": text["messageId"], "role": "assistant", "content": text["delta"]},
    ]
    again = list(stream(site.url, token, given))
    assert_valid_agui(again, features=["shared-state"], max_warnings=0)
    rest = "".join(event["delta"] for event in again if event["type"] == "TEXT_MESSAGE_CONTENT")
    assert (text["delta"] + rest).strip() == "".join(WORDS).strip()
    assert not [event for event in again if event["type"] in {"TOOL_CALL_ARGS", "TOOL_CALL_RESULT"}]
    assert again[-1]["outcome"] == {"type": "success"}
    assert site.manage("shell", "-v0", "-c", COUNT).split() == ["2", "1"]

"""The AsyncAPI document of both sockets."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft7Validator
from pytest_django import DjangoAssertNumQueries

from chatbot.domain.events import EVENTS, LIVE_EVENTS
from chatbot.tools import TOOLS
from chatbot.wire.progress import PROGRESS_EVENTS
from scripts.install_npm_packages import SCHEMA
from tests.chatbot.api.client import Api


@pytest.fixture
def document(db: None, django_assert_num_queries: DjangoAssertNumQueries) -> dict[str, Any]:
    with django_assert_num_queries(0):
        answer = Api().get("/api/asyncapi.json")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"
    served: dict[str, Any] = answer.json()
    return served


def test_the_document_is_valid(document: dict[str, Any]) -> None:
    if not SCHEMA.exists():
        pytest.skip("The JSON schema of AsyncAPI is not installed: make services")
    validator = Draft7Validator(json.loads(SCHEMA.read_text()))
    assert [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(document)] == []


def test_every_reference_resolves(document: dict[str, Any]) -> None:
    for ref in set(references(document)):
        place: Any = document
        for step in ref.removeprefix("#/").split("/"):
            assert step in place, ref
            place = place[step]


def references(value: Any) -> list[str]:
    match value:
        case {"$ref": str(ref)}:
            return [ref]
        case dict():
            return [ref for inner in value.values() for ref in references(inner)]
        case list():
            return [ref for inner in value for ref in references(inner)]
    return []


def test_the_document_names_every_frame_and_who_sends_it(document: dict[str, Any]) -> None:
    channels, operations = document["channels"], document["operations"]
    assert document["servers"]["site"] == {"host": "testserver", "protocol": "ws"}
    from_clients = {"ack", "ping"}
    answers = {"pong", "error", "stream_reset"}
    connection = {"connection_established", "heartbeat"}
    messages = {name: channel["messages"].keys() for name, channel in channels.items()}
    assert messages["chat"] == {*EVENTS, *LIVE_EVENTS} | connection | answers | from_clients
    subscribing = {"subscribe_plan", "unsubscribe_plan", "subscription_confirmed"}
    assert messages["plans"] == {"frame"} | subscribing | answers | from_clients
    assert {name: one["action"] for name, one in operations.items()} == {
        "sendChatFrames": "send",
        "receiveChatFrames": "receive",
        "sendPlanFrames": "send",
        "receivePlanFrames": "receive",
    }
    of_progress = {
        name.removeprefix("chat.")
        for name, message in document["components"]["messages"].items()
        if message.get("tags") == [{"name": "progress"}]
    }
    assert of_progress == PROGRESS_EVENTS | {"connection_established"}
    assert channels["chat"]["x-close-codes"].keys() == {"1011", "4008", "4400", "4401", "4403"}
    assert channels["chat"]["bindings"]["ws"]["query"]["properties"].keys() == {
        "after", "events", "ticket", "token",
    }  # fmt: skip


def test_the_document_describes_what_each_tool_returns(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    described = {
        ref.rpartition("/")[2] for ref in references(schemas["ToolComplete"]["properties"]["result"])
    }
    assert described == {"Cut", "ServerToolOutput", *(tool.output.__name__ for tool in TOOLS)}
    assert schemas["ShownTask"]["additionalProperties"] is False

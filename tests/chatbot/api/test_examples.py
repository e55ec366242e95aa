"""The examples of the API: each operation has one, and it works."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from drf_spectacular.generators import SchemaGenerator
from rest_framework_simplejwt.tokens import AccessToken

from chatbot.api.examples.document import PATH, document
from chatbot.api.examples.snippets import Snippets, snippets
from chatbot.api.examples.story import STORY, Step
from chatbot.models import User
from tests.chatbot.api.story_runner import Run, by_turns
from tests.services.wait import wait_until
from tests.services.web_server import WebServer

PATIENCE = 30  # seconds
WITHOUT = {
    "check_mcp_server": "asks a server of others",
    "deliver_mail": "sent by a mail server, with its signature",
    "demonstrate_plan": "for the development of clients",
    "pause_plan": "depends on the moment, as the next three do",
    "replace_proposal": "as edit_proposal, with the names of agents",
    "replay_webhook": "sends to a server of others, as test_webhook does",
    "resume_plan": "",
    "retry_step": "",
    "skip_step": "",
    "test_webhook": "",
    "undo_command": "its id comes with the change of many tasks on a page",
}


@pytest.fixture(scope="module")
def operations() -> dict[str, tuple[str, str]]:
    """The method and the path of each operation, by its id."""
    paths: dict[str, Any] = SchemaGenerator().get_schema(public=True)["paths"]  # type: ignore[no-untyped-call]
    return {
        operation["operationId"]: (method.upper(), path)
        for path, methods in paths.items()
        for method, operation in methods.items()
    }


def test_the_document_is_up_to_date() -> None:
    assert PATH.read_text() == document(), "run: manage.py write_api_examples"


def test_each_operation_has_an_example(operations: dict[str, tuple[str, str]]) -> None:
    assert {step.operation for step in STORY} == operations.keys() - WITHOUT.keys()


@pytest.mark.django_db(transaction=True)
def test_the_examples_work(server_here: WebServer, operations: dict[str, tuple[str, str]]) -> None:
    hasher = PBKDF2PasswordHasher()  # the one of the server
    password = hasher.encode("correct horse", hasher.salt())
    alice = User.objects.create(username="alice", password=password)
    values: dict[str, str] = {}
    with by_turns(server_here.url, str(AccessToken.for_user(alice))) as languages:
        for step in STORY:
            code = snippets(step, *operations[step.operation])
            answer = _answer(step, code, values, languages)
            values |= {name: _field(answer, place) for name, place in step.keep.items()}


def _answer(step: Step, code: Snippets, values: dict[str, str], languages: Iterator[Run]) -> str:
    """The answer of a step that waits for nothing, or the first for which it waits."""
    answers: list[str] = []

    def has_come() -> bool:
        answers.append(next(languages)(code, values))
        return step.until is None or json.loads(answers[-1])[step.until[0]] == step.until[1]

    wait_until(has_come, str(step), timeout=PATIENCE)
    return answers[-1]


def _field(answer: str, place: str) -> str:
    found = json.loads(answer)
    for name in place.split("."):
        found = found[int(name)] if name.isdecimal() else found[name]
    return str(found)

"""What `/agui` takes and refuses before a stream begins; nothing is executed here."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from chatbot.domain.conversations.deletion import delete_conversation
from chatbot.domain.journal import tool_calls
from chatbot.domain.journal.approvals import request_approval
from chatbot.domain.journal.tool_calls import Call
from chatbot.domain.runs.cancel import cancel_run
from chatbot.models import Conversation, Run, ToolCall, User
from chatbot.tools import ask_user
from chatbot.tools.ask_user import AskUser
from tests.chatbot.api.ag_ui_input import APPROVED, body, resumed, said, token_of
from tests.chatbot.api.client import Api
from tests.chatbot.asking import Asked, ask_to_delete
from tests.chatbot.pages.scenes import begin
from tests.factories import UserFactory
from tests.subtests import as_subtests

pytestmark = pytest.mark.usefixtures("enqueued")

ANSWER = {"id": "m2", "role": "assistant", "content": "Hm"}


@as_subtests(
    ("changed", "sentence"),
    [
        ({"messages": []}, "There is no message of the user."),
        ({"messages": [said("Hi"), ANSWER]}, "The last message must be the user's."),
        ({"messages": [said("")]}, "The message is empty."),
        ({"messages": "Hi"}, "messages: "),
        ({"runId": ""}, "The runId is empty."),
        ({"runId": "r" * 201}, "The runId is too long"),
        ({"threadId": None}, "threadId: "),
        ({"resume": [{"interruptId": "x", "status": "maybe"}]}, "resume.0.status: "),
    ],
)
def test_what_makes_no_sense_is_refused(alice: User, changed: dict[str, Any], sentence: str) -> None:
    refused = Api.of(alice).post("/agui", body(said("Hi")) | changed, Accept="text/event-stream")
    assert (refused.status_code, refused.json()["code"]) == (400, "invalid")
    assert refused.json()["error"].startswith(sentence)
    assert not Run.objects.exists()


def test_only_programs_that_may_start_runs_can(alice: User, client: Client) -> None:
    assert Api().post("/agui", body(said("Hi"))).status_code == 401
    for scopes, status in ((("read", "write"), 403), (("agent",), 200)):
        program = Api(Authorization=f"Bearer {token_of(alice, *scopes)}")
        assert program.post("/agui", body(said("Hi"))).status_code == status
    # With the session of a page, as everywhere, only with its token against forged requests.
    page = Client(enforce_csrf_checks=True)
    page.force_login(alice)
    assert page.post("/agui", body(said("Hi")), content_type="application/json").status_code == 403


def test_an_id_of_a_run_is_used_once(alice: User) -> None:
    api = Api.of(alice)
    given = body(said("Add a task: buy milk"))
    assert api.post("/agui", given).status_code == 200
    assert api.post("/agui", body(*given["messages"], ANSWER)).status_code == 200
    assert Run.objects.count() == 1
    assert api.post("/agui", body(said("Add a task: call Bob"))).json()["code"] == "conflict"
    assert Api.of(UserFactory()).post("/agui", given).status_code == 200  # ids are each person's own
    assert Run.objects.count() == 2


def test_limits_and_deleted_chats_are_reported_before_a_stream_begins(
    alice: User, settings: Settings
) -> None:
    api = Api.of(alice)
    assert api.post("/agui", body(said("Hi"))).status_code == 200
    settings.DAILY_MESSAGE_LIMIT = 1
    limited = api.post("/agui", body(said("Hi"), run="2", thread="another"))
    assert (limited.status_code, Conversation.objects.count()) == (429, 1)
    settings.DAILY_MESSAGE_LIMIT = 100
    run = Run.objects.get()
    cancel_run(alice, run.pk)
    delete_conversation(alice, run.conversation_id)
    assert api.post("/agui", body(said("Hi"))).status_code == 404
    assert api.post("/agui", body(said("Hi"), run="2")).status_code == 404


@pytest.mark.parametrize(
    ("answer", "decision"),
    [
        (APPROVED, "approved"),
        ({"status": "resolved", "payload": {"approved": False}}, "declined"),
        ({"status": "cancelled"}, "declined"),
    ],
)
def test_answers_are_decisions(alice: User, answer: dict[str, Any], decision: str) -> None:
    asked = ask_to_delete(alice, "Milk", "Bread")
    assert Api.of(alice).post("/agui", resumed(asked, answer)).status_code == 200
    assert (asked.row.decision, asked.row.decided_by) == (decision, alice)


def test_approving_with_narrower_arguments(alice: User) -> None:
    asked = ask_to_delete(alice, "Milk", "Bread")
    for status, code in (("none", 400), ("completed", 200)):
        payload = {"approved": True, "arguments": {"status": status}}
        answer = {"status": "resolved", "payload": payload}
        assert Api.of(alice).post("/agui", resumed(asked, answer)).status_code == code
    assert asked.row.approved_arguments == {"status": "completed"}


def test_who_cannot_decide_on_the_page_cannot_here(alice: User) -> None:
    asked = ask_to_delete(alice, "Milk", "Bread")
    assert Api.of(UserFactory()).post("/agui", resumed(asked, APPROVED)).status_code == 404
    elsewhere = resumed(asked, APPROVED) | {"threadId": "another"}
    assert Api.of(alice).post("/agui", elsewhere).status_code == 404
    reader = Api(Authorization=f"Bearer {token_of(alice, 'read')}")
    assert reader.post("/agui", resumed(asked, APPROVED)).status_code == 403
    for payload in (True, {}, {"approved": "perhaps"}, {"approved": True, "for": "all"}):
        answer = {"status": "resolved", "payload": payload}
        assert Api.of(alice).post("/agui", resumed(asked, answer)).status_code == 400
    assert asked.row.status == ToolCall.Status.AWAITING_APPROVAL


def ask_to_choose(owner: User) -> Asked:
    """The assistant asks which colour it should be."""
    scene = begin(owner, "Paint the fence")
    call = Call("call_question", "ask_user", {"question": "Which colour?", "options": ["Red", "Blue"]})
    tool_calls.start(scene.claim, call, "Asking you...")
    proposal = ask_user.ask(owner, AskUser.model_validate(call.arguments), 0)
    assert proposal is not None
    request_approval(scene.claim, call, proposal)
    return Asked(scene.run, call)


def test_a_question_is_answered(alice: User) -> None:
    asked = ask_to_choose(alice)
    for answer, status in (({"approved": True}, 400), ({"answer": ""}, 400), ({"answer": "Green"}, 200)):
        given = resumed(asked, {"status": "resolved", "payload": answer})
        assert Api.of(alice).post("/agui", given).status_code == status
    assert (asked.row.decision, asked.row.decided_by) == ("approved", alice)
    assert asked.row.approved_arguments == {**asked.call.arguments, "answer": "Green"}

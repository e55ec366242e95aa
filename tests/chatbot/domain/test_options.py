"""A typed text that is an option of a pending question answers it; any other text is a message."""

from __future__ import annotations

import pytest
from pytest_django.fixtures import Settings

from chatbot.domain.errors import Conflict
from chatbot.domain.journal import tool_calls
from chatbot.domain.journal.approvals import Proposal, request_approval
from chatbot.domain.journal.tool_calls import Call
from chatbot.domain.match_option import chosen_option
from chatbot.domain.runs import attempts
from chatbot.domain.runs.submit_message import submit_message
from chatbot.models import Message, Run, ToolCall, User
from tests.chatbot.asking import ask_to_delete
from tests.chatbot.domain.published import types
from tests.chatbot.domain.threads import at_once
from tests.factories import UserFactory
from tests.subtests import as_subtests

OPTIONS = ["Make a plan", "Just add a task"]


def ask_question(owner: User, options: list[str] | None, call_id: str = "call_ask") -> Run:
    run = submit_message(owner, "Prepare the offsite")
    held = attempts.claim(run.pk)
    assert held is not None
    call = Call(call_id, "ask_user", {"question": "What now?", "options": options, "answer": None})
    tool_calls.start(held, call, "Asking you...")
    request_approval(held, call, Proposal("What now?", is_question=True))
    return run


@as_subtests(
    ("options", "text", "chosen"),
    [
        (OPTIONS, "Make a plan", "Make a plan"),
        (OPTIONS, "  make A plan!! ", "Make a plan"),
        (OPTIONS, "“Just add a task.”", "Just add a task"),
        (OPTIONS, "just-add  a\ntask", "Just add a task"),
        (OPTIONS, "\uff2dake a plan", "Make a plan"),
        (OPTIONS, "make a plan for the party", None),
        (OPTIONS, "yes", None),
        (OPTIONS, "!", None),
        (["C", "C++"], "c++", "C++"),
        (["C", "C++"], "c", "C"),
        (["C", "C++"], "c.", None),
        (["Straße", "Weg"], "STRASSE", "Straße"),
        (["👍", "👎"], "👎", "👎"),
        (["👍", "👎"], "🙂", None),
        (["हिन्दी", "हनद"], "हनद", "हनद"),
        ([], "yes", None),
    ],
)
def test_an_option_is_recognized(options: list[str], text: str, chosen: str | None) -> None:
    assert chosen_option(options, text) == chosen


def test_a_typed_option_answers_the_question(alice: User) -> None:
    asked = ask_question(alice, OPTIONS)
    answered = submit_message(alice, "make a plan!", conversation_id=asked.conversation_id)
    assert (answered.pk, answered.status) == (asked.pk, Run.Status.QUEUED)
    call = ToolCall.objects.get()
    assert (call.decision, call.decided_by) == ("approved", alice)
    assert call.approved_arguments == {**call.arguments, "answer": "Make a plan"}
    assert types(alice)[-2:] == ["approval_requested", "approval_resolved"]
    assert Message.objects.filter(role="user").count() == 1


@pytest.mark.parametrize("text", ["yes", "What is due today?", "Make a plan, please", "ok"])
def test_anything_else_is_a_message_and_the_question_stays_open(text: str, alice: User) -> None:
    asked = ask_question(alice, OPTIONS)
    other = submit_message(alice, text, conversation_id=asked.conversation_id)
    assert other.pk != asked.pk
    assert attempts.claim(other.pk) is not None
    assert ToolCall.objects.awaiting_approval().count() == 1


def test_a_question_without_options_is_answered_on_its_card(alice: User) -> None:
    asked = ask_question(alice, None)
    assert submit_message(alice, "Rome", conversation_id=asked.conversation_id).pk != asked.pk


@pytest.mark.parametrize("text", ["yes", "approve", "Delete 1 task?", "all"])
def test_no_typed_text_approves_a_deletion(text: str, alice: User) -> None:
    asked = ask_to_delete(alice, "Milk")
    assert submit_message(alice, text, conversation_id=asked.run.conversation_id).pk != asked.run.pk
    assert asked.row.status == "awaiting_approval"


def test_an_option_only_counts_in_its_own_conversation(alice: User) -> None:
    ask_question(alice, OPTIONS)
    assert submit_message(alice, "Make a plan").trigger.content == "Make a plan"
    assert ToolCall.objects.awaiting_approval().count() == 1


def test_a_resend_of_an_option_finds_the_same_run(alice: User, settings: Settings) -> None:
    asked = ask_question(alice, OPTIONS)
    settings.DAILY_MESSAGE_LIMIT = 1  # as with the button, an answer is not a message
    for text in ("make a plan", "Make a plan"):
        again = submit_message(alice, text, conversation_id=asked.conversation_id, idempotency_key="k")
        assert again.pk == asked.pk
    with pytest.raises(Conflict):
        submit_message(alice, "Just add a task", conversation_id=asked.conversation_id, idempotency_key="k")
    assert types(alice).count("approval_resolved") == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("any_database")
def test_simultaneous_equal_options_answer_once() -> None:
    alice = UserFactory.create()
    asked = ask_question(alice, OPTIONS)

    def send() -> Run:
        return submit_message(alice, "make a plan", conversation_id=asked.conversation_id)

    results = at_once(send, send)
    assert sorted(isinstance(run, Run) and run.pk == asked.pk for run in results) == [False, True]
    assert types(alice).count("approval_resolved") == 1

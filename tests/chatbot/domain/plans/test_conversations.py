"""The conversations of a plan's agents are not listed as chats, and do not affect chats."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from chatbot.domain.conversations import commands as conversations
from chatbot.domain.conversations import deletion
from chatbot.domain.conversations.messages import search_messages
from chatbot.domain.errors import Conflict, NotFound
from chatbot.domain.history import retention
from chatbot.domain.history.export import export
from chatbot.domain.plans.advance import advance_plan
from chatbot.domain.runs.retry import regenerate, retry_run
from chatbot.domain.runs.submit_message import submit_message
from chatbot.models import Conversation, Run, User
from chatbot.models.now import Now
from tests.factories import ConversationFactory, MessageFactory

from .team import Team


@pytest.fixture
def planning(team: Team) -> Conversation:
    return Conversation.objects.get(plan=team.plan)


def test_messages_to_them_are_refused(planning: Conversation, alice: User) -> None:
    with pytest.raises(NotFound):
        conversations.find_conversation(alice, planning.pk)
    with pytest.raises(NotFound):
        conversations.rename_conversation(alice, planning.pk, "Mine")
    with pytest.raises(NotFound):
        deletion.delete_conversation(alice, planning.pk)
    with pytest.raises(NotFound):
        submit_message(alice, "Hello", conversation_id=planning.pk)


def test_they_are_not_listed(planning: Conversation, alice: User, client: Client) -> None:
    chat = ConversationFactory.create(owner=alice, title="Groceries")
    client.force_login(alice)
    listed = client.get("/api/conversations/").json()["results"]
    assert [row["id"] for row in listed] == [str(chat.pk)]
    assert client.get(f"/api/conversations/{planning.pk}/").status_code == 404
    assert client.get(f"/api/conversations/{planning.pk}/messages/").status_code == 404
    page = client.get("/").content.decode()
    assert str(chat.pk) in page
    assert str(planning.pk) not in page


def test_the_latest_chat_opens_although_a_plan_is_later(alice: User, client: Client) -> None:
    chat = ConversationFactory.create(owner=alice)
    MessageFactory.create(conversation=chat, content="What we spoke of")
    Team(alice)
    client.force_login(alice)
    assert "What we spoke of" in client.get("/").content.decode()


def test_their_messages_are_not_found_by_searching(team: Team, alice: User) -> None:
    chat = ConversationFactory.create(owner=alice)
    said = MessageFactory.create(conversation=chat, content="The offsite was fun")
    team.propose_and_approve()
    assert list(search_messages(alice, "offsite")) == [said]


def test_they_are_kept_as_long_as_the_plan(team: Team) -> None:
    team.propose_and_approve()
    Conversation.objects.update(updated_at=Now() - timedelta(days=400))
    Run.objects.update(status=Run.Status.SUCCEEDED)
    assert retention.prune_conversations(30) == 0
    assert Conversation.objects.filter(plan=team.plan).count() == 2


def test_the_export_has_the_plan_and_the_messages_of_its_agents(team: Team, alice: User) -> None:
    team.propose_and_approve()
    team.answer("You have 12 open tasks.")
    text = "".join(export(alice))
    assert "Prepare the offsite" in text
    assert "You have 12 open tasks." in text
    assert "Look at what is planned" in text


@pytest.mark.parametrize("purpose", ["planning", "step", "summary"])
def test_a_run_of_a_plan_is_only_retried_with_the_plan(team: Team, alice: User, purpose: str) -> None:
    short: dict[str, Any] = {"title": "Short", "steps": [{"title": "Look", "agent": "Reviewer"}]}
    if purpose != "planning":
        team.propose_and_approve(short)
    if purpose == "summary":
        team.answer("Nothing there.")
    (run,) = team.queued()
    team.stumble()
    with pytest.raises(Conflict, match="belongs to a plan"):
        retry_run(alice, run.pk)
    assert team.queued() == []


def test_an_answer_in_a_plan_is_not_regenerated(team: Team, alice: User) -> None:
    (run,) = team.queued()
    team.propose()
    with pytest.raises(Conflict, match="belongs to a plan"):
        regenerate(alice, run.pk)
    advance_plan(team.plan.pk)
    assert team.status == "awaiting_approval"

from __future__ import annotations

import pytest

from chatbot.models import Conversation, Message, User
from tests.chatbot.admin.admin_client import AdminClient, event_types, notices
from tests.chatbot.pages.scenes import begin
from tests.factories import ConversationFactory, MessageFactory, RunFactory


def fill(rows: int) -> Conversation:
    conversation = ConversationFactory.create()
    for number in range(rows):
        RunFactory.create(conversation=conversation, status="succeeded")
        RunFactory.create(conversation__title=f"Thread {number}", status="succeeded")
    return conversation


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_take_as_many_queries_for_many_rows(admin: AdminClient, rows: int) -> None:
    conversation = fill(rows)
    assert admin.queries(admin.url(Conversation, "changelist")) == 5
    assert admin.queries(admin.url(Message, "changelist")) == 5
    assert admin.queries(admin.url(Conversation, "change", conversation.pk)) == 6


def test_list_counts_filters_and_searches(admin: AdminClient, alice: User) -> None:
    begin(alice, "Buy milk").succeed()
    begin(alice, "Buy bread")
    ConversationFactory.create(title="Bob's")

    def titles(**filters: str) -> set[str]:
        return {row.title for row in admin.rows(Conversation, **filters)}

    assert titles() == {"Buy milk", "Buy bread", "Bob's"}
    assert titles(active="yes") == {"Buy bread"}
    assert titles(active="no") == {"Buy milk", "Bob's"}
    assert titles(username="alice") == {"Buy milk", "Buy bread"}
    assert titles(q="milk") == {"Buy milk"}
    assert titles(q=str(Conversation.objects.get(title="Bob's").pk)) == {"Bob's"}
    assert "2 messages" in admin.list(Conversation, q="milk").content.decode()


def test_conversation_shows_its_transcript(admin: AdminClient, alice: User) -> None:
    run = begin(alice, "Buy <b>milk</b>").succeed("It is on your list.")
    page = admin.client.get(admin.url(Conversation, "change", run.conversation_id)).content.decode()

    assert "Buy &lt;b&gt;milk&lt;/b&gt;" in page
    assert "It is on your list." in page
    assert f"/admin/chatbot/run/{run.pk}/change/" in page
    assert f"/admin/chatbot/user/{alice.pk}/change/" in page


def test_long_conversation_shows_its_end(admin: AdminClient) -> None:
    conversation = ConversationFactory.create()
    for number in range(53):
        MessageFactory.create(conversation=conversation, content=f"said {number}.")
    page = admin.client.get(admin.url(Conversation, "change", conversation.pk)).content.decode()

    assert "3 earlier messages" in page
    assert "said 2." not in page
    assert page.index("said 3.") < page.index("said 52.")


def test_message_is_shown(admin: AdminClient, alice: User) -> None:
    run = begin(alice, "Buy milk").succeed("Done.")
    asked = admin.client.get(admin.url(Message, "change", run.trigger_id)).content.decode()
    answer = admin.client.get(admin.url(Message, "change", run.reply_id)).content.decode()

    assert "Buy milk" in asked
    assert f"/admin/chatbot/run/?trigger__id__exact={run.trigger_id}" in asked
    assert f"/admin/chatbot/run/{run.pk}/change/" in answer
    assert [message.pk for message in admin.rows(Message, q="done")] == [run.reply_id]
    assert [message.pk for message in admin.rows(Message, role__exact="assistant")] == [run.reply_id]
    assert len(admin.rows(Message, conversation__id__exact=run.conversation_id)) == 2


def test_reply_without_a_run_is_shown(admin: AdminClient) -> None:
    reply = MessageFactory.create(role="assistant", content="Hello.")

    assert admin.client.get(admin.url(Message, "change", reply.pk)).status_code == 200
    assert admin.client.get(admin.url(Conversation, "change", reply.conversation_id)).status_code == 200


def test_conversation_is_deleted_and_its_owner_is_notified(admin: AdminClient, alice: User) -> None:
    run = begin(alice).succeed()
    before = event_types(alice)
    url = admin.url(Conversation, "delete", run.conversation_id)
    assert "Messages: 2" in admin.client.get(url).content.decode()
    admin.client.post(url, {"post": "yes"})

    assert not Conversation.objects.chats().exists()
    assert event_types(alice) == [*before, "conversation_deleted"]


def test_conversation_is_kept_while_the_assistant_is_active(admin: AdminClient, alice: User) -> None:
    conversation = begin(alice).run.conversation
    response = admin.client.post(
        admin.url(Conversation, "delete", conversation.pk), {"post": "yes"}, follow=True
    )

    assert notices(response) == [
        "The assistant is still working in this chat. Stop it, or wait until it is done."
    ]
    assert response.redirect_chain == [(admin.url(Conversation, "change", conversation.pk), 302)]
    assert Conversation.objects.exists()

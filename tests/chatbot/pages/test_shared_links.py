"""A link to a chat: everybody who has it can read that chat until it ends, and nothing else."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from chatbot.domain.conversations import deletion, sharing
from chatbot.domain.errors import Conflict, Invalid, NotFound
from chatbot.domain.history import retention
from chatbot.domain.people.accounts import delete_account
from chatbot.models import Conversation, Run, SharedLink, ToolCall, User
from chatbot.settings.logs import _SECRET_IN_PATH
from tests.chatbot.pages.scenes import Scene, begin
from tests.factories import ConversationFactory
from tests.markup import Element, parse

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


@pytest.fixture
def said(alice: User) -> Run:
    scene = begin(alice, "What is open?")
    scene.use_tool()
    return scene.succeed()


@pytest.fixture
def link(alices: Client, said: Run) -> str:
    """The address of a link that Alice has made on the page."""
    return make(alices, said.conversation)


def make(client: Client, chat: Conversation, **fields: object) -> str:
    response = client.post(reverse("conversation-share", args=[chat.pk]), {"days": 7, **fields})
    assert response["Cache-Control"] == "private, no-store"
    address = parse(response).one("[data-link]")["value"]
    return address.removeprefix("http://testserver")


def read(address: str, **headers: str) -> tuple[int, Element, str]:
    """As a stranger's browser."""
    response = Client().get(address, headers=headers)
    page = parse(response) if response.content else parse("<p>")
    return response.status_code, page, response.headers.get("ETag", "")


def revoke(client: Client) -> None:
    (row,) = parse(client.get(reverse("settings"))).all(".link-row form")
    assert client.post(row["action"]).status_code == 303


def test_strangers_read_what_was_said_and_done(link: str) -> None:
    status, page, _ = read(link)
    assert status == 200
    assert page.one("h1").text == "What is open?"
    assert page.texts(".message-body") == ["What is open?", "You have three tasks."]
    assert page.texts(".step-text") == ["Found 3 tasks"]


def test_the_page_has_no_id_name_form_or_way_to_write(link: str, alice: User) -> None:
    response = Client().get(link)
    assert not UUID.search(response.text)
    assert "alice" not in response.text
    assert "call-1" not in response.text
    assert not parse(response).all("form, button, input, [hx-get], [data-cursor]")
    assert Client().post(link, {"message": "Hi"}).status_code == 405


def test_it_is_kept_out_of_search_engines_caches_and_referrers(link: str) -> None:
    for address in (link, reverse("shared", args=["unknown"])):
        headers = Client().get(address).headers
        assert headers["X-Robots-Tag"] == "noindex, nofollow"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "private, no-store"
    assert _SECRET_IN_PATH.sub(r"\1…", f"Not Found: {link}") == "Not Found: /s/…/"


def test_the_name_is_shown_only_if_chosen(alices: Client, said: Run) -> None:
    address = make(alices, said.conversation, shows_name="on")
    assert "Shared by alice" in read(address)[1].text


def test_the_token_is_long_and_stored_as_a_hash(link: str) -> None:
    token = link.split("/")[2]
    assert len(token) >= 40
    assert SharedLink.objects.get().token_hash != token
    assert token not in str(SharedLink.objects.values().get())


@pytest.mark.parametrize("path", ["", "x", "%00", "a" * 3_000, "\N{FOX FACE}"])
def test_other_tokens_are_not_found(link: str, path: str) -> None:
    assert read(f"/s/{path}/")[0] in {400, 404}


def test_the_id_of_a_chat_or_link_opens_nothing(link: str, said: Run) -> None:
    for key in (said.conversation_id, SharedLink.objects.get().pk, SharedLink.objects.get().token_hash):
        assert read(f"/s/{key}/")[0] == 404
    for path in (f"c/{said.conversation_id}", f"runs/{said.pk}", f"fragments/turns/{said.trigger_id}"):
        assert Client().get(f"/{path}/")["Location"].startswith(reverse("sign-in"))


def test_a_revoked_link_ends_with_the_next_request_of_an_open_page(link: str, alices: Client) -> None:
    _, _, etag = read(link)
    assert read(link, **{"If-None-Match": etag})[0] == 304
    revoke(alices)
    assert read(link, **{"If-None-Match": etag})[0] == 404
    assert read(link)[1].one("h1").text == "This link has ended"


def test_an_expired_link_is_not_found_and_pruned(link: str) -> None:
    SharedLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert read(link)[0] == 404
    retention.prune()
    assert not SharedLink.objects.exists()


def test_it_ends_with_the_chat_and_comes_back_with_it(link: str, alice: User, said: Run) -> None:
    deletion.delete_conversation(alice, said.conversation_id)
    assert read(link)[0] == 404
    deletion.restore_conversation(alice, said.conversation_id)
    assert read(link)[0] == 200


def test_it_ends_with_the_account(link: str, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert read(link)[0] == 404
    User.objects.filter(pk=alice.pk).update(is_active=True)
    assert read(link)[0] == 200
    delete_account(alice)
    assert read(link)[0] == 404


def test_a_run_is_followed(link: str, alice: User, said: Run) -> None:
    _, _, etag = read(link)
    scene: Scene = begin(alice, "And now?", said.conversation)

    status, page, etag = read(link, **{"If-None-Match": etag})

    assert status == 200
    assert "data-active" in page.one("[data-shared]").attributes
    assert page.texts(".shared-state") == ["Working…"]
    scene.use_tool("call-2", "Found 2 tasks", 2)
    status, page, etag = read(link, **{"If-None-Match": etag})
    assert page.texts(".step-text") == ["Found 3 tasks", "Found 2 tasks"]
    scene.succeed("**Two**.")
    _, page, _ = read(link, **{"If-None-Match": etag})
    assert page.texts(".reply .message-body")[-1] == "Two."
    assert "data-active" not in page.one("[data-shared]").attributes


def test_what_waits_for_a_decision_cannot_be_decided(alices: Client, alice: User) -> None:
    scene = begin(alice, "Delete all")
    call = scene.start_tool("call-9")
    ToolCall.objects.filter(call_id=call.call_id).update(status="awaiting_approval")
    Run.objects.update(status="awaiting_approval", lease_until=None)
    _, page, _ = read(make(alices, scene.run.conversation))
    assert page.texts(".shared-state") == ["Waits for a decision"]
    assert not page.all("form, button, .step")


def test_html_in_messages_is_text(alices: Client, alice: User) -> None:
    run = begin(alice, "<script>alert(1)</script>").succeed("<img src=x onerror=alert(1)>")
    page = read(make(alices, run.conversation))[1]
    assert page.texts(".message-user .message-body") == ["<script>alert(1)</script>"]
    assert not page.all("main script, main img")


def test_links_are_listed_and_revoked_by_their_owner_only(
    link: str, alices: Client, charlie: User, said: Run
) -> None:
    charlies = Client()
    charlies.force_login(charlie)
    address = reverse("link-revoke", args=[SharedLink.objects.get().pk])
    assert charlies.post(address).status_code == 404
    assert charlies.get(reverse("conversation-share", args=[said.conversation_id])).status_code == 404
    assert not parse(charlies.get(reverse("settings"))).all(".link-row")
    assert Client().post(address)["Location"].startswith(reverse("sign-in"))
    assert parse(alices.get(reverse("settings"))).one(".link-row a").text == "What is open?"
    assert read(link)[0] == 200


@pytest.mark.parametrize("days", ["", "2", "0", "365", "x"])
def test_other_lifetimes_are_refused(alices: Client, said: Run, alice: User, days: str) -> None:
    response = alices.post(reverse("conversation-share", args=[said.conversation_id]), {"days": days})
    assert response.status_code == 400
    assert not SharedLink.objects.exists()
    with pytest.raises(Invalid):
        sharing.share_conversation(alice, said.conversation_id, days=365)


def test_a_person_has_a_bounded_number_of_links(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "MOST_LINKS", 1)
    chat = ConversationFactory.create(owner=alice)
    sharing.share_conversation(alice, chat.pk, days=1)
    with pytest.raises(Conflict):
        sharing.share_conversation(alice, chat.pk, days=1)
    with pytest.raises(NotFound):
        sharing.share_conversation(alice, ConversationFactory.create().pk, days=1)


def test_requests_from_an_address_are_limited(link: str, settings: Settings) -> None:
    settings.SHARED_VIEWS_PER_HOUR = 3
    _, _, etag = read(link)
    assert [read(f"/s/guess-{number}/")[0] for number in range(3)] == [404, 404, 429]
    assert read(link)[0] == 429
    assert read(link, **{"If-None-Match": etag})[0] == 304  # an open page is not cut off

"""What all pages share: the theme, the errors, and a strict content security policy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from chatbot.domain.tasks.commands import add_task
from chatbot.models import User
from tests.chatbot.pages.scenes import begin
from tests.markup import parse

INLINE = re.compile(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|javascript:", re.IGNORECASE)
TEMPLATES = Path(__file__).parents[3] / "templates"
FOREIGN = re.compile(r'(?:src|href|action)="(?:https?:)?//')


@pytest.fixture
def addresses(alice: User) -> list[str]:
    """Every page that alice can open."""
    task = add_task(alice, title="Milk", tags=["home"])
    failed = begin(alice).fail()
    return [
        "/",
        *(
            reverse(name)
            for name in ("chat-new", "tasks", "task-trash", "task-history", "settings", "password-change")
        ),
        reverse("task", args=[task.number]),
        *(
            reverse(name, args=[failed.conversation_id])
            for name in ("conversation", "conversation-rename", "conversation-delete")
        ),
    ]


PUBLIC = ["sign-in", "sign-up", "password-reset", "password-reset-sent", "password-reset-done"]


def check(page: str) -> None:
    assert INLINE.findall(page) == []
    assert FOREIGN.findall(page) == []
    document = parse(page)
    assert len(document.all("h1")) == 1
    assert document.one("html")["lang"] == "en"
    ids = [element["id"] for element in document.all("[id]")]
    assert sorted(ids) == sorted(set(ids))
    assert document.one("a.skip-link")["href"].removeprefix("#") in ids
    for label in document.all("label[for]"):
        assert label["for"] in ids


def test_pages_of_signed_in_people_are_not_cached(alices: Client, addresses: list[str]) -> None:
    for address in [*addresses, "/nowhere/", "/accounts/data/", "/api/tasks/"]:
        assert "no-store" in alices.get(address)["Cache-Control"], address
    assert Client().get("/livez")["Cache-Control"] == "no-store"


def test_pages_have_nothing_inline_or_from_other_origins(alices: Client, addresses: list[str]) -> None:
    for address in addresses:
        response = alices.get(address)
        assert response.status_code == 200, address
        check(response.text)
        policy = response["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy


@pytest.mark.parametrize("name", PUBLIC)
def test_public_pages_have_nothing_inline_or_from_other_origins(client: Client, db: None, name: str) -> None:
    response = client.get(reverse(name))

    assert response.status_code == 200
    check(response.text)


def test_elements_that_are_not_morphed_have_an_id() -> None:
    """Without an id it could be mistaken for a neighbor, which then would not be updated either."""
    markup = "".join(path.read_text() for path in TEMPLATES.rglob("*.html"))
    left_alone = re.findall(r"<\w[^>]*\shx-morph-skip[^>]*>", markup)
    assert left_alone
    assert [tag for tag in left_alone if ' id="' not in tag] == []

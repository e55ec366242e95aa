"""What all pages share: the theme, the errors, and a strict content security policy."""

from __future__ import annotations

import re

import pytest
from django.template import loader
from django.test import Client, RequestFactory
from django.urls import reverse

from chatbot.domain.tasks import add_task
from chatbot.models import User
from tests.chatbot.pages.scenes import begin

INLINE = re.compile(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|javascript:", re.IGNORECASE)
FOREIGN = re.compile(r'(?:src|href|action)="(?:https?:)?//')


@pytest.fixture
def addresses(alice: User) -> list[str]:
    """Every page that alice can open."""
    task = add_task(alice, title="Milk", tags=["home"])
    failed = begin(alice).fail()
    return [
        "/",
        *(reverse(name) for name in ("chat-new", "tasks", "settings", "password-change")),
        *(reverse(name, args=[task.pk]) for name in ("task", "task-delete")),
        *(
            reverse(name, args=[failed.conversation_id])
            for name in ("conversation", "conversation-rename", "conversation-delete")
        ),
    ]


PUBLIC = ["sign-in", "sign-up", "password-reset", "password-reset-sent", "password-reset-done"]


def check(page: str) -> None:
    assert INLINE.findall(page) == []
    assert FOREIGN.findall(page) == []
    assert page.count("<h1") == 1
    assert '<html lang="en"' in page
    assert re.search(r'<a class="skip-link" href="#(\w+)"', page)
    for label in re.findall(r'<label[^>]* for="([^"]+)"', page):
        assert f'id="{label}"' in page
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))


def test_no_page_of_a_signed_in_person_is_kept_by_a_cache(alices: Client, addresses: list[str]) -> None:
    for address in [*addresses, "/nowhere/", "/accounts/data/", "/api/tasks/"]:
        assert "no-store" in alices.get(address)["Cache-Control"], address
    assert "Cache-Control" not in Client().get("/healthz")


def test_no_page_has_anything_inline_or_from_elsewhere(alices: Client, addresses: list[str]) -> None:
    for address in addresses:
        response = alices.get(address)
        assert response.status_code == 200, address
        check(response.text)
        policy = response["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy


@pytest.mark.parametrize("name", PUBLIC)
def test_no_public_page_has_anything_inline_or_from_elsewhere(client: Client, db: None, name: str) -> None:
    response = client.get(reverse(name))

    assert response.status_code == 200
    check(response.text)


@pytest.mark.parametrize("template", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"])
def test_an_error_page_needs_nothing_from_the_request(template: str) -> None:
    page = loader.get_template(template).render()

    check(page)
    assert template[:3] in page


def test_an_address_that_leads_nowhere_says_so(client: Client, db: None) -> None:
    response = client.get("/nowhere/")

    assert response.status_code == 404
    assert "There is nothing here" in response.text


@pytest.mark.parametrize(
    ("cookie", "choice", "expected"),
    [
        ("", "dark", "dark"),
        ("", "toggle", "dark"),
        ("dark", "toggle", "light"),
        ("light", "toggle", "dark"),
        ("dark", "system", ""),
        ("dark", "<script>", ""),
    ],
)
def test_the_theme_is_kept_in_a_cookie_and_in_the_page(
    client: Client, db: None, cookie: str, choice: str, expected: str
) -> None:
    if cookie:
        client.cookies["theme"] = cookie

    response = client.post(reverse("theme"), {"theme": choice, "next": "/accounts/sign-in/"})

    assert (response.status_code, response["Location"]) == (303, "/accounts/sign-in/")
    page = client.get("/accounts/sign-in/").text
    assert re.findall(r'<html lang="en"(?: data-theme="(\w+)")?>', page) == [expected]


def test_a_made_up_theme_is_not_put_into_the_page(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.COOKIES["theme"] = 'x" onload="alert(1)'

    assert "onload" not in loader.get_template("404.html").render(request=request)

"""Rate an answer, and see what people thought: on the pages, over REST and in exports."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from chatbot.domain.errors import Conflict, Invalid, NotFound
from chatbot.domain.history.export import conversation_json
from chatbot.domain.people.accounts import delete_account
from chatbot.domain.runs.feedback import rate_answer
from chatbot.models import Feedback, Run, User
from tests.chatbot.api.client import Api
from tests.chatbot.pages.scenes import ask, begin
from tests.chatbot.pages.test_chat_page import visible
from tests.markup import Element, parse


def details(client: Client, run: Run) -> Element:
    return parse(client.get(reverse("run", args=[run.pk])))


def test_an_answer_is_rated_on_its_page_without_a_script(alices: Client, alice: User) -> None:
    run = begin(alice).succeed()
    for name, rating in (("Bad answer", "down"), ("Good answer", "up")):
        page = details(alices, run)
        button = page.one(f'[title="{name}"]')
        assert (button["value"], button["aria-pressed"]) == (rating, "false")
        form = page.one(f"#{button['form']}")
        sent = alices.post(button["formaction"], form.form_values() | {"rating": rating})
        assert sent.headers["Location"] == reverse("run", args=[run.pk])
        assert Feedback.objects.get().rating == rating

    form = details(alices, run).one("[data-feedback] form")
    alices.post(form["action"], form.form_values() | {"comment": "Just right"})
    assert details(alices, run).one("[data-feedback] summary").text == "“Just right”"

    taken_back = details(alices, run).one('[title="Good answer"]')
    assert (taken_back["value"], taken_back["aria-pressed"]) == ("", "true")
    alices.post(taken_back["formaction"], {"rating": ""})
    assert not Feedback.objects.exists()


def test_the_chat_shows_what_was_said(alices: Client, alice: User) -> None:
    run = begin(alice).succeed()
    assert not visible(alices, run).all("[data-rating], [data-feedback]")

    rate_answer(alice, run.pk, "down", "Too long")

    shown = visible(alices, run).one("[data-run]")
    assert shown["data-rating"] == "down"
    assert shown.one("[data-feedback] summary").text == "“Too long”"
    assert shown.one("[data-feedback] form").form_values()["comment"] == "Too long"


def test_only_ended_answers_of_ones_own_are_rated(alice: User, charlie: User) -> None:
    run = ask(alice)
    with pytest.raises(Conflict):
        rate_answer(alice, run.pk, "up")
    done = begin(alice, "Another").succeed()
    with pytest.raises(NotFound):
        rate_answer(charlie, done.pk, "up")
    for rating, comment in (("great", ""), ("up", "x" * 2_001)):
        with pytest.raises(Invalid):
            rate_answer(alice, done.pk, rating, comment)


def test_over_rest(alice: User) -> None:
    api, run = Api.of(alice), begin(alice).succeed()
    path = f"/api/runs/{run.pk}/feedback/"
    for body in ({"rating": "down", "comment": "Too long"}, {"rating": "up"}):
        answer = api.send("PUT", path, body)
        assert answer.json()["feedback"] == {"comment": "", **body}
    assert api.send("PUT", path, {"rating": "great"}).status_code == 400
    assert api.delete(path).status_code == 204
    assert api.get(f"/api/runs/{run.pk}/").json()["feedback"] is None


def test_it_is_exported_and_deleted_with_the_account(alice: User) -> None:
    run = begin(alice).succeed()
    rate_answer(alice, run.pk, "down", "Too long")

    [exported] = conversation_json(run.conversation)["runs"]
    assert (exported["feedback"]["rating"], exported["feedback"]["comment"]) == ("down", "Too long")

    delete_account(alice)
    assert not Feedback.objects.exists()

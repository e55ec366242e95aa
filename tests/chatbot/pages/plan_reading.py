"""Reads the page of a plan for tests."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.chatbot.domain.plans.team import Team
from tests.markup import Element, parse

LIVE = {"Thinking…", "Acting…", "Working…"}


def page_of(client: Client, team: Team, status: int = 200) -> Element:
    response = client.get(reverse("plan", args=[team.plan.pk]))
    assert response.status_code == status
    return parse(response)


def post(client: Client, name: str, team: Team, *more: Any, **form: object) -> HttpResponse:
    response: HttpResponse = client.post(reverse(name, args=[team.plan.pk, *more]), form)
    return response


def badge(page: Element) -> str:
    return page.one(".plan-facts [data-badge]").text


def tags(page: Element) -> list[str]:
    """The text of each tag of a step or message, in order."""
    return page.texts("[data-tag-word]")


def live(page: Element) -> list[str]:
    return [word for word in tags(page) if word in LIVE]


def states(page: Element) -> list[str]:
    return [step["data-state"] for step in page.all("[data-step-id]")]


def said(page: Element) -> list[str]:
    return page.texts("[data-message-text]")


def forms(page: Element) -> set[str]:
    """The addresses of the page's forms and links."""
    sent = {form["action"].partition("#")[0] for form in page.all("form[action]")}
    return sent | {link["href"] for link in page.all("a[href]")}


def problem(response: HttpResponse) -> str:
    (shown,) = [text for text in parse(response).texts("[role=alert][data-problem]") if text]
    return shown

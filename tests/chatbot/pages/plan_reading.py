"""The page of a plan as a test reads it."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.chatbot.domain.plans.team import Team

LIVE = {"Thinking...", "Acting...", "Working..."}


def page_of(client: Client, team: Team, status: int = 200) -> str:
    response = client.get(reverse("plan", args=[team.plan.pk]))
    assert response.status_code == status
    return response.content.decode()


def post(client: Client, name: str, team: Team, *more: Any, **form: object) -> HttpResponse:
    response: HttpResponse = client.post(reverse(name, args=[team.plan.pk, *more]), form)
    return response


def badge(page: str) -> str:
    (word,) = re.findall(r'<span class="badge" data-badge [^>]*>.*?</svg>\s*(.*?)</span>', page, re.DOTALL)
    return word


def tags(page: str) -> list[str]:
    """What each message's tag says, in order."""
    return re.findall(r"<span data-tag-word>(.*?)</span>", page)


def live(page: str) -> list[str]:
    return [word for word in tags(page) if word in LIVE]


def states(page: str) -> list[str]:
    return re.findall(r'data-step-id="[^"]+" data-state="(\w+)"', page)


def said(page: str) -> list[str]:
    texts = re.findall(r"data-message-text>(.*?)</div>", page, re.DOTALL)
    return [re.sub(r"<.*?>", "", text).strip() for text in texts]


def problem(response: HttpResponse) -> str:
    told = re.findall(
        r'class="problem"[^>]* role="alert" data-problem[^>]*>([^<]+)</p>', response.content.decode()
    )
    assert len(told) == 1
    return str(told[0])

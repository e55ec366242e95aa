"""Carry out a form of a plan's page; it leads back there."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from chatbot.pages.plans.page import plan_page
from chatbot.pages.problem import Problem
from chatbot.pages.redirects import carry_out
from chatbot.pages.signed_in import SignedInRequest


def seen_version(request: SignedInRequest) -> int | None:
    """The version that the page showed; 0, which matches none, if the form does not have it."""
    given = request.POST.get("version")
    if given is None:
        return None
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else 0


def carry_out_on_plan(
    request: SignedInRequest, plan_id: UUID, verb: Callable[[], object], place: UUID | None = None
) -> HttpResponse:
    """Carry out a form. On an error, show the plan again, with the reason."""

    def refuse(reason: str, status: int) -> HttpResponse:
        return plan_page(request, plan_id, Problem(str(place or plan_id), reason), status)

    return carry_out(request, verb, reverse("plan", args=[plan_id]), refuse)

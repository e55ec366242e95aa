"""Forms to change, remove and add the tasks of a proposal before it is approved."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chatbot.domain.errors import Invalid
from chatbot.domain.plans.proposed_tasks import append_task, change_task, remove_task
from chatbot.pages.plans.commands import carry_out_on_plan, seen_version
from chatbot.pages.signed_in import SignedInRequest, signed_in


@require_POST
@signed_in
def change(request: SignedInRequest, plan_id: UUID, position: int, index: int) -> HttpResponse:
    """Save the task, or remove it."""
    owner, version = request.user, seen_version(request) or 0

    def verb() -> None:
        if request.POST.get("do") == "remove":
            remove_task(owner, plan_id, version=version, position=position, index=index)
            return
        title, day = request.POST.get("title", ""), _day(request)
        change_task(owner, plan_id, version=version, position=position, index=index, title=title, day=day)

    return carry_out_on_plan(request, plan_id, verb)


@require_POST
@signed_in
def append(request: SignedInRequest, plan_id: UUID, position: int) -> HttpResponse:
    owner, version = request.user, seen_version(request) or 0

    def verb() -> None:
        title, day = request.POST.get("title", ""), _day(request)
        append_task(owner, plan_id, version=version, position=position, title=title, day=day)

    return carry_out_on_plan(request, plan_id, verb)


def _day(request: SignedInRequest) -> date | None:
    given = request.POST.get("due", "")
    try:
        return date.fromisoformat(given) if given else None
    except ValueError as error:
        raise Invalid(_("This is not a date."), "due") from error

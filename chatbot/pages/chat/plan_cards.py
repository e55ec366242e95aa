"""The plans that a run has created, as cards below its answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.urls import reverse

from chatbot.models import Plan, Run, ToolCall
from chatbot.pages.chat.context import ConversationContext
from chatbot.pages.focus import then_focus
from chatbot.pages.plans.view import PlanRow, plan_row


@dataclass(frozen=True, slots=True)
class PlanCard:
    row: PlanRow
    status: str
    version: int

    @property
    def element_id(self) -> str:
        return f"plan-{self.row.id[:8]}"

    @property
    def approve_url(self) -> str:
        return self._url("plan-approve")

    @property
    def pause_url(self) -> str:
        return self._url("plan-pause")

    @property
    def resume_url(self) -> str:
        return self._url("plan-resume")

    @property
    def edit_url(self) -> str:
        return reverse("plan-edit", args=[self.row.id])

    def _url(self, name: str) -> str:
        return then_focus(reverse(name, args=[self.row.id]), "dock")


def plans_about(runs: Sequence[Run]) -> dict[UUID, Plan]:
    """The plans that the runs have created, as they are now."""
    ids = {pk for run in runs for pk in _created(run.tool_calls.all())}
    if not ids:
        return {}
    owners = {run.owner_id for run in runs}
    waiting = Run.objects.filter(conversation__plan=OuterRef("pk"), status=Run.Status.AWAITING_APPROVAL)
    plans = Plan.objects.filter(owner__in=owners).annotate(is_asking=Exists(waiting))
    return plans.prefetch_related("steps").in_bulk(ids)


def plan_cards(calls: Iterable[ToolCall], context: ConversationContext) -> Iterator[PlanCard]:
    """Without plans that were deleted."""
    for pk in _created(calls):
        if plan := context.plans.get(pk):
            is_asking = getattr(plan, "is_asking", False)
            row = plan_row(plan, context.dates, context.now, is_asking=is_asking)
            yield PlanCard(row, plan.status, plan.version)


def _created(calls: Iterable[ToolCall]) -> Iterator[UUID]:
    for call in calls:
        output: dict[str, Any] = call.output or {}
        match output.get("plan"):
            case {"id": str(pk)} if call.name == "make_plan":
                yield UUID(pk)

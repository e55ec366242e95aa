"""A plan whose agents are executed: queued runs are executed, and the plan is advanced."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, Self
from uuid import UUID

from asgiref.sync import sync_to_async

from chatbot.domain.journal.approvals import approve, decline
from chatbot.domain.plans import advance
from chatbot.domain.plans.create import create_plan
from chatbot.domain.plans.decisions import approve_plan
from chatbot.domain.runs import sweeper
from chatbot.jobs import advance_plan, execute_run
from chatbot.models import Plan, PlanMessage, Run, Step, ToolCall
from tests.chatbot.agent.boundaries import Crash, CrashWithin, attempt
from tests.chatbot.agent.chat import Chat

MOST_ROUNDS = 60
MOST_CRASHES = 1_000
PLAN_EVENTS = {"plan_update", "step_update", "agent_message"}


class Crew:
    def __init__(self, chat: Chat, plan_id: UUID) -> None:
        self.chat = chat
        self.owner = chat.owner
        self.plan_id = plan_id
        self.crashes = 0

    @classmethod
    async def on(cls, chat: Chat, goal: str) -> Self:
        plan = await sync_to_async(create_plan)(chat.owner, goal)
        return cls(chat, plan.pk)

    async def work(self) -> str:
        """Execute and advance until nothing is left to do; returns the plan's status."""
        for _ in range(MOST_ROUNDS):
            queued = await self.queued()
            for run in queued:
                await execute_run.func(str(run.pk))
            await advance_plan.func(str(self.plan_id))
            if not queued and not await self.queued():
                return await self.status()
        raise AssertionError("The plan does not come to rest.")

    async def work_through_crashes(self) -> str:
        """Like `work`, but each attempt is killed one boundary later than the last one, until one ends."""
        survived: Counter[object] = Counter()
        for _ in range(MOST_CRASHES):
            queued = await self.queued()
            for run in queued[:1]:
                if await attempt(Crash(survived[run.pk]), execute_run.func(str(run.pk))):
                    survived[run.pk] += 1
                    await sync_to_async(sweeper.recover)()
            step = f"after {await self.ended()} runs"
            if await attempt(CrashWithin(survived[step]), advance_plan.func(str(self.plan_id))):
                survived[step] += 1
            elif not queued and not await self.queued():
                self.crashes = survived.total()
                return await self.status()
        raise AssertionError("The plan does not come to rest.")

    async def ended(self) -> int:
        return await Run.objects.filter(conversation__plan=self.plan_id, finished_at__isnull=False).acount()

    async def advance(self) -> None:
        await sync_to_async(advance.advance_plan)(self.plan_id)

    async def do(self, verb: Callable[..., Any], *args: Any, **values: Any) -> Plan:
        plan: Plan = await sync_to_async(verb)(self.owner, self.plan_id, *args, **values)
        return plan

    async def approve(self) -> str:
        await self.do(approve_plan, by=self.owner)
        return await self.work()

    async def answer(self, text: str) -> str:
        call = await self.question()
        arguments = {**call.arguments, "answer": text}
        await sync_to_async(approve)(self.owner, call.call_id, by=self.owner, arguments=arguments)
        return await self.work()

    async def decline(self) -> str:
        call = await self.question()
        await sync_to_async(decline)(self.owner, call.call_id, by=self.owner)
        return await self.work()

    async def question(self) -> ToolCall:
        waiting = ToolCall.objects.awaiting_approval().filter(run__conversation__plan=self.plan_id)
        return await waiting.select_related("run").aget()

    async def queued(self) -> list[Run]:
        runs = Run.objects.filter(conversation__plan=self.plan_id, status=Run.Status.QUEUED)
        return [run async for run in runs.order_by("created_at")]

    async def status(self) -> str:
        return (await self.plan()).status

    async def plan(self) -> Plan:
        return await Plan.objects.prefetch_related("steps").aget(pk=self.plan_id)

    async def steps(self) -> list[Step]:
        return (await self.plan()).current_steps

    async def messages(self) -> list[PlanMessage]:
        return [message async for message in PlanMessage.objects.filter(plan=self.plan_id)]

    async def calls(self) -> list[str]:
        calls = ToolCall.objects.filter(run__conversation__plan=self.plan_id).order_by("started_at", "pk")
        return [call.name async for call in calls]

    async def published(self) -> list[dict[str, Any]]:
        """The events of the plan that were published, in order."""
        return [data["result"] for kind, data in await self.chat.published() if kind in PLAN_EVENTS]

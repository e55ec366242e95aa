"""Usage of a model is counted by turn and by day, and a spent budget stops a person's runs."""

from __future__ import annotations

from decimal import Decimal

import pytest
from asgiref.sync import sync_to_async
from pytest_django.fixtures import Settings

from chatbot.domain.errors import LimitReached
from chatbot.domain.journal.usage import Usage, usage_of_conversation
from chatbot.model_endpoint import ModelPrice
from chatbot.models import DailyUsage, Run, User
from tests.chatbot.agent.boundaries import Crash, attempt
from tests.chatbot.agent.chat import Chat
from tests.factories import UserFactory
from tests.provider.script import Provider, call, calls, says

ADD = call("add_task", title="Milk", description=None, priority=None, due_at=None, tags=None)
# The scripted endpoint reports for each answer that it read 11 tokens and wrote 7.
PRICE = ModelPrice(input=Decimal("0.25"), cached=Decimal("0.025"), output=Decimal(2))
COST = Decimal("0.00001675")


@pytest.fixture
def priced(endpoint: Provider, settings: Settings) -> Provider:
    settings.AGENT_PRICES = {endpoint.model: PRICE}
    return endpoint


async def usages(run: Run) -> list[Usage]:
    return [Usage.of(turn) async for turn in run.turns.all()]


async def day_of(owner: User) -> tuple[int, int, int, Decimal | None]:
    day = await DailyUsage.objects.aget(owner=owner)
    return day.turns, day.input_tokens, day.output_tokens, day.cost


async def test_each_turn_is_counted_and_so_are_conversation_and_day(priced: Provider, chat: Chat) -> None:
    priced.play(calls(ADD), says("Added."), says("You are welcome."))
    run = await chat.ask("Add milk")
    assert [(usage.input, usage.output, usage.cost) for usage in await usages(run)] == [(11, 7, COST)] * 2
    assert {turn.model async for turn in run.turns.all()} == {priced.model}
    await chat.ask("Thank you", run.conversation_id)
    total = await sync_to_async(usage_of_conversation)(run.conversation)
    assert (total.input, total.output, total.cost) == (33, 21, 3 * COST)
    assert await day_of(chat.owner) == (3, 33, 21, 3 * COST)


async def test_unreported_usage_is_unknown(priced: Provider, chat: Chat) -> None:
    priced.play(says("Hello.", usage=False))
    run = await chat.ask("Hi")
    assert await usages(run) == [Usage()]
    assert not await DailyUsage.objects.aexists()


async def test_a_model_without_a_price_has_no_cost(endpoint: Provider, chat: Chat) -> None:
    endpoint.play(says("Hello."))
    (usage,) = await usages(await chat.ask("Hi"))
    assert (usage.total, usage.cost) == (18, None)
    assert await day_of(chat.owner) == (1, 11, 7, None)


async def test_a_crash_counts_no_turn_twice(configured: Provider, chat: Chat) -> None:
    configured.play(calls(ADD, after=0), says("Added.", after=1))
    for stop in range(100):
        run = await chat.submit("Add milk")
        if not await attempt(Crash(stop), chat.execute(run)):
            break
        await Run.objects.filter(pk=run.pk).aupdate(status=Run.Status.QUEUED, lease_until=None)
        await chat.execute(run)
        run = await chat.run(run)
        assert run.status == Run.Status.SUCCEEDED
        assert (await day_of(chat.owner))[0] == await run.turns.acount() == 2
        await DailyUsage.objects.all().adelete()
        await chat.forget()


async def test_a_spent_budget_refuses_messages_retries_and_new_answers(
    configured: Provider, chat: Chat, settings: Settings
) -> None:
    settings.DAILY_TOKEN_BUDGET = 18
    configured.play(says("Hello."))
    run = await chat.ask("Hi")
    assert run.status == Run.Status.SUCCEEDED
    with pytest.raises(
        LimitReached, match=r"budget.* You can continue (today|tomorrow) at \d?\d:00 \(Europe"
    ):
        await chat.submit("And?")
    with pytest.raises(LimitReached):
        await chat.regenerate(run)
    await Run.objects.filter(pk=run.pk).aupdate(status=Run.Status.FAILED)
    with pytest.raises(LimitReached):
        await chat.retry(run)


async def test_a_budget_that_is_spent_during_a_run_stops_it_between_turns(
    priced: Provider, chat: Chat, settings: Settings
) -> None:
    settings.DAILY_COST_BUDGET = COST
    priced.play(calls(ADD), says("Added."))
    run = await chat.ask("Add milk")
    kind, data = await chat.ending(run)
    assert (kind, data["result"]) == ("run_failed", {"code": "limit_reached", "retryable": True})
    assert data["message"].startswith("You have used up today's budget for the assistant. You can continue ")
    assert await chat.tasks() == ["Milk"]
    assert len(priced.requests) == 1
    settings.DAILY_COST_BUDGET = Decimal(1)
    assert (await chat.retry(run)).reply.content == "Added."
    assert await chat.tasks() == ["Milk"]


async def test_a_message_that_waited_is_not_answered_from_a_budget_spent_in_the_meantime(
    configured: Provider, chat: Chat, settings: Settings
) -> None:
    settings.DAILY_TOKEN_BUDGET = 18
    configured.play(says("Hello."))
    first, second = await chat.submit("Hi"), await chat.submit("Hi again")
    await chat.execute(first)
    await chat.execute(second)
    assert (await chat.run(second)).error_code == "limit_reached"
    assert len(configured.requests) == 1


async def test_budgets_of_people_are_independent(
    configured: Provider, chat: Chat, settings: Settings
) -> None:
    charlie = await sync_to_async(UserFactory.create)(username="charlie")
    settings.DAILY_TOKEN_BUDGET = 18
    configured.play(says("Hello."), says("Hello, Charlie."))
    await chat.ask("Hi")
    async with Chat(charlie) as other:
        assert (await other.ask("Hi")).reply.content == "Hello, Charlie."

"""The plan socket in one process: subscriptions, joins without gap or duplicate, invalid frames."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import suppress
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.db import connection as database
from django.db import transaction
from pytest_django.fixtures import Settings
from websockets.exceptions import ConnectionClosed

from chatbot.domain.publish import stream_of
from chatbot.domain.tasks import commands as tasks
from chatbot.models import User
from streaming.cursor import Cursor
from streaming.log import append, delete_stream, stream_position
from streaming.models import Stream
from streaming.notify import close_connections
from streaming.testing import another_process

from .plan_tabs import new_plan, numbered, say, served, tab

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
async def alice() -> User:
    return await User.objects.acreate_user("alice")


@pytest.fixture
async def bob() -> User:
    return await User.objects.acreate_user("bob")


@pytest.fixture
async def site(settings: Settings) -> AsyncIterator[str]:
    async with served(settings) as address:
        yield address


async def cursor_of(user: User) -> Cursor:
    return (await sync_to_async(stream_position)(stream_of(user.pk))).cursor


async def test_a_tab_gets_events_of_the_plans_it_has_subscribed_to(site: str, alice: User) -> None:
    one, two, other = [await new_plan(alice) for _ in range(3)]
    async with tab(site, alice) as here:
        await here.subscribe(one)
        await here.subscribe(two)
        await say(one, "a")
        await say(other, "b")
        await say(two, "c")
        await sync_to_async(tasks.add_task)(alice, title="Milk")
        await say(one, "d")
        assert await here.texts(3) == ["a", "c", "d"]
        await here.unsubscribe(one)
        assert await here.is_quiet()
        await say(one, "e")
        await say(two, "f")
        assert await here.texts(1) == ["f"]
        await here.subscribe(one)
        await say(one, "g")
        assert await here.texts(1) == ["g"]
        assert await here.is_quiet()


async def test_a_plan_that_is_subscribed_twice_is_reported_once(site: str, alice: User) -> None:
    plan = await new_plan(alice)
    async with tab(site, alice) as here:
        await here.subscribe(plan)
        await here.subscribe(plan)
        await say(plan, "a", "b")
        assert await here.texts(2) == ["a", "b"]
        assert await here.is_quiet()
        await here.unsubscribe(plan)
        await here.unsubscribe(plan)
        await say(plan, "c")
        assert await here.is_quiet()


async def test_a_subscription_continues_from_any_frame(site: str, alice: User) -> None:
    plan, other = await new_plan(alice), await new_plan(alice)
    async with tab(site, alice) as here:
        await here.subscribe(plan)
        for number in range(5):
            await say(plan, f"text {number}")
            await say(other, "not this")
        cursors = [(await here.next())["id"] for _ in range(5)]
    for had, cursor in enumerate(cursors, start=1):
        async with tab(site, alice) as again:
            await again.subscribe(plan, after=cursor)
            assert await again.texts(5 - had) == numbered(had, 5)
            assert await again.is_quiet()


async def test_an_empty_cursor_replays_all_stored_events(site: str, alice: User) -> None:
    plan = await new_plan(alice)
    await say(plan, *numbered(0, 450))
    async with tab(site, alice) as here:
        await here.subscribe(plan, after="")
        assert await here.texts(450) == numbered(0, 450)
        await say(plan, "live")
        assert await here.texts(1) == ["live"]


async def test_a_cursor_in_the_address_counts_for_subscriptions_without_one(site: str, alice: User) -> None:
    one, two = await new_plan(alice), await new_plan(alice)
    await say(one, "before")
    cursor = await cursor_of(alice)
    await say(one, "a")
    await say(two, "b")
    async with tab(site, alice, after=str(cursor)) as here:
        await here.subscribe(one)
        assert await here.texts(1) == ["a"]
        await here.subscribe(two, after=str(await cursor_of(alice)))
        assert await here.is_quiet()
        await here.subscribe(two, after=None)
        assert await here.texts(1) == ["b"]


async def test_tabs_that_connect_during_a_burst_get_each_frame_once(site: str, alice: User) -> None:
    plan, other = await new_plan(alice), await new_plan(alice)

    async def come_and_listen(after: str) -> list[str]:
        async with tab(site, alice) as late:
            # The runs of one plan do not disturb another.
            await late.subscribe(other)
            await late.subscribe(plan, after=after)
            return await late.texts(total - (0 if after == "" else 40))

    total = 400
    await say(plan, *numbered(0, 40))
    cursor = str(await cursor_of(alice))
    async with asyncio.TaskGroup() as group:
        tabs = []
        for start in range(40, total, 20):
            tabs.append(group.create_task(come_and_listen("" if start % 40 else cursor)))
            await say(plan, *numbered(start, start + 20))
    for received in (task.result() for task in tabs):
        assert received == numbered(total - len(received), total)


async def test_a_tab_that_has_seen_more_than_this_process_has_received(
    settings: Settings, alice: User
) -> None:
    plan = await new_plan(alice)
    async with served(settings, drop=1, beat=1) as deaf, tab(deaf, alice) as first:
        await first.subscribe(plan)
        with another_process():
            await say(plan, *numbered(0, 3))
            cursor = str(await cursor_of(alice))
            await say(plan, *numbered(3, 5))
        async with tab(deaf, alice) as here:
            await here.subscribe(plan, after=cursor)
            # What the layer lost is found by the beat.
            assert await here.texts(2) == numbered(3, 5)
            assert await here.is_quiet()
        assert await first.texts(5) == numbered(0, 5)


async def test_a_tab_that_does_not_read_misses_nothing(site: str, alice: User) -> None:
    plan = await new_plan(alice)
    text = "x" * 4_000
    await say(plan, *(text + str(number) for number in range(300)))
    async with tab(site, alice) as stalled, tab(site, alice) as lively:
        await lively.subscribe(plan)
        await stalled.send({"type": "subscribe_plan", "plan_id": str(plan.pk), "after": ""})
        await say(plan, *(text + str(number) for number in range(300, 900)))
        assert await lively.texts(600) == [text + str(number) for number in range(300, 900)]
        assert (await stalled.next())["type"] == "subscription_confirmed"
        assert await stalled.texts(900) == [text + str(number) for number in range(900)]
        assert await stalled.is_quiet()


async def test_a_stream_that_was_recreated_resets_its_subscribers(settings: Settings, alice: User) -> None:
    plan = await new_plan(alice)
    await say(plan, *numbered(0, 10))
    async with served(settings, beat=0.05) as address, tab(address, alice) as here:
        await here.subscribe(plan, after="")
        assert await here.texts(10) == numbered(0, 10)
        await sync_to_async(_recreate)(stream_of(alice.pk))
        reset = await here.next()
        assert reset.keys() == {"type", "id"}
        assert reset["type"] == "stream_reset"
        await say(plan, "again")
        assert await here.texts(1) == ["again"]


@transaction.atomic  # a beat would report a stream that is gone
def _recreate(stream: str) -> None:
    delete_stream(stream)
    stream_position(stream)


@pytest.mark.parametrize(
    "after", ["{epoch}:99", "00000000:3", "{epoch}:0", "nonsense", 7, True, [], {}, "1:2:3", "\ud800"]
)
async def test_an_unusable_cursor_is_answered_with_a_reset(site: str, alice: User, after: object) -> None:
    plan = await new_plan(alice)
    await say(plan, *numbered(0, 5))
    epoch = (await cursor_of(alice)).epoch
    await Stream.objects.filter(name=stream_of(alice.pk)).aupdate(pruned_seq=2)
    async with tab(site, alice) as here:
        await here.subscribe(plan, after=after.format(epoch=epoch) if isinstance(after, str) else after)
        assert await here.next() == {"type": "stream_reset", "plan_id": str(plan.pk), "id": f"{epoch}:5"}
        await say(plan, "after it")
        assert await here.texts(1) == ["after it"]


async def test_unknown_plans_and_those_of_others_get_the_same_error(
    site: str, alice: User, bob: User
) -> None:
    theirs = await new_plan(bob)
    async with tab(site, alice) as here:
        for plan_id in (str(theirs.pk), str(uuid4()), "step_1", "", "7", "\x00", "é"):
            await here.send({"type": "subscribe_plan", "plan_id": plan_id})
            answer = await here.next()
            data = {"plan_id": plan_id, "message": "Plan not found", "error": "Plan not found"}
            assert answer == {"type": "error", "plan_id": plan_id, "message": "Plan not found", "data": data}
        await say(theirs, "secret")
        assert await here.is_quiet()


async def test_a_ping_may_omit_the_time(site: str, alice: User) -> None:
    async with tab(site, alice) as here:
        await here.send({"type": "ping"})
        assert await here.next() == {"type": "pong", "t": None}


async def test_a_lone_surrogate_in_a_plan_id_is_an_error(site: str, alice: User) -> None:
    async with tab(site, alice) as here:
        await here.send({"type": "subscribe_plan", "plan_id": "\ud800"})
        assert (await here.next())["message"] == "Plan not found"
        assert await here.is_quiet()


async def test_a_plan_id_is_confirmed_as_it_was_written(site: str, alice: User) -> None:
    plan = await new_plan(alice)
    async with tab(site, alice) as here:
        for written in (str(plan.pk).upper(), plan.pk.hex):
            await here.send({"type": "subscribe_plan", "plan_id": written})
            assert await here.next() == {"type": "subscription_confirmed", "plan_id": written}
        await say(plan, "a")
        frame = await here.next()
        assert frame["data"]["plan_id"] == str(plan.pk)
        assert await here.is_quiet()


async def test_a_socket_carries_128_plans(site: str, alice: User) -> None:
    plans = [await new_plan(alice, f"Goal {number}") for number in range(200)]
    async with tab(site, alice) as here:
        for plan in plans:
            await here.send({"type": "subscribe_plan", "plan_id": str(plan.pk)})
        answers = [await here.next() for _ in plans]
        assert [answer["type"] for answer in answers] == ["subscription_confirmed"] * 128 + ["error"] * 72
        assert answers[-1]["plan_id"] == str(plans[-1].pk)
        assert answers[-1]["message"] == "At most 128 plans can be followed on one socket."
        await here.subscribe(plans[0])  # it is among the 128 already
        await here.unsubscribe(plans[0])
        await here.subscribe(plans[199])
        await say(plans[0], "left")
        await say(plans[199], "received")
        assert await here.texts(1) == ["received"]


async def test_a_large_text_is_cut_and_says_so(site: str, alice: User) -> None:
    plan = await new_plan(alice)
    async with tab(site, alice) as here:
        await here.subscribe(plan)
        await say(plan, "x" * 70_000)
        data = (await here.next())["data"]
        assert data["truncated"] is True
        assert data["content"].endswith("…")
        await say(plan, "short")
        assert "truncated" not in (await here.next())["data"]


async def test_an_unreachable_database_closes_the_socket_for_a_retry(
    site: str, alice: User, caplog: pytest.LogCaptureFixture
) -> None:
    def rename(old: str, new: str) -> None:
        with database.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {old} RENAME TO {new}")

    plan = await new_plan(alice)
    async with tab(site, alice) as here:
        await here.subscribe(plan)
        await sync_to_async(rename)("chatbot_plan", "hidden")
        try:
            await here.send({"type": "subscribe_plan", "plan_id": str(plan.pk)})
            with pytest.raises(ConnectionClosed):
                await here.next()
        finally:
            await sync_to_async(rename)("hidden", "chatbot_plan")
        assert here.connection.close_code == 1011
    assert [r.message for r in caplog.records if r.levelno >= logging.ERROR] == [
        "A subscription to a plan failed"
    ]


async def test_other_events_of_the_stream_do_not_use_credit(site: str, alice: User) -> None:
    plan = await new_plan(alice)
    await say(plan, "a")
    noise = [("task_updated", {"message": "x"})] * 5_000
    await sync_to_async(append)(stream_of(alice.pk), noise)
    await say(plan, "b")
    async with tab(site, alice) as here:
        await here.subscribe(plan, after="")
        assert await here.texts(2) == ["a", "b"]


async def test_a_tab_without_credit_may_ask_for_more_plans(site: str, alice: User) -> None:
    one, two = await new_plan(alice), await new_plan(alice)
    await say(two, *numbered(0, 50))
    async with tab(site, alice) as here, tab(site, alice) as other:
        await here.send({"type": "ack", "seq": 0})
        await here.subscribe(one)
        await other.subscribe(one)
        await say(one, *numbered(0, 300))
        assert await other.texts(300) == numbered(0, 300)
        # Credit for 200 frames is used up. The replay is sent nevertheless, up to the tab's position.
        assert await here.texts(200) == numbered(0, 200)
        assert await here.is_quiet()
        await here.subscribe(two, after="")
        assert await here.texts(50) == numbered(0, 50)
        await say(two, "late")
        assert await here.is_quiet()
        await here.send({"type": "ack", "seq": 250})
        assert await here.texts(101) == [*numbered(200, 300), "late"]
        assert await here.is_quiet()


async def test_signing_out_during_a_replay_closes_the_socket(
    site: str, alice: User, caplog: pytest.LogCaptureFixture
) -> None:
    plan = await new_plan(alice)
    await say(plan, *(f"{number} {'x' * 8_000}" for number in range(600)))
    async with tab(site, alice) as here, tab(site, alice) as other:
        assert await here.is_quiet()  # it has joined
        await here.send({"type": "subscribe_plan", "plan_id": str(plan.pk), "after": ""})
        await other.subscribe(plan)
        await sync_to_async(close_connections)(stream_of(alice.pk), None, 4401)
        received = 0
        with suppress(ConnectionClosed):
            async with asyncio.timeout(20):
                async for _ in here.connection:
                    received += 1
        assert received < 600
        assert here.connection.close_code == 4401
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]

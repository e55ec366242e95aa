"""Many tasks publish at once on one loop: all messages arrive, in the order of each task, and
none waits for ever."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from importlib.metadata import version

import pytest

from streaming.layers.redis import RedisLayer
from streaming.layers.transport import layer_errors
from tests.services.redis_server import RedisServer


@pytest.fixture
async def layer(redis_server: RedisServer) -> AsyncIterator[RedisLayer]:
    layer = RedisLayer(hosts=[redis_server.url])
    yield layer
    await layer.flush()


def test_library_is_the_version_whose_private_parts_were_checked() -> None:
    assert version("channels-redis") == "4.3.0", "Run these tests with the new version, then name it here."


async def send(layer: RedisLayer, sender: int, number: int) -> None:
    await layer.group_send("all", {"type": "news", "sender": sender, "number": number})


async def test_messages_arrive_in_the_order_of_each_sender(
    layer: RedisLayer, redis_server: RedisServer
) -> None:
    channel = await layer.new_channel()
    await layer.group_add("all", channel)

    async def send_some(sender: int) -> None:
        for number in range(20):
            await send(layer, sender, number)

    await asyncio.gather(*(send_some(sender) for sender in range(50)))
    received: dict[int, list[int]] = {}
    async with asyncio.timeout(20):
        for _ in range(1_000):
            news = await layer.receive(channel)
            received.setdefault(news["sender"], []).append(news["number"])
    assert received == {sender: list(range(20)) for sender in range(50)}


async def test_all_callers_of_a_round_trip_get_its_error(
    layer: RedisLayer, redis_server: RedisServer
) -> None:
    await send(layer, 0, 0)
    redis_server.kill()
    sent = await asyncio.wait_for(
        asyncio.gather(*(send(layer, 0, number) for number in range(10)), return_exceptions=True), 20
    )
    assert all(isinstance(error, layer_errors()) for error in sent)
    redis_server.start()
    await send(layer, 0, 1)


async def test_a_cancelled_caller_does_not_block_others(layer: RedisLayer, redis_server: RedisServer) -> None:
    channel = await layer.new_channel()
    await layer.group_add("all", channel)
    await send(layer, 0, 0)
    redis_server.pause()
    first = asyncio.create_task(send(layer, 0, 1))
    await asyncio.sleep(0)
    second, third = (asyncio.create_task(send(layer, 0, number)) for number in (2, 3))
    await asyncio.sleep(0.1)
    first.cancel()
    await asyncio.sleep(0.1)
    assert not second.done()
    second.cancel()
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(third, 10)
    redis_server.cont()
    await asyncio.wait_for(send(layer, 0, 4), 10)
    numbers = []
    async with asyncio.timeout(20):
        while numbers[-1:] != [4]:
            numbers.append((await layer.receive(channel))["number"])
    assert numbers == sorted(numbers)

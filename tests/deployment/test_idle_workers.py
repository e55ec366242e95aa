"""Workers that have nothing to do hardly query the database, and still start a run at once."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

import psycopg

from chatbot.background.worker import POLL_INTERVAL
from tests.contracts.client import chat_socket
from tests.deployment.installation import Installation, start_run
from tests.provider.script import says
from tests.services.redis_server import RedisServer
from tests.services.wait import until

SECONDS = 2


def transactions(database_url: str) -> int:
    """Each statement of an idle process is one."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        row = connection.execute(
            "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()"
        ).fetchone()
    assert row is not None
    return int(row[0])


async def test_idle_workers_hardly_query_the_database(installation: Installation) -> None:
    alice = installation.account()
    installation.provider.play(says("Hello."))
    async with chat_socket(installation.webs[0].ws_url, alice) as tab:
        await tab.until_end(await start_run(installation.webs[0], alice))
    before = transactions(installation.database_url)
    await asyncio.sleep(SECONDS)  # a rate takes time
    made = transactions(installation.database_url) - before
    # PostgreSQL counts some of the run's statements late; polls each 50 ms would make 80 alone.
    assert made < 30


async def test_runs_start_before_the_next_poll(installation: Installation) -> None:
    alice = installation.account()
    delays = []
    async with chat_socket(installation.webs[0].ws_url, alice) as tab:
        for _ in range(4):
            installation.provider.play(says("Hello."))
            run_id = await start_run(installation.webs[0], alice)
            queued = await tab.until("run_queued", run_id=run_id)
            delays.append(moment(await tab.until("agent_thinking", run_id=run_id)) - moment(queued))
            await tab.until_end(run_id)
    # By polling alone they would take half an interval on average.
    assert sorted(delays)[1] < POLL_INTERVAL / 4, delays


async def test_runs_are_found_by_polling_while_redis_is_away(
    installation: Installation, redis_server: RedisServer
) -> None:
    alice = installation.account()
    installation.provider.play(says("Hello."))
    redis_server.kill()
    run_id = await start_run(installation.webs[0], alice)

    async def is_done() -> bool:
        query = "SELECT status FROM chatbot_run WHERE id = %s"
        async with await psycopg.AsyncConnection.connect(installation.database_url) as connection:
            return await (await connection.execute(query, [run_id])).fetchone() == ("succeeded",)

    await until(is_done, "the end of the run")


def moment(event: dict[str, Any]) -> float:
    return datetime.fromisoformat(event["at"]).timestamp()

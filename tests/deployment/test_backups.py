"""A backup is made while a run is active, and restored under a web process whose tabs stay open."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.contracts.client import chat_socket
from tests.deployment.installation import Installation, post, start_run, terminate
from tests.provider.script import says

STALLED = says("Hello", stop_after=3, then="stall")


async def test_tabs_are_reset_and_the_run_of_the_backup_is_resumed(
    installation: Installation, tmp_path: Path
) -> None:
    alice = installation.account()
    web, file = installation.webs[0], str(tmp_path / "lockstep.dump")
    installation.provider.play(STALLED, says("Hello again."), says("Hello after the restore."))
    async with chat_socket(web.ws_url, alice) as tab:
        run_id = await start_run(web, alice)
        await tab.until("message_delta", run_id=run_id)
        await asyncio.to_thread(web.manage, "backup", file)
        await post(web, alice, "/api/tasks/", {"title": "Later"})
        await tab.until("task_created")

        terminate(installation.worker_at(run_id))
        assert (await tab.until_end(run_id))["result"]["response"] == "Hello again."
        before = tab.cursor
        for worker in installation.workers:
            if worker.running:
                terminate(worker)
            await asyncio.to_thread(worker.wait)
        with pytest.raises(RuntimeError, match="Web server without jobs"):
            await asyncio.to_thread(web.manage, "restore", file)
        await asyncio.to_thread(web.manage, "restore", file, "--force")
        reset = await tab.until("stream_reset")
        assert reset["id"].partition(":")[0] != before.partition(":")[0]

    async with chat_socket(web.ws_url, alice, after=before) as tab:
        await tab.until("stream_reset")
        for worker in installation.workers:
            worker.revive()
        last = await tab.until_end(run_id)
    assert last["result"]["response"] == "Hello after the restore."

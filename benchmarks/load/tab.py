"""A tab that follows a person's stream: each event has to come once and in order, also after a return."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from benchmarks.accounts import Account

PATIENCE = 60.0  # seconds for what a person waits for
CONTROL = {"connection_established", "heartbeat"}
ENDS = ("agent_done", "run_failed", "run_cancelled")


@dataclass(slots=True)
class Findings:
    """Of all people. Times are in milliseconds from the POST on."""

    errors: list[str] = field(default_factory=list)
    lost: int = 0
    doubled: int = 0
    events: int = 0  # in all tabs
    returns: int = 0  # of tabs
    accepted: list[float] = field(default_factory=list)
    started: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)  # in the last of the person's tabs
    plans: list[float] = field(default_factory=list)


class Tab:
    def __init__(self, ws_url: str, account: Account, findings: Findings) -> None:
        self._address = ws_url + account.socket
        self._findings = findings
        self.cursor = account.cursor
        self._seq = 0
        self._socket: ClientConnection | None = None
        self._news = asyncio.Event()
        self.started: dict[str, float] = {}  # by run
        self.ended: dict[str, tuple[float, str]] = {}
        self.plans: dict[str, str] = {}  # the status of each

    async def follow(self) -> None:
        """Until cancelled; a connection that is lost is opened again after the last event."""
        while True:
            address = f"{self._address}&after={self.cursor}"
            try:
                async with connect(address, compression=None, proxy=None) as self._socket:
                    async for text in self._socket:
                        self._take(json.loads(text), time.monotonic())
            except (OSError, ConnectionClosed) as error:
                self._findings.errors.append(f"A tab lost its connection: {error!r}")
                await asyncio.sleep(1)

    async def reopen(self) -> None:
        """Close the connection, as a browser that loads the page again."""
        if self._socket is not None:
            self._findings.returns += 1
            await self._socket.close()

    async def until[Found](self, find: Callable[[], Found | None]) -> Found:
        async with asyncio.timeout(PATIENCE):
            while (found := find()) is None:
                self._news.clear()
                await self._news.wait()
        return found

    def _take(self, frame: dict[str, Any], now: float) -> None:
        if (seq := frame.get("seq")) is None or frame["event_type"] in {
            "connection_established",
            "heartbeat",
        }:
            return
        self._findings.events += 1
        if seq <= self._seq:
            self._findings.doubled += 1
            return
        self._findings.lost += seq - self._seq - 1
        self._seq, self.cursor = seq, frame["id"]
        match frame["event_type"]:
            case "agent_thinking":
                self.started.setdefault(frame["run_id"], now)
            case kind if kind in ENDS:
                self.ended[frame["run_id"]] = now, kind
            case "plan_update" if plan := frame["result"].get("plan"):
                self.plans[frame["result"]["plan_id"]] = plan["status"]
        self._news.set()

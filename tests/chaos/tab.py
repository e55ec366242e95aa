"""A tab: a socket that resumes from its cursor after every break, and the state that it shows."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from random import Random
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from tests.chaos.oracle import Log, Oracle
from tests.chaos.screen import LAST, Screen
from tests.contracts.client import Account, socket_url
from tests.contracts.frames import cursor_seq

SILENCE = 3.0  # seconds beyond the announced heartbeat, after which the connection counts as dead
LONGEST_BACKOFF = 1.0  # seconds
ACK_INTERVAL = 1.0
OUTSIDE = {"connection_established", "message_delta", "heartbeat", "stream_reset"}
BROKEN = (OSError, ConnectionClosed, InvalidHandshake, TimeoutError, EOFError)


class Tab:
    """Checks every frame as it arrives, and reports violations to the oracle."""

    def __init__(self, name: str, account: Account, log: Log, addresses: list[str], rng: Random) -> None:
        self.name = name
        self._begin()
        self._account = account
        self._log = log
        self._oracle: Oracle = log.oracle
        self._addresses = addresses
        self._rng = rng
        self._socket: ClientConnection | None = None
        self._beat = 5.0
        self._reads_on = asyncio.Event()
        self._reads_on.set()

    def _begin(self) -> None:
        self.seq = 0
        self.screen = Screen()
        self.drafts: dict[str, Draft] = {}
        self._streamed: dict[str, tuple[str, str]] = {}
        self._is_new = False
        self._cursor: str | None = None
        self._missing: set[int] = set()
        self._ended: dict[str, str] = {}

    async def live(self) -> None:
        """Stay connected until cancelled."""
        failures = 0
        while True:
            with contextlib.suppress(*BROKEN):
                await self._follow()
                failures = 0
            self._socket = None
            if self._is_new:
                self._begin()
            failures += 1
            await asyncio.sleep(self._rng.uniform(0.05, min(LONGEST_BACKOFF, 0.1 * 2 ** min(failures, 5))))

    def cut(self) -> None:
        """Break the connection without a close frame."""
        if self._socket is not None:
            self._socket.transport.abort()

    async def stall(self, seconds: float) -> None:
        """Read nothing for a while, like a laptop with a closed lid."""
        self._reads_on.clear()
        await asyncio.sleep(seconds)
        self._reads_on.set()

    def forget(self) -> None:
        """Reload: start without state, from the first event."""
        self._is_new = True
        self.cut()

    async def _follow(self) -> None:
        base = self._rng.choice(self._addresses)
        url = socket_url(base, self._account.id, events="all", after=self._cursor or "start")
        # An invalid cursor leads to a reset, from which a new tab learns the epoch of the stream.
        options: dict[str, Any] = {
            "compression": None,
            "open_timeout": 3,
            "close_timeout": 0.2,
            "proxy": None,
        }
        headers = self._account.bearer
        async with connect(url, additional_headers=headers, ping_interval=None, **options) as socket:
            self._socket = socket
            acknowledged, at = self.seq, time.monotonic()
            while True:
                await self._reads_on.wait()
                async with asyncio.timeout(self._beat + SILENCE):
                    text = await socket.recv()
                if self.take(json.loads(text)):
                    return
                if self.seq > acknowledged and time.monotonic() - at > ACK_INTERVAL:
                    acknowledged, at = self.seq, time.monotonic()
                    await socket.send(json.dumps({"type": "ack", "seq": self.seq}))

    def take(self, frame: dict[str, Any]) -> bool:
        """Handle a frame; true if the connection is to be opened again."""
        match frame["event_type"]:
            case "heartbeat":
                self._beat = frame["result"]["interval"]
            case "message_delta":
                self._draft(frame)
            case "stream_reset":
                return self._reset(frame)
            case "connection_established":
                pass
            case _:
                self._event(frame)
        return False

    def _reset(self, frame: dict[str, Any]) -> bool:
        self._oracle.expect("streams that were reset", self._cursor is None, f"{self.name}: {frame}")
        epoch = frame["id"].partition(":")[0]
        self._cursor = f"{epoch}:0"
        self.seq = 0
        return True

    def _event(self, frame: dict[str, Any]) -> None:
        seq = frame["seq"]
        self._oracle.deliveries += 1
        if cursor_seq(frame["id"]) != seq:
            self._oracle.violated("answers that make no sense", frame)
        if seq in self._missing:
            self._missing.discard(seq)
            self._oracle.violated("events reordered", f"{self.name}: {seq} after {self.seq}")
            return
        if seq <= self.seq:
            self._oracle.violated("events doubled", f"{self.name}: {seq} after {self.seq}: {frame}")
            return
        if seq > self.seq + 1:
            missed = range(self.seq + 1, seq)
            self._missing.update(missed)
            for _ in missed:
                self._oracle.violated("events lost", f"{self.name}: {seq} after {self.seq}")
        self.seq, self._cursor = seq, frame["id"]
        self._log.compare(frame, self.name)
        self._check_end(frame)
        self._check_text(frame)
        self.screen.apply(frame)

    def _check_end(self, frame: dict[str, Any]) -> None:
        run_id, kind = frame["run_id"], frame["event_type"]
        if run_id in self._ended and kind != "tool_undone":
            what = "runs with two last events" if kind in LAST else "events after a run's last"
            self._oracle.violated(what, f"{self.name}: {kind} {frame['seq']} after {self._ended[run_id]}")
        elif kind in LAST:
            self._ended[run_id] = f"{kind} {frame['seq']}"

    def _check_text(self, frame: dict[str, Any]) -> None:
        """The streamed text must be the beginning of the reply."""
        kind, run_id = frame["event_type"], frame["run_id"]
        if kind == "message_complete":
            draft = self.drafts.pop(frame["message_id"], None)
            if draft is not None and draft.attempt == frame["attempt"] and not draft.has_gap:
                self._streamed[run_id] = draft.text, frame["result"]["content"]
        elif kind in LAST and run_id in self._streamed:
            text, content = self._streamed.pop(run_id)
            # If a reply was stopped without a process that wrote it, the stored part is kept.
            holds = content.startswith(text) or (kind == "run_cancelled" and text.startswith(content))
            case = f"{self.name}: {kind}: {text!r} is no beginning of {content!r}"
            self._oracle.expect("streamed text that contradicts itself", holds, case)

    def _draft(self, frame: dict[str, Any]) -> None:
        if frame["run_id"] in self._ended:
            return  # a piece that was on its way
        draft = self.drafts.setdefault(frame["message_id"], Draft())
        holds = draft.add(frame["attempt"], **frame["result"])
        case = f"{self.name}: {frame['result']} does not fit {draft.text!r}"
        self._oracle.expect("streamed text that contradicts itself", holds, case)


class Draft:
    """A reply that is being written, from its pieces by their offsets."""

    def __init__(self) -> None:
        self.attempt = 0
        self.text = ""
        self.has_gap = False

    def add(self, attempt: int, offset: int, text: str) -> bool:
        """False if the piece contradicts the earlier ones; a piece of an earlier attempt is ignored."""
        if attempt > self.attempt:
            self.attempt, self.text, self.has_gap = attempt, "", False
        if attempt < self.attempt:
            return True
        self.has_gap = self.has_gap or offset > len(self.text)
        if self.has_gap:
            return True
        known = self.text[offset:]
        self.text += text[len(known) :]
        return text.startswith(known) or known.startswith(text)

"""A browser tab that follows the faulty server with the real client, and keeps what it received."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.async_api import Page

# Short, so that tests are fast; long if the timeout would change what a test is about.
TIMING = {
    "openWithin": 5_000,
    "answerWithin": 5_000,
    "leaderWithin": 5_000,
    "beat": 20_000,
    "grace": 20_000,
    "probeWithin": 150,
    "lostAfter": 50,
    "pingEvery": 50,
    "ackEvery": 50,
    "ackDelay": 10,
    "retryFirst": 10,
    "retryLimit": 50,
    "stableAfter": 0,
    "upgradeFirst": 50,
    "upgradeLimit": 100,
    "pollPause": 20,
}
BEGIN = """
async ({ cursor, timing, of }) => {
  const { EventStream } = await import("/static/streaming/event-stream.js");
  window.stream?.stop();
  Object.assign(window, { events: [], resets: [], statuses: [], disturb: null });
  window.follow = (cursor, timing) => {
    window.stream = new EventStream({
      socketUrl: location.pathname + "ws", eventsUrl: location.pathname + "events" + of, cursor, timing,
      onEvent(frame) { window.events.push(frame); window.disturb?.(frame); },
      onReset(frame) { window.resets.push(frame); window.disturb?.(frame); },
      onStatus(status) { window.statuses.push(status); },
    });
    window.stream.start();
  };
  window.follow(cursor, timing);
}
"""
RESUME = """
(timing) => {
  stream.stop();
  follow(stream.cursor, timing);
}
"""


class Tab:
    def __init__(self, page: Page) -> None:
        self.page = page

    async def begin(self, cursor: str | None = None, /, of: str = "", **timing: float) -> None:
        """Follow the stream from a cursor; `of` makes it another account's."""
        await self.page.evaluate(BEGIN, {"cursor": cursor, "timing": {**TIMING, **timing}, "of": of})

    async def resume(self) -> None:
        """Follow from the same cursor, with the usual timeouts."""
        await self.page.evaluate(RESUME, TIMING)

    async def run(self, script: str) -> Any:
        return await self.page.evaluate(script)

    async def seqs(self) -> list[int | None]:
        seqs: list[int | None] = await self.run("events.map(({ seq }) => seq)")
        return seqs

    async def cursor(self) -> str | None:
        cursor: str | None = await self.run("stream.cursor")
        return cursor

    async def statuses(self) -> list[dict[str, Any]]:
        statuses: list[dict[str, Any]] = await self.run("statuses")
        return statuses

    async def states(self) -> list[str]:
        """The states of the connection, without repetitions."""
        states = [status["state"] for status in await self.statuses()]
        return [state for state, before in zip(states, [None, *states], strict=False) if state != before]

    async def until(self, condition: str, argument: Any = None) -> None:
        await self.page.wait_for_function(condition, arg=argument, timeout=20_000, polling=10)

    async def until_state(self, state: str, transport: str | None = None) -> None:
        await self.until(
            "([state, transport]) => statuses.at(-1)?.state === state"
            " && (transport === null || statuses.at(-1).transport === transport)",
            [state, transport],
        )

    async def until_seq(self, seq: int) -> None:
        await self.until("(seq) => events.some((frame) => frame.seq === seq)", seq)

    async def hold_time(self) -> None:
        """Stop the page's clock, except for `page.clock.run_for`."""
        await self.page.clock.install(time=0)
        await self.page.clock.pause_at(60_000)

    async def dispatch(self, target: str, event: str) -> None:
        """`await tab.dispatch("window", "new Event('online')")`."""
        await self.run(f"void {target}.dispatchEvent({event})")

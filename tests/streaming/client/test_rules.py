"""The parts without clock and network, as the browser loads them."""

from __future__ import annotations

from typing import Any

from tests.streaming.client.tab import TIMING, Tab

IMPORT = "const { %s } = await import('/static/streaming/%s.js');"
POSITION = IMPORT % ("Position", "position")
BACKOFF = IMPORT % ("Backoff", "retry")
POLICY = IMPORT % ("RetryPolicy", "retry")
PARSER = IMPORT % ("EventParser", "transports/sse")


async def evaluate(tab: Tab, imports: str, body: str, argument: Any = None) -> Any:
    return await tab.page.evaluate(f"async (argument) => {{ {imports} {body} }}", argument)


async def test_position_judges_a_frame(tab: Tab) -> None:
    cases = [
        ("e:4", None, None, "live"),
        ("e:4", 5, "e:5", "next"),
        ("e:4", 4, "e:4", "duplicate"),
        ("e:4", 1, "e:1", "duplicate"),
        ("e:4", 6, "e:6", "gap"),
        ("e:4", 5, "f:5", "reset"),
        ("e:4", 5, None, "gap"),
        ("e:0", 1, "e:1", "next"),
        ("a:b:4", 5, "a:b:5", "next"),
        ("e:9007199254740990", 9007199254740991, "e:9007199254740991", "next"),
        (None, 7, "e:7", "next"),
        ("garbage", 7, "e:7", "next"),
    ]
    body = "return argument.map(([cursor, seq, id]) => new Position(cursor).judge({ seq, id }));"

    assert await evaluate(tab, POSITION, body, cases) == [verdict for *_, verdict in cases]


async def test_backoff_grows_to_its_limit_and_begins_again_after_a_reset(tab: Tab) -> None:
    body = """
      const backoff = new Backoff(200, 10_000, () => 0.5);
      const waits = Array.from({ length: 8 }, () => backoff.next());
      backoff.reset();
      return [...waits, backoff.next()];
    """

    waits = await evaluate(tab, BACKOFF, body)
    assert waits == [100, 200, 400, 800, 1600, 3200, 5000, 5000, 100]


async def test_backoff_never_ends_and_spreads_over_the_whole_range(tab: Tab) -> None:
    body = """
      const backoff = new Backoff(200, 10_000);
      return Array.from({ length: 5_000 }, () => backoff.next());
    """

    waits = (await evaluate(tab, BACKOFF, body))[10:]
    assert 0 <= min(waits) < 500
    assert 9_500 < max(waits) <= 10_000


LOST = {"reason": "lost", "isProven": False, "lasted": 10}
UNSUITABLE = {"reason": "unsuitable", "isProven": False, "lasted": 10}
CUT = {"reason": "lost", "isProven": True, "lasted": 5_000}
CUT_SOON = {"reason": "lost", "isProven": True, "lasted": 10}


async def test_policy_chooses_the_next_transport_and_wait(tab: Tab) -> None:
    cases: list[tuple[list[dict[str, Any]], list[list[int]]]] = [
        ([LOST, LOST], [[0, 5], [1, 0]]),
        ([UNSUITABLE, UNSUITABLE, LOST], [[1, 0], [2, 0], [0, 5]]),
        ([LOST, LOST, LOST, LOST, LOST], [[0, 5], [1, 0], [2, 0], [0, 10], [1, 0]]),
        ([LOST, CUT, LOST], [[0, 5], [0, 5], [0, 10]]),
        ([CUT_SOON, CUT_SOON, CUT_SOON, CUT], [[0, 5], [0, 10], [0, 20], [0, 5]]),
        ([UNSUITABLE, CUT, CUT_SOON], [[1, 0], [1, 5], [1, 10]]),
    ]
    body = """
      return argument.cases.map((ends) => {
        const policy = new RetryPolicy(3, argument.timing, () => 0.5);
        return ends.map((end) => { const wait = policy.after(end); return [policy.rung, wait]; });
      });
    """
    argument = {"cases": [ends for ends, _ in cases], "timing": {**TIMING, "stableAfter": 1_000}}

    assert await evaluate(tab, POLICY, body, argument) == [steps for _, steps in cases]


async def test_event_stream_is_cut_into_the_same_events_wherever_the_pieces_end(tab: Tab) -> None:
    text = (
        ": hello\n\n"
        'id: e:1\r\ndata: {"seq":1}\r\n\r\n'
        "data: two\ndata:lines\n\n"
        "retry: 5\nevent: x\ndata: old mac\r\r"
        "data:  kept space\n\n"
        "data: unfinished"
    )
    body = """
      return Array.from({ length: argument.length }, (_, cut) => {
        const parser = new EventParser();
        return [...parser.feed(argument.slice(0, cut)), ...parser.feed(argument.slice(cut))];
      });
    """

    for events in await evaluate(tab, PARSER, body, text):
        assert events == ['{"seq":1}', "two\nlines", "old mac", " kept space"]


async def test_event_stream_is_read_letter_by_letter(tab: Tab) -> None:
    body = """
      const parser = new EventParser();
      return [..."data: a\\r\\n\\r\\ndata: b\\n\\n"].flatMap((letter) => parser.feed(letter));
    """

    assert await evaluate(tab, PARSER, body) == ["a", "b"]

import assert from "node:assert/strict";
import { test } from "node:test";

import { Score } from "../../static/runs/replay/score.js";
import { call, says, runEvents } from "./run-events.mjs";

test("a run is played at the speed at which it happened", () => {
  const score = new Score(runEvents([0, "run_queued"], [0.5, "agent_thinking"], [2.5, "agent_done"]));
  assert.deepEqual([score.length, score.lasted], [2_500, 2_500]);
  assert.deepEqual([0, 499, 500, 2_499, 2_500].map((at) => score.countAt(at)), [1, 1, 2, 2, 3]);
  assert.deepEqual([0, 250, 1_500, 9_000].map((at) => score.realAt(at)), [0, 250, 1_500, 2_500]);
});

test("of a long wait only a moment is played, which says how long it was", () => {
  const score = new Score(runEvents([0, "agent_thinking"], [1, "agent_thinking"], [241, "agent_thinking"], [242, "agent_done"]));
  assert.deepEqual([score.length, score.lasted], [3_600, 242_000]);
  assert.deepEqual([999, 1_000, 2_599, 2_600].map((at) => score.waitAt(at)), [null, 240_000, 240_000, null]);
  assert.equal(score.realAt(1_800), 121_000);
});

test("what flashed by stays long enough to be seen", () => {
  const score = new Score(runEvents(
    [0, "tool_starting", "", call("call-1")],
    [0.01, "tool_complete", "", call("call-1")],
    [0.02, "agent_done"],
  ));
  assert.equal(score.length, 320 + 160);
  assert.deepEqual([319, 320, 480].map((at) => score.countAt(at)), [1, 2, 3]);
});

test("a text grows evenly from its first piece to the whole, and its writing is no wait", () => {
  const score = new Score(runEvents([0, "message_created", "", says("ab")], [10, "message_complete", "", says("abcdefghijkl")]));
  assert.equal(score.length, 10_000);
  assert.equal(score.waitAt(5_000), null);
  assert.deepEqual([0, 5_000, 9_999].map((at) => score.textAt(at)), ["ab", "abcdefg", "abcdefghijkl"]);
  assert.equal(score.textAt(10_000), null);
});

test("a text whose attempt was lost is not completed by the next one", () => {
  const score = new Score(runEvents(
    [0, "message_created", "", says("ab")],
    [1, "run_retrying"],
    [2, "message_created", "", says("xy")],
    [3, "message_complete", "", says("xyz")],
  ));
  assert.equal(score.textAt(500), null);
  assert.equal(score.textAt(2_500), "xyz".slice(0, Math.round(2.5)));
});

test("clocks that went back make no time run backwards", () => {
  const score = new Score(runEvents([5, "agent_thinking"], [4, "agent_thinking"], [6, "agent_done"]));
  assert.equal(score.length, 2_000);
});

import assert from "node:assert/strict";
import { test } from "node:test";

import { Backoff, RetryPolicy } from "../../static/streaming/retry.js";

const TIMING = { stableAfter: 1_000, retryFirst: 10, retryLimit: 50 };
const LOST = { reason: "lost", isProven: false, lasted: 10 };
const UNSUITABLE = { reason: "unsuitable", isProven: false, lasted: 10 };
const CUT = { reason: "lost", isProven: true, lasted: 5_000 };
const CUT_SOON = { reason: "lost", isProven: true, lasted: 10 };

test("the wait grows to its limit, and begins again after a reset", () => {
  const backoff = new Backoff(200, 10_000, () => 0.5);
  const waits = Array.from({ length: 8 }, () => backoff.next());
  backoff.reset();
  assert.deepEqual([...waits, backoff.next()], [100, 200, 400, 800, 1600, 3200, 5000, 5000, 100]);
});

test("the wait never ends, and is spread over the whole range", () => {
  const backoff = new Backoff(200, 10_000);
  const waits = Array.from({ length: 5_000 }, () => backoff.next()).slice(10);
  const [least, most] = [Math.min(...waits), Math.max(...waits)];
  assert.ok(least >= 0 && least < 500, `${least}`);
  assert.ok(most > 9_500 && most <= 10_000, `${most}`);
});

// [rung, milliseconds to wait] after each end
const ENDS = {
  "two failures": [[LOST, LOST], [[0, 5], [1, 0]]],
  "unsuitable ones": [[UNSUITABLE, UNSUITABLE, LOST], [[1, 0], [2, 0], [0, 5]]],
  "one round of failures": [[LOST, LOST, LOST, LOST, LOST], [[0, 5], [1, 0], [2, 0], [0, 10], [1, 0]]],
  "a failure that one served since": [[LOST, CUT, LOST], [[0, 5], [0, 5], [0, 10]]],
  "short connections": [[CUT_SOON, CUT_SOON, CUT_SOON, CUT], [[0, 5], [0, 10], [0, 20], [0, 5]]],
  "a second choice that serves": [[UNSUITABLE, CUT, CUT_SOON], [[1, 0], [1, 5], [1, 10]]],
};

for (const [name, [ends, expected]] of Object.entries(ENDS)) {
  test(`the next transport and wait after ${name}`, () => {
    const policy = new RetryPolicy(3, TIMING, () => 0.5);
    const steps = ends.map((end) => {
      const wait = policy.after(end);
      return [policy.rung, wait];
    });
    assert.deepEqual(steps, expected);
  });
}

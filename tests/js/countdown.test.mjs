import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { Countdown, timeLeft } from "../../static/chat/countdown.js";

test("the time that is left is written in the units that matter", () => {
  assert.deepEqual([5, 65, 3599, 3600, 26_000].map(timeLeft), ["0:05", "1:05", "59:59", "1 h 0 min", "7 h 13 min"]);
});

test("it ends with an empty text", () => {
  mock.timers.enable({ apis: ["setInterval", "Date"] });
  const texts = [];
  const countdown = new Countdown((text) => texts.push(text));
  countdown.start(2);
  assert.ok(countdown.isRunning);
  for (const _ of "123") mock.timers.tick(1000);
  assert.deepEqual(texts, ["0:02", "0:01", ""]);
  assert.ok(!countdown.isRunning);
});

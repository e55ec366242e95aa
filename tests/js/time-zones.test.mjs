import assert from "node:assert/strict";
import { test } from "node:test";

import { ownTimeZone } from "../../static/site/time-zones.js";

test("the browser's time zone is found by its name", () => {
  assert.equal(ownTimeZone(["UTC", "Europe/Oslo"], "Europe/Oslo"), "Europe/Oslo");
});

test("it is found by another name of the same zone, beside zones that the browser does not know", () => {
  const old = new Intl.DateTimeFormat("en", { timeZone: "Asia/Kolkata" }).resolvedOptions().timeZone;
  assert.equal(ownTimeZone(["Mars/Olympus", "Europe/Berlin", "Asia/Kolkata"], old), "Asia/Kolkata");
});

test("no other zone is taken for it", () => {
  assert.equal(ownTimeZone(["UTC", "Mars/Olympus"], "Europe/Oslo"), undefined);
});

test("without a given zone it is the browser's own", () => {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  assert.equal(ownTimeZone([timeZone]), timeZone);
});

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { duration } from "../../static/site/durations.js";

// The server says them alike: tests/chatbot/formatting/test_moments.py reads the same file.
const DURATIONS = JSON.parse(readFileSync(new URL("durations.json", import.meta.url)));

for (const [milliseconds, text] of DURATIONS) {
  test(`${milliseconds} ms are ${text}`, () => assert.equal(duration(milliseconds), text));
}

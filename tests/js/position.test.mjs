import assert from "node:assert/strict";
import { test } from "node:test";

import { Position } from "../../static/streaming/position.js";

const CASES = [
  ["e:4", null, null, "live"],
  ["e:4", 5, "e:5", "next"],
  ["e:4", 4, "e:4", "duplicate"],
  ["e:4", 1, "e:1", "duplicate"],
  ["e:4", 6, "e:6", "gap"],
  ["e:4", 5, "f:5", "reset"],
  ["e:4", 5, null, "gap"],
  ["e:0", 1, "e:1", "next"],
  ["a:b:4", 5, "a:b:5", "next"],
  ["e:9007199254740990", 9007199254740991, "e:9007199254740991", "next"],
  [null, 7, "e:7", "next"],
  ["garbage", 7, "e:7", "next"],
];

for (const [cursor, seq, id, verdict] of CASES) {
  test(`at ${cursor} the frame ${id} is judged: ${verdict}`, () => {
    assert.equal(new Position(cursor).judge({ seq, id }), verdict);
  });
}

test("a position moves to another cursor", () => {
  const position = new Position(undefined);
  assert.deepEqual([position.cursor, position.seq], [null, null]);
  position.moveTo("e:12");
  assert.deepEqual([position.cursor, position.seq], ["e:12", 12]);
  position.moveTo("garbage");
  assert.deepEqual([position.cursor, position.seq], ["garbage", null]);
});

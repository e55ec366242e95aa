import assert from "node:assert/strict";
import { test } from "node:test";

import { Axis } from "../../static/runs/axis.js";

// A second at its length, a folded minute, another second.
const AXIS = new Axis("[[0, 1000, 0, 40], [1000, 61000, 40, 60], [61000, 62000, 60, 100]]");

for (const [moment, percent] of [[-5, 0], [0, 0], [500, 20], [1_000, 40], [31_000, 50], [61_500, 80], [62_000, 100], [99_000, 100]]) {
  test(`${moment} ms is drawn at ${percent} %`, () => assert.equal(AXIS.percent(moment), percent));
}

test("it ends with its last stretch", () => assert.equal(AXIS.end, 62_000));

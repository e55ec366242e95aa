import assert from "node:assert/strict";
import { test } from "node:test";

import { change, fromCodePoints, moved, toCodePoints, untouched } from "../../static/tasks/ranges.js";

const TYPED = [
  ["before it", "Milk friday", "Oat milk friday", [5, 11], [[9, 15]]],
  ["behind it", "Milk friday", "Milk friday now", [5, 11], [[5, 11]]],
  ["within it", "Milk friday", "Milk fri day", [5, 11], [[5, 12]]],
  ["that it loses letters to", "Milk friday", "Milk fay", [5, 11], [[5, 8]]],
  ["that takes it away", "Milk friday", "Milk ", [5, 11], []],
  ["that takes all away", "Milk friday", "", [5, 11], []],
  ["over it and more", "Milk friday now", "Milnow", [5, 11], []],
  ["over its beginning", "Milk friday now", "Mifr day now", [5, 11], [[5, 8]]],
  ["among letters that are all alike", "aaaa", "aaa", [0, 2], [[0, 2]]],
];

for (const [where, before, after, [start, end], expected] of TYPED) {
  test(`a place moves with a change ${where}`, () => {
    const places = moved([{ start, end }], change(before, after));
    assert.deepEqual(places.map((place) => [place.start, place.end]), expected);
  });
}

test("what belongs to a place moves with it", () => {
  assert.deepEqual(moved([{ start: 5, end: 11, kind: "due" }], change("Milk friday", "A milk friday")), [
    { start: 7, end: 13, kind: "due" },
  ]);
});

test("only the places that a change does not touch are untouched", () => {
  const places = [{ start: 0, end: 4 }, { start: 5, end: 11 }];
  assert.deepEqual(untouched(places, change("Milk friday", "Milk frday")), [{ start: 0, end: 4 }]);
});

test("places are counted in characters for the server, and in code units for the browser", () => {
  const text = "🎂 Cake friday";
  assert.deepEqual(toCodePoints(text, { start: 8, end: 14 }), [7, 13]);
  assert.deepEqual(fromCodePoints(text, { start: 7, end: 13, kind: "due" }), { kind: "due", start: 8, end: 14 });
});

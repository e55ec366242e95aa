import assert from "node:assert/strict";
import { test } from "node:test";

import { StreamingText } from "../../static/live/streaming-text.js";

test("pieces are appended in order", () => {
  const text = new StreamingText("You ");
  assert.ok(text.add(4, "have "));
  assert.ok(text.add(9, "three."));
  assert.equal(`${text}`, "You have three.");
});

test("a piece that is known changes nothing, and one that differs replaces the rest", () => {
  const text = new StreamingText("You have three.");
  assert.ok(text.add(4, "have"));
  assert.equal(`${text}`, "You have three.");
  assert.ok(text.add(9, "no"));
  assert.equal(`${text}`, "You have no");
});

test("offsets count characters, not their halves", () => {
  const text = new StreamingText("🦊");
  assert.ok(text.add(1, "🎂 cake"));
  assert.equal(`${text}`, "🦊🎂 cake");
});

test("a piece beyond a gap waits until the gap is filled", () => {
  const text = new StreamingText("You");
  assert.equal(text.add(9, "three."), false);
  assert.equal(`${text}`, "You");
  assert.equal(text.fill("You hav"), false);
  assert.equal(`${text}`, "You hav");
  assert.ok(text.fill("You have "));
  assert.equal(`${text}`, "You have three.");
});

test("what is stored never makes the text shorter", () => {
  const text = new StreamingText("You have three.");
  assert.ok(text.fill("You have"));
  assert.equal(`${text}`, "You have three.");
});

test("a text that starts again drops what was pending", () => {
  const text = new StreamingText("You");
  text.add(9, "three.");
  text.restart("I");
  assert.ok(text.fill("I"));
  assert.equal(`${text}`, "I");
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { keepAboveKeyboard } from "../../static/site/keyboard.js";

test("the page is as high as what the keyboard leaves", () => {
  const set = [];
  globalThis.innerHeight = 844;
  globalThis.scrollTo = () => {};
  globalThis.document = { documentElement: { style: { setProperty: (name, value) => set.push([name, value]) } } };
  const viewport = Object.assign(new EventTarget(), { scale: 1, height: 844 });
  keepAboveKeyboard(viewport);
  for (const [height, scale] of [[508.4, 1], [800, 1], [400, 2], [844, 1]]) {
    Object.assign(viewport, { height, scale });
    viewport.dispatchEvent(new Event("resize"));
  }
  assert.deepEqual(set, ["336px", "0px", "0px", "0px"].map((value) => ["--keyboard", value]));
});

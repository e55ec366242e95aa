import assert from "node:assert/strict";
import { test } from "node:test";

import { EventParser } from "../../static/streaming/transports/sse.js";

const STREAM = [
  ": hello\n\n",
  'id: e:1\r\ndata: {"seq":1}\r\n\r\n',
  "data: two\ndata:lines\n\n",
  "retry: 5\nevent: x\ndata: old mac\r\r",
  "data:  kept space\n\n",
  "data: unfinished",
].join("");

test("a stream is cut into the same events, wherever its pieces end", () => {
  for (let cut = 0; cut < STREAM.length; cut += 1) {
    const parser = new EventParser();
    const events = [...parser.feed(STREAM.slice(0, cut)), ...parser.feed(STREAM.slice(cut))];
    assert.deepEqual(events, ['{"seq":1}', "two\nlines", "old mac", " kept space"], `cut at ${cut}`);
  }
});

test("a stream is read letter by letter", () => {
  const parser = new EventParser();
  assert.deepEqual([..."data: a\r\n\r\ndata: b\n\n"].flatMap((letter) => parser.feed(letter)), ["a", "b"]);
});

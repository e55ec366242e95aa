import assert from "node:assert/strict";
import { test } from "node:test";

// A German page, which carries its texts.
const texts = { "This waits for you.": "Das wartet auf dich.", Reminder: "Erinnerung", "The answer has failed.": "Fehlgeschlagen." };
globalThis.document = {
  documentElement: { lang: "de" },
  getElementById: () => ({ textContent: JSON.stringify(texts) }),
};
const { newsIn } = await import("../../static/attention/news.js");
const list = { titleOf: () => "Einkauf", isChat: () => true };

test("notifications of a page in another language leave English sentences out", () => {
  const asked = newsIn({ event_type: "approval_requested", conversation_id: "1", message: "Delete 6 tasks" }, list);
  assert.equal(asked.body, "Das wartet auf dich.");
  const failed = newsIn({ event_type: "run_failed", conversation_id: "1", error: "The model is busy." }, list);
  assert.equal(failed.body, "Fehlgeschlagen.");
  const reminder = { event_type: "task_reminder", message: "Reminder: Milch, due today", result: { number: 3, title: "Milch" } };
  assert.deepEqual([newsIn(reminder, list).title, newsIn(reminder, list).body], ["Milch", "Erinnerung"]);
});

test("what an answer says is shown in its own language", () => {
  const done = { event_type: "agent_done", conversation_id: "1", result: { response: "**#5** Milch gelöscht." } };
  assert.equal(newsIn(done, list).body, "#5 Milch gelöscht.");
  const called = { ...done, result: { ...done.result, client: "Claude" } };
  assert.equal(newsIn(called, list), undefined); // the person looks at that program
});

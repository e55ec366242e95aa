import assert from "node:assert/strict";
import { test } from "node:test";

import { sceneAfter } from "../../static/runs/replay/scene.js";
import { asks, call, says, runEvents } from "./run-events.mjs";

const DELETED = runEvents(
  [0, "message_created", "", asks("Delete everything")],
  [0, "run_queued", "Waiting to start..."],
  [0.1, "agent_thinking", "Processing your request..."],
  [1, "tool_starting", "Deleting tasks...", call("call-1")],
  [1.1, "approval_requested", "Delete 7 tasks?", { ...call("call-1"), result: { count: 7, tasks: [1, 2, 3, 4, 5] } }],
  [241, "approval_resolved", "Approved by alice", { ...call("call-1"), result: { decision: "approved" } }],
  [242.5, "tool_complete", "Deleted 7 tasks", call("call-1")],
  [243, "message_created", "", says("They")],
  [244, "message_complete", "", says("They are **gone**.", "<p>They are <strong>gone</strong>.</p>")],
  [244, "agent_done", "Done!"],
);
const stepsOf = (scene) => [...scene.steps.values()].map(({ state, text }) => [state, text]);

test("at first there is nothing but the question", () => {
  const scene = sceneAfter(DELETED.slice(0, 1));
  assert.equal(scene.isAsked, true);
  assert.deepEqual([stepsOf(scene), scene.waiting, scene.reply, scene.end], [[], null, null, null]);
});

test("what it waits for gives way to the step that begins", () => {
  assert.deepEqual(sceneAfter(DELETED.slice(0, 2)).waiting, { state: "queued", text: "Waiting to start..." });
  assert.deepEqual(sceneAfter(DELETED.slice(0, 3)).waiting, { state: "thinking", text: "Processing your request..." });
  const scene = sceneAfter(DELETED.slice(0, 4));
  assert.equal(scene.waiting, null);
  assert.deepEqual(stepsOf(scene), [["starting", "Deleting tasks..."]]);
});

test("a card shows the tasks that it has, and how many more there are", () => {
  const scene = sceneAfter(DELETED.slice(0, 5));
  assert.deepEqual(stepsOf(scene), [["awaiting_approval", "Delete 7 tasks?"]]);
  assert.deepEqual([scene.approval.tasks.length, scene.approval.more, scene.approval.decision], [5, 2, ""]);
});

test("a decision is shown on the card, and the step continues or is declined", () => {
  const approved = sceneAfter(DELETED.slice(0, 6));
  assert.deepEqual([approved.approval.decision, approved.approval.decided], ["approved", "Approved by alice"]);
  assert.equal(stepsOf(approved)[0][0], "starting");

  const declining = { ...DELETED[5], message: "Declined by alice", result: { decision: "declined" } };
  const declined = sceneAfter([...DELETED.slice(0, 5), declining]);
  assert.equal(stepsOf(declined)[0][0], "declined");
});

test("at the end there are the steps with their times, and the whole answer", () => {
  const scene = sceneAfter(DELETED);
  assert.deepEqual(stepsOf(scene), [["done", "Deleted 7 tasks"]]);
  assert.equal(scene.steps.get("call-1").took, "4 min 2 s");
  assert.deepEqual(scene.reply, { text: "They are **gone**.", html: "<p>They are <strong>gone</strong>.</p>" });
  assert.deepEqual(scene.end, { type: "agent_done", state: "done", text: "Done!" });
});

test("an attempt that was lost leaves its steps unfinished, and its text behind", () => {
  const scene = sceneAfter(runEvents(
    [0, "tool_starting", "Searching...", call("call-1")],
    [1, "tool_complete", "Found 3", call("call-1")],
    [1, "tool_starting", "Adding...", call("call-2")],
    [2, "message_created", "", says("You")],
    [9, "run_retrying", "Trying again..."],
  ));
  assert.deepEqual(stepsOf(scene).map(([state]) => state), ["done", "unfinished"]);
  assert.deepEqual([scene.reply, scene.waiting], [null, { state: "queued", text: "Trying again..." }]);
});

test("a call that a later attempt resumes is a step, although its start is not in the log", () => {
  const scene = sceneAfter(runEvents([0, "tool_error", "There is no task #9.", call("call-1", "get_task")]));
  assert.deepEqual(stepsOf(scene), [["failed", "There is no task #9."]]);
});

for (const [type, state, step] of [["run_failed", "failed", "unfinished"], ["run_cancelled", "stopped", "stopped"]]) {
  test(`${type} ends a running step`, () => {
    const scene = sceneAfter(runEvents([0, "tool_starting", "Adding...", call("call-1")], [1, type, "So it is"]));
    assert.deepEqual([scene.end.state, stepsOf(scene)[0][0], scene.waiting], [state, step, null]);
  });
}

test("a long step says how far it is", () => {
  const scene = sceneAfter(runEvents(
    [0, "tool_starting", "Checking...", call("call-1")],
    [1, "tool_progress", "Checked 40 of 120 tasks", call("call-1")],
  ));
  assert.deepEqual(stepsOf(scene), [["starting", "Checked 40 of 120 tasks"]]);
});

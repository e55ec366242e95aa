import { duration } from "../../site/durations.js";

const ENDS = { agent_done: "done", run_failed: "failed", run_cancelled: "stopped" };

/** How a run looked after some of its events. Pure: the same events give the same scene. */
export function sceneAfter(events) {
  const scene = { isAsked: false, steps: new Map(), waiting: null, approval: null, reply: null, end: null };
  for (const event of events) take(scene, event);
  return scene;
}

function take(scene, event) {
  const { event_type: type, message, result } = event;
  switch (type) {
    case "message_created":
    case "message_complete":
      if (result.role === "user") scene.isAsked = true;
      else write(scene, event);
      break;
    case "run_queued":
      scene.isAsked = true;
      scene.waiting = { state: "queued", text: message };
      break;
    case "agent_thinking":
      scene.waiting = { state: "thinking", text: message };
      break;
    case "run_retrying":
      interrupt(scene, "unfinished");
      scene.reply = null;
      scene.waiting = { state: "queued", text: message };
      break;
    case "tool_starting":
      begin(scene, event);
      break;
    case "tool_progress":
      step(scene, event).text = message;
      break;
    case "tool_complete":
    case "tool_error":
      end(scene, event, type === "tool_complete" ? "done" : "failed");
      break;
    case "approval_requested":
      ask(scene, event);
      break;
    case "approval_resolved":
      resolve(scene, event);
      break;
    case "agent_done":
    case "run_failed":
    case "run_cancelled":
      interrupt(scene, type === "run_cancelled" ? "stopped" : "unfinished");
      scene.waiting = null;
      scene.end = { type, state: ENDS[type], text: message };
      break;
  }
}

/** A call that is taken up again by a later attempt begins nowhere in the log. */
function step(scene, { call_id: id, tool, at }) {
  if (!scene.steps.has(id)) scene.steps.set(id, { id, tool, text: tool, state: "starting", at, took: "" });
  return scene.steps.get(id);
}

function begin(scene, event) {
  scene.waiting = null;
  Object.assign(step(scene, event), { state: "starting", text: event.message });
}

function end(scene, event, state) {
  const ended = step(scene, event);
  Object.assign(ended, { state, text: event.message, took: duration(Date.parse(event.at) - Date.parse(ended.at)) });
  scene.waiting = null;
}

function ask(scene, event) {
  Object.assign(step(scene, event), { state: "awaiting_approval", text: event.message });
  const { count, tasks } = event.result;
  scene.approval = { summary: event.message, tasks, more: Math.max(0, count - tasks.length), decision: "", decided: "" };
}

function resolve(scene, event) {
  const { decision } = event.result;
  Object.assign(step(scene, event), { state: decision === "approved" ? "starting" : "declined" });
  if (scene.approval) Object.assign(scene.approval, { decision, decided: event.message });
}

function write(scene, { event_type: type, result }) {
  const isComplete = type === "message_complete";
  scene.reply = { text: result.content, html: isComplete ? result.html : "" };
  scene.waiting = null;
}

function interrupt(scene, state) {
  for (const one of scene.steps.values()) {
    if (one.state === "starting" || one.state === "awaiting_approval") one.state = state;
  }
}

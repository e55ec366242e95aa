import { duration } from "../../site/durations.js";
import { AGENT_DONE, AGENT_THINKING, APPROVAL_REQUESTED, APPROVAL_RESOLVED, MESSAGE_COMPLETE, MESSAGE_CREATED, RUN_CANCELLED, RUN_FAILED, RUN_QUEUED, RUN_RETRYING, TOOL_COMPLETE, TOOL_ERROR, TOOL_PROGRESS, TOOL_STARTING } from "../../streaming/events.js";

const ENDS = { [AGENT_DONE]: "done", [RUN_FAILED]: "failed", [RUN_CANCELLED]: "stopped" };

/** The state of a run after some of its events. Pure: the same events give the same scene. */
export function sceneAfter(events) {
  const scene = { isAsked: false, steps: new Map(), waiting: null, approval: null, reply: null, end: null };
  for (const event of events) take(scene, event);
  return scene;
}

function take(scene, event) {
  const { event_type: type, message, result } = event;
  switch (type) {
    case MESSAGE_CREATED:
    case MESSAGE_COMPLETE:
      if (result.role === "user") scene.isAsked = true;
      else write(scene, event);
      break;
    case RUN_QUEUED:
      scene.isAsked = true;
      scene.waiting = { state: "queued", text: message };
      break;
    case AGENT_THINKING:
      scene.waiting = { state: "thinking", text: message };
      break;
    case RUN_RETRYING:
      interrupt(scene, "unfinished");
      scene.reply = null;
      scene.waiting = { state: "queued", text: message };
      break;
    case TOOL_STARTING:
      begin(scene, event);
      break;
    case TOOL_PROGRESS:
      step(scene, event).text = message;
      break;
    case TOOL_COMPLETE:
    case TOOL_ERROR:
      end(scene, event, type === TOOL_COMPLETE ? "done" : "failed");
      break;
    case APPROVAL_REQUESTED:
      ask(scene, event);
      break;
    case APPROVAL_RESOLVED:
      resolve(scene, event);
      break;
    case AGENT_DONE:
    case RUN_FAILED:
    case RUN_CANCELLED:
      interrupt(scene, type === RUN_CANCELLED ? "stopped" : "unfinished");
      scene.waiting = null;
      scene.end = { type, state: ENDS[type], text: message };
      break;
  }
}

/** A call that a later attempt resumes has no start event. */
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
  const isComplete = type === MESSAGE_COMPLETE;
  scene.reply = { text: result.content, html: isComplete ? result.html : "" };
  scene.waiting = null;
}

function interrupt(scene, state) {
  for (const one of scene.steps.values()) {
    if (one.state === "starting" || one.state === "awaiting_approval") one.state = state;
  }
}

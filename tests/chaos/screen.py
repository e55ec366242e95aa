"""What a tab shows: the state that it has built from events alone."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

type Frame = dict[str, Any]

LAST = {"agent_done": "succeeded", "run_failed": "failed", "run_cancelled": "cancelled"}
STATUS = {
    "run_queued": "queued",
    "agent_thinking": "running",
    "run_retrying": "queued",
    "approval_requested": "awaiting_approval",
    "approval_resolved": "queued",
    **LAST,
}
CALL_STATUS = {
    "tool_starting": "starting",
    "tool_complete": "done",
    "tool_error": "failed",
    "approval_requested": "awaiting_approval",
}
OPEN = {"starting", "awaiting_approval"}
TASK_EVENT = re.compile(r"tasks?_(created|updated|deleted)")


def task_changes(frame: Frame) -> list[tuple[str, Frame]]:
    """What an event says about tasks: `created`, `updated` or `deleted`, and each task."""
    match = TASK_EVENT.fullmatch(frame["event_type"])
    if match is None:
        return []
    tasks = frame["result"]["tasks"] if frame["event_type"].startswith("tasks_") else [frame["result"]]
    return [(match[1], task) for task in tasks]


@dataclass
class Screen:
    tasks: dict[str, Frame] = field(default_factory=dict)
    messages: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)  # of conversations
    runs: dict[str, str] = field(default_factory=dict)
    calls: dict[tuple[str, str], str] = field(default_factory=dict)  # of (run, call)
    replies: dict[str, str] = field(default_factory=dict)  # of runs: the text that is being written
    conversations: dict[str, str] = field(default_factory=dict)  # of runs

    def apply(self, frame: Frame) -> None:
        kind = frame["event_type"]
        if kind in STATUS:
            self._run(kind, frame)
        if frame["call_id"]:
            self._call(kind, frame)
        for change, task in task_changes(frame):
            if change == "deleted":
                self.tasks.pop(task["id"], None)
            else:
                self.tasks[task["id"]] = task
        match kind:
            case "message_created" | "message_complete":
                self.messages[frame["message_id"]] = frame["result"]["content"]
            case "conversation_updated":
                self.titles[frame["conversation_id"]] = frame["result"]["title"]

    def _run(self, kind: str, frame: Frame) -> None:
        run_id = frame["run_id"]
        self.runs[run_id] = STATUS[kind]
        self.conversations[run_id] = frame["conversation_id"]
        if kind == "run_queued":
            self.replies[run_id] = frame["message_id"]
        if kind == "run_cancelled":
            for key in [key for key, status in self.calls.items() if key[0] == run_id and status in OPEN]:
                self.calls[key] = "stopped"

    def _call(self, kind: str, frame: Frame) -> None:
        key = (frame["run_id"], frame["call_id"])
        if kind in CALL_STATUS:
            self.calls[key] = CALL_STATUS[kind]
        elif kind == "approval_resolved":
            approved = frame["result"]["decision"] == "approved"
            self.calls[key] = "starting" if approved else "declined"

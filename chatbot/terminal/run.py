"""One run, from its message to its end."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread
from types import FrameType

from .outcome import Outcome, Problem, Refused, Unreachable
from .reply import Reply
from .screen import options_of
from .server import Frame, Server
from .view import View

_STATUS = frozenset({"run_queued", "agent_thinking", "tool_starting", "tool_progress"})
_MARKS = {"tool_complete": "✓", "tool_error": "✗", "run_retrying": "↻", "approval_resolved": "·"}


class ShownRun:
    """Shows the events of a run, and asks what has to be decided."""

    def __init__(self, server: Server, view: View, run_id: str) -> None:
        self._server = server
        self._view = view
        self._run_id = run_id
        self._reply = Reply()
        self._asked: set[str] = set()
        self._was_interrupted = False

    def show(self, frames: Iterator[Frame]) -> Outcome:
        """Return how the run ended. Ctrl-C stops the run; a second one raises KeyboardInterrupt."""
        with self._stop_on_interrupt():
            for frame in frames:
                outcome = self._receive(frame)
                if outcome is not None:
                    return outcome
        raise Unreachable("The events have ended.")

    def _receive(self, frame: Frame) -> Outcome | None:
        if frame["event_type"] == "stream_reset":
            return self._read_state()
        if frame["run_id"] != self._run_id:
            return None
        self._view.frame(frame)
        return self._show(frame)

    def _show(self, frame: Frame) -> Outcome | None:
        result = frame["result"] or {}
        match frame["event_type"]:
            case "message_delta":
                self._reply.add(result)
                self._view.writing(self._reply.text)
            case "approval_requested":
                return self._decide(frame["call_id"], result)
            case "agent_done" if result.get("truncated"):
                return self._read_state()
            case "agent_done":
                if result.get("cut_off"):
                    self._view.step("The answer was cut off.", "✗")
                return self._answered(result["response"])
            case "run_failed":
                return self._failed(frame["error"])
            case "run_cancelled":
                return self._failed(frame["message"])
            case kind if kind in _MARKS:
                self._view.step(frame["error"] or frame["message"], _MARKS[kind])
            case kind if kind in _STATUS:
                self._view.status(frame["message"])
        return None

    def _read_state(self) -> Outcome | None:
        """Read what the events did not say: some were pruned, or the answer is too long for one."""
        run = self._server.run(self._run_id)
        match run["status"]:
            case "succeeded":
                return self._answered(run["response"])
            case "failed":
                return self._failed(run["error"] or "The run failed.")
            case "cancelled":
                return self._failed("Stopped")
        for call in run["tool_calls"]:
            if call["status"] == "awaiting_approval":
                return self._decide(call["call_id"], call["proposal"])
        return None

    def _answered(self, text: str) -> Outcome:
        self._view.answer(text)
        return Outcome.ANSWERED

    def _failed(self, sentence: str) -> Outcome:
        self._view.problem(sentence)
        return Outcome.INTERRUPTED if self._was_interrupted else Outcome.FAILED

    def _decide(self, call_id: str, proposal: Frame) -> Outcome | None:
        if call_id in self._asked:
            return None
        self._asked.add(call_id)
        if not self._view.is_interactive:
            self._view.problem(f"{proposal['summary']} Decide that in the chat's page, or in a terminal.")
            return Outcome.NEEDS_DECISION
        signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            line = self._choice(proposal)
        except EOFError:
            return Outcome.NEEDS_DECISION
        except KeyboardInterrupt:
            self._stop()
            return None
        try:
            self._send_decision(call_id, proposal, line)
        except Refused as error:  # somebody else was faster, or the time was over
            self._view.problem(str(error))
        signal.signal(signal.SIGINT, self._interrupted)
        return None

    def _choice(self, proposal: Frame) -> str:
        while True:
            line = self._view.ask(proposal).strip()
            if line and (proposal["is_question"] or line.lower() in {"a", "d"}):
                return line

    def _send_decision(self, call_id: str, proposal: Frame, line: str) -> None:
        if line.lower() == "d":
            self._server.decline(call_id)
        elif proposal["is_question"]:
            options = options_of(proposal)
            chosen = {str(number): option for number, option in enumerate(options, 1)}.get(line, line)
            self._server.approve(call_id, {**proposal["arguments"], "answer": chosen})
        else:
            self._server.approve(call_id)

    @contextmanager
    def _stop_on_interrupt(self) -> Iterator[None]:
        before = signal.signal(signal.SIGINT, self._interrupted)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)

    def _interrupted(self, number: int, frame: FrameType | None) -> None:
        """Stop the run beside the connection, so that each of its events is still shown, and shown once."""
        signal.signal(signal.SIGINT, signal.default_int_handler)
        Thread(target=self._stop, daemon=True).start()

    def _stop(self) -> None:
        self._was_interrupted = True
        with suppress(Problem):  # it has ended, or the connection is lost, which shows by itself
            self._server.cancel(self._run_id)

"""A tool call as a line of the timeline, with its approval."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from chatbot.domain.events import Action, ProposedTask
from chatbot.domain.journal.approvals import changes_in_own_words, proposal_result
from chatbot.formatting import DateSettings, duration
from chatbot.models import Run, ToolCall
from chatbot.pages.chat.action_words import ActionWords
from chatbot.pages.chat.arguments import ArgumentField, Values, changed_arguments, fields_of, with_answer
from chatbot.pages.chat.excerpts import Excerpt, result_of
from chatbot.pages.chat.step_facts import facts_of
from chatbot.pages.focus import COMPOSER, then_focus
from chatbot.pages.stored_sentences import in_own_language
from chatbot.pages.times import moment_html
from chatbot.tools import line_of, line_of_many
from chatbot.tools.common.server_tools import exact_arguments, is_of_server

STATE_WORDS = {
    "starting": _("Working"),
    "done": _("Done"),
    "failed": _("Failed"),
    "declined": _("Declined"),
    "stopped": _("Stopped"),
    "awaiting_approval": _("Waiting for approval"),
    "unfinished": _("Not finished"),
}
MARKS = {"awaiting_approval": "waiting"}  # icons that do not have the name of the state
DECISION_WORDS = {"approved": _("Approved"), "declined": _("Declined")}
QUESTION_WORDS = {"approved": _("Answered"), "declined": _("Skipped")}
TASKS_SHOWN = 8  # of a proposal; the others are in a closed <details>


@dataclass(frozen=True, slots=True)
class ApprovalView:
    """What a person is asked to approve: the tasks that the call would change, and its arguments."""

    call_id: str
    next_focus: str  # id of the element that gets the focus after the decision
    tasks: tuple[ProposedTask, ...] = ()
    others: tuple[ProposedTask, ...] = ()
    unlisted: int = 0
    action: Action = "approve"
    fields: tuple[ArgumentField, ...] = ()
    expiry: str = ""
    is_cut: bool = False  # the sentence that asks; the details of the step have all of it
    is_question: bool = False
    options: tuple[str, ...] = ()  # to answer a question with

    @property
    def more(self) -> int:
        return len(self.others) + self.unlisted

    @property
    def choice(self) -> ArgumentField | None:
        """The argument with which tasks are left out, if they can be."""
        return next((field for field in self.fields if field.kind == "tasks"), None)

    @property
    def count(self) -> int:
        return len(self.tasks) + self.more

    @property
    def words(self) -> ActionWords:
        return ActionWords.of(self.action, self.count)

    @property
    def approve_url(self) -> str:
        return then_focus(reverse("call-approve", args=[self.call_id]), self.next_focus)

    @property
    def decline_url(self) -> str:
        return then_focus(reverse("call-decline", args=[self.call_id]), self.next_focus)


@dataclass(frozen=True, slots=True)
class StepView:
    """One tool call. `unfinished`: its attempt was lost; it is resumed if the run is."""

    call_id: str
    name: str
    state: str
    text: str
    count: str = ""
    duration: str = ""
    error: str = ""
    part: int = 0
    total: int = 0  # for the progress bar of a running call
    facts: tuple[tuple[str, str], ...] = ()
    result: Excerpt | None = None
    decision: str = ""
    approval: ApprovalView | None = None
    undoable: bool = False
    undone: bool = False
    problem: str = ""  # why a command on it failed
    line_of_many: str = ""  # of several such steps, with `{count}`

    @property
    def state_word(self) -> str:
        if self.approval and self.approval.is_question:
            return str(_("Waiting for your answer"))
        return str(_("Undone") if self.undone else STATE_WORDS[self.state])

    @property
    def mark(self) -> str:
        """The name of its icon."""
        return "undone" if self.undone else MARKS.get(self.state, self.state)

    @property
    def element_id(self) -> str:
        return _element_id(self.call_id)

    @property
    def undo_url(self) -> str:
        return then_focus(reverse("call-undo", args=[self.call_id]), self.element_id)


def _element_id(call_id: str) -> str:
    return f"call-{call_id}"


def step_view(call: ToolCall, run: Run, dates: DateSettings, now: datetime, problem: str = "") -> StepView:
    """Callers prefetch the changes of the call."""
    state = _state(call, run)
    has_changes = state != "starting" and bool(call.changes.all())
    text, error = line_of(call, dates), in_own_language(call.error)
    return StepView(
        call_id=call.call_id,
        name=call.name,
        state=state,
        text=text,
        count=_count(call, text),
        part=call.count or 0,
        total=(call.total or 0) if state == "starting" else 0,
        duration=duration(call.duration_ms) if call.duration_ms is not None else "",
        error="" if error in text else error,
        facts=_facts(call, dates, now),
        result=result_of(call),
        decision=_decision(call, run),
        approval=approval_view(call, run, dates, now) if state == "awaiting_approval" else None,
        undoable=has_changes and call.undone_at is None,
        undone=call.undone_at is not None,
        problem=problem,
        line_of_many=line_of_many(call, dates),
    )


def approval_view(call: ToolCall, run: Run, dates: DateSettings, now: datetime) -> ApprovalView:
    asked = proposal_result(call)
    changes = changes_in_own_words(call) or [task.change for task in asked.tasks]
    tasks = [
        task.model_copy(update={"change": change}) for task, change in zip(asked.tasks, changes, strict=False)
    ]
    return ApprovalView(
        call_id=call.call_id,
        next_focus=COMPOSER if run.purpose == Run.Purpose.CHAT else _element_id(call.call_id),
        action=asked.action,
        tasks=tuple(tasks[:TASKS_SHOWN]),
        others=tuple(tasks[TASKS_SHOWN:]),
        unlisted=asked.count - len(tasks),
        is_cut=asked.summary.endswith("…"),
        fields=() if asked.is_question else argument_fields(call),
        is_question=asked.is_question,
        options=tuple(asked.options),
        expiry=format_html(str(_("until {}")), moment_html(call.expires_at, dates, now))
        if call.expires_at
        else "",
    )


def given_arguments(call: ToolCall, given: Values) -> dict[str, Any] | None:
    """The arguments of the form that approves a call, or `None` for the call's own. Raises `Invalid`."""
    if proposal_result(call).is_question:
        return with_answer(call.arguments, given)
    proposed = [task["number"] for task in (call.proposal or {}).get("tasks", [])]
    return changed_arguments(argument_fields(call), proposal_result(call).arguments, proposed, given)


def argument_fields(call: ToolCall) -> tuple[ArgumentField, ...]:
    asked = proposal_result(call)
    return fields_of(asked.json_schema, asked.arguments, asked.tasks)


def _facts(call: ToolCall, dates: DateSettings, now: datetime) -> tuple[tuple[str, str], ...]:
    arguments = call.approved_arguments or call.arguments
    if is_of_server(call.name):
        return tuple(exact_arguments(arguments))
    return facts_of(arguments, dates, now)


def _state(call: ToolCall, run: Run) -> str:
    if call.status != ToolCall.Status.STARTING:
        return str(call.status)
    if run.status == Run.Status.CANCELLED:
        return "stopped"
    is_held = run.status == Run.Status.RUNNING and call.attempt == run.attempt
    is_approved = call.decision == ToolCall.Decision.APPROVED and run.active
    return "starting" if is_held or is_approved else "unfinished"


def _decision(call: ToolCall, run: Run) -> str:
    if not call.decision:
        return ""
    if call.decision == ToolCall.Decision.EXPIRED:
        return str(_("Not approved in time"))
    words = QUESTION_WORDS if proposal_result(call).is_question else DECISION_WORDS
    if call.decided_by is None:
        return str(words[call.decision])
    if call.decided_by_id == run.owner_id:
        return _("%(decided)s by you") % {"decided": words[call.decision]}
    return _("%(decided)s by %(name)s") % {"decided": words[call.decision], "name": call.decided_by.username}


def _count(call: ToolCall, text: str) -> str:
    """The count, unless the line already contains it."""
    if not call.count or str(call.count) in text.split():
        return ""
    return str(call.count)

"""Approvals of tool calls: request one, and record the first decision on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from itertools import repeat
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from chatbot.domain.errors import Conflict, Invalid, KeyReused, NotFound
from chatbot.domain.events import (
    Action,
    ApprovalRequested,
    ApprovalResolved,
    DecisionResult,
    ProposalResult,
    ProposedTask,
)
from chatbot.domain.journal.arguments import require_storable
from chatbot.domain.journal.tool_calls import Call, ids_of
from chatbot.domain.match_option import chosen_option
from chatbot.domain.people.audit import audit
from chatbot.domain.plans.activity import post_call_ended, post_call_waiting
from chatbot.domain.publish import publish
from chatbot.domain.runs.attempts import Claim, fenced, release
from chatbot.domain.runs.enqueue import enqueue_run
from chatbot.domain.runs.queue import notify_next_run
from chatbot.models import AuditEntry, Conversation, Run, Task, ToolCall, User
from chatbot.models.journal import LINE_LENGTH
from chatbot.models.now import Now

SHOWN_TASKS = 50
KEY_USED = "That idempotency key was used for another message."
DECLINED = {"declined": "The user declined this. Nothing was changed."}
EXPIRED = {"declined": "Nobody approved this in time. Nothing was changed."}


@dataclass(frozen=True, slots=True)
class OwnWords:
    """The texts of a proposal in the language of its owner, for pages: events and the API are in English."""

    language: str
    summary: str
    changes: list[str]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a person is asked to approve: a sentence, and the only tasks that the call may touch.

    `schema` is the JSON schema of the arguments with which the call may be approved; the default are the
    `arguments` given here, or the call's own. `changes` describes what the call does to each task, in order.
    A question is approved by adding the `answer` to the arguments. `action` is what approving it does.
    """

    summary: str
    tasks: Sequence[Task] = ()
    schema: dict[str, Any] = field(default_factory=dict)
    is_question: bool = False
    changes: Sequence[str] = ()
    arguments: dict[str, Any] | None = None
    action: Action = "approve"
    own_words: OwnWords | None = None

    def json(self) -> dict[str, Any]:
        own_words = {"own_words": asdict(self.own_words)} if self.own_words else {}
        return {
            **own_words,
            "summary": self.summary,
            "tasks": [
                {"id": str(task.pk), "number": task.number, "title": task.title, "change": change}
                for task, change in zip(self.tasks, self.changes or repeat(""), strict=False)
            ],
            "schema": self.schema,
            "is_question": self.is_question,
            "arguments": self.arguments,
            "action": self.action,
        }


def in_own_words(owner: User, propose: Callable[[], Proposal | None]) -> Proposal | None:
    """The proposal, with its texts in the language of the owner as well."""
    proposal = propose()
    if proposal is None or owner.mail_language == settings.LANGUAGE_CODE:
        return proposal
    with translation.override(owner.mail_language):
        worded = propose()
    if worded is None:
        return proposal
    own_words = OwnWords(owner.mail_language, worded.summary[:LINE_LENGTH], list(worded.changes))
    return replace(proposal, own_words=own_words)


def request_approval(claim: Claim, call: Call, proposal: Proposal) -> None:
    """Store the proposal, and release the run until somebody has decided. No process waits for that."""
    with fenced(claim):
        stored = ToolCall.objects.get(run_id=claim.run_id, call_id=call.call_id)
        stored.status = ToolCall.Status.AWAITING_APPROVAL
        stored.proposal = proposal.json()
        stored.message = proposal.summary[:LINE_LENGTH]
        ToolCall.objects.filter(pk=stored.pk).update(
            status=stored.status,
            proposal=stored.proposal,
            message=stored.message,
            expires_at=Now() + timedelta(seconds=settings.APPROVAL_TTL),
        )
        stored.refresh_from_db(fields=["expires_at"])
        release(claim, Run.Status.AWAITING_APPROVAL)
        notify_next_run(claim.conversation_id)
        publish(
            claim.owner_id,
            ApprovalRequested(
                **call.ids(claim),
                message=stored.message,
                result=proposal_result(stored),
            ),
        )
        if claim.is_of_a_plan:
            post_call_waiting(claim.run_id, proposal_result(stored))


def proposal_result(call: ToolCall) -> ProposalResult:
    """What people are shown of a proposal, which an earlier version may have stored."""
    proposal = call.proposal or {}
    tasks = proposal.get("tasks", [])
    return ProposalResult(
        summary=proposal.get("summary", call.message),
        count=len(tasks),
        tasks=[ProposedTask(**{"change": "", **task}) for task in tasks[:SHOWN_TASKS]],
        truncated=len(tasks) > SHOWN_TASKS,
        arguments=proposal.get("arguments") or call.arguments,
        is_question=proposal.get("is_question", False),
        action=proposal.get("action", "approve"),
        json_schema=proposal.get("schema", {}),
        expires_at=call.expires_at.isoformat() if call.expires_at else None,
    )


def summary_in_own_words(call: ToolCall) -> str:
    """The summary of the call's proposal in the language that is active; "" if it is not stored in that."""
    own_words = _own_words(call)
    return own_words.summary if own_words else ""


def changes_in_own_words(call: ToolCall) -> list[str]:
    own_words = _own_words(call)
    return own_words.changes if own_words else []


def _own_words(call: ToolCall) -> OwnWords | None:
    stored = (call.proposal or {}).get("own_words") or {}
    return OwnWords(**stored) if stored.get("language") == get_language() else None


def approve(owner: User, call_id: str, *, by: User, arguments: dict[str, Any] | None = None) -> ToolCall:
    """Approve a call, with other `arguments` if given: they may narrow what was shown, not widen it.

    Raises `NotFound`; `Conflict`, with the decision, if it is decided already; `Invalid` for arguments that
    do not match the schema, and for a question without an answer.
    """
    return _decide(owner, call_id, ToolCall.Decision.APPROVED, by=by, arguments=arguments)


def decline(owner: User, call_id: str, *, by: User) -> ToolCall:
    """Decline a call; the model reads that as its output and continues. Raises `NotFound`, `Conflict`."""
    return _decide(owner, call_id, ToolCall.Decision.DECLINED, by=by)


def expire(call: ToolCall) -> None:
    """Decline a call whose time for a decision is over; does nothing if it is decided by now."""
    with transaction.atomic():
        run = _locked_run(call)
        if ToolCall.objects.expired().filter(pk=call.pk).exists():
            _finish(run, call, ToolCall.Decision.EXPIRED)


def take_option(conversation: Conversation, text: str, *, by: User, idempotency_key: str) -> Run | None:
    """Answer the newest pending question of a conversation that has this text as an option; returns its run.

    `None` if there is no such question: then the text is an ordinary message.
    """
    pending = ToolCall.objects.awaiting_approval().filter(run__conversation=conversation)
    for call in pending.order_by("-started_at", "-pk"):
        option = chosen_option(_options(call), text)
        if option is None:
            continue
        run = _locked_run(call)
        # Another tab may have decided before the run was locked.
        if ToolCall.objects.awaiting_approval().filter(pk=call.pk).update(idempotency_key=idempotency_key):
            arguments = {**call.arguments, "answer": option}
            _finish(run, call, ToolCall.Decision.APPROVED, by=by, arguments=arguments)
            run.refresh_from_db()
            return run
    return None


def find_answered(owner: User, text: str, idempotency_key: str) -> Run | None:
    """The run whose question a message with this key answered. Raises `Conflict` if the text was another."""
    call = ToolCall.objects.of(owner).filter(idempotency_key=idempotency_key).select_related("run").first()
    if call is None:
        return None
    if chosen_option([(call.approved_arguments or {}).get("answer", "")], text) is None:
        raise KeyReused(KEY_USED)
    return call.run


def _options(call: ToolCall) -> list[str]:
    is_question = (call.proposal or {}).get("is_question")
    return (call.arguments.get("options") or []) if is_question else []


@transaction.atomic
def _decide(
    owner: User,
    call_id: str,
    decision: ToolCall.Decision,
    *,
    by: User,
    arguments: dict[str, Any] | None = None,
) -> ToolCall:
    asked = ToolCall.objects.of(owner).filter(call_id=call_id).order_by("-started_at").first()
    if asked is None:
        raise NotFound(_("There is no such tool call."))
    run = _locked_run(asked)
    asked.refresh_from_db()
    if asked.status != ToolCall.Status.AWAITING_APPROVAL:
        raise AlreadyDecided(asked)
    if arguments is not None:
        _check(arguments, asked)
    elif decision == ToolCall.Decision.APPROVED and (asked.proposal or {}).get("is_question"):
        raise Invalid(
            _("A question takes an answer: give the arguments with the answer in them."), "arguments"
        )
    elif decision == ToolCall.Decision.APPROVED:
        # The tasks that were shown, by number: a filter may match others by now.
        arguments = (asked.proposal or {}).get("arguments")
    _finish(run, asked, decision, by=by, arguments=arguments)
    return asked


def _locked_run(call: ToolCall) -> Run:
    """Lock the run, as every decision on it does: the first one counts."""
    return Run.objects.select_for_update(no_key=True).get(pk=call.run_id)


def _finish(
    run: Run,
    call: ToolCall,
    decision: ToolCall.Decision,
    *,
    by: User | None = None,
    arguments: dict[str, Any] | None = None,
) -> None:
    """Store the decision, and enqueue the run, which resumes by replay."""
    approved = decision == ToolCall.Decision.APPROVED
    call.decision, call.decided_by, call.approved_arguments = decision, by, arguments
    call.status = ToolCall.Status.STARTING if approved else ToolCall.Status.DECLINED
    values: dict[str, Any] = {}
    if not approved:
        values = {
            "finished_at": Now(),
            "output": EXPIRED if decision == ToolCall.Decision.EXPIRED else DECLINED,
        }
    ToolCall.objects.filter(pk=call.pk).update(
        status=call.status,
        decision=decision,
        decided_at=Now(),
        decided_by=by,
        approved_arguments=arguments,
        **values,
    )
    Run.objects.filter(pk=run.pk).update(status=Run.Status.QUEUED, progress_at=Now())
    enqueue_run(run.pk)
    resolved = _resolved_event(run, call, decision, by)
    publish(run.owner_id, resolved)
    if run.purpose != Run.Purpose.CHAT and not approved:
        post_call_ended(run.pk, resolved.message)
    if by is not None:
        action = AuditEntry.Action.CALL_APPROVED if approved else AuditEntry.Action.CALL_DECLINED
        audit(run.owner, action, (call.proposal or {}).get("summary") or call.name, by=by)


class AlreadyDecided(Conflict):
    """The call needs no decision any more."""

    def __init__(self, call: ToolCall) -> None:
        super().__init__(_outcome(call))
        self.call = call

    def message_for(self, reader: User) -> str:
        return _outcome(self.call, reader)


def _resolved_event(
    run: Run, call: ToolCall, decision: ToolCall.Decision, by: User | None
) -> ApprovalResolved:
    message = f"{decision.capitalize()} by {by.username}" if by else "Not approved in time"
    return ApprovalResolved(
        **ids_of(run, call),
        message=message,
        result=DecisionResult(
            decision=decision,
            by=by.username if by else None,
            arguments=call.approved_arguments or call.arguments,
        ),
    )


def _outcome(call: ToolCall, reader: User | None = None) -> str:
    if not call.decision:
        return _("This needs no decision: it is %(status)s.") % {"status": call.get_status_display().lower()}
    words = {"decided": call.get_decision_display().lower()}
    if call.decided_by is None:
        return _("This was %(decided)s already.") % words
    if call.decided_by == reader:
        return _("This was %(decided)s already by you.") % words
    return _("This was %(decided)s already by %(name)s.") % {**words, "name": call.decided_by.username}


def _check(arguments: dict[str, Any], call: ToolCall) -> None:
    import jsonschema  # not with the module: that takes a tenth of the start of a process

    require_storable(arguments)
    schema = (call.proposal or {}).get("schema") or {}
    try:
        jsonschema.validate(arguments, schema)
    except jsonschema.ValidationError as error:
        raise Invalid(
            _("The arguments do not fit: %(reason)s") % {"reason": error.message[:300]}, "arguments"
        ) from error

"""Serializers of runs and their tool calls."""

from __future__ import annotations

from typing import Any, get_args

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from chatbot.api.rest.strict import Moment
from chatbot.domain.events import Action
from chatbot.domain.journal.approvals import proposal_result
from chatbot.domain.operations.heartbeats import is_without_worker
from chatbot.models import Feedback, Run, ToolCall

from .serializers import ReplySerializer


class ProposedTaskSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    number = serializers.IntegerField()
    title = serializers.CharField()
    change = serializers.CharField(
        allow_blank=True,
        default="",
        help_text="What becomes of it: `due Mon 30 Nov → Tue 1 Dec`; empty for deletions.",
    )


class ProposalSerializer(serializers.Serializer[Any]):
    summary = serializers.CharField(help_text="The question: `Delete 12 tasks?`")
    count = serializers.IntegerField(help_text="How many tasks the call would touch, and no others.")
    tasks = ProposedTaskSerializer(many=True)
    truncated = serializers.BooleanField(help_text="There are more tasks than are listed.")
    arguments = serializers.DictField()
    schema = serializers.DictField(help_text="JSON schema of the arguments.")
    is_question = serializers.BooleanField(
        help_text="It is answered: approve it with the `answer` among the arguments."
    )
    action = serializers.ChoiceField(
        get_args(Action.__value__), help_text="What approving it does; `approve` where no other word fits."
    )
    expires_at = serializers.DateTimeField(allow_null=True)


class RequestedApprovalSerializer(ProposalSerializer):
    call_id = serializers.CharField()
    tool = serializers.CharField()
    question = serializers.CharField(allow_null=True, help_text="The summary, where it is a question.")
    options = serializers.ListField(child=serializers.CharField(), help_text="The answers it offers.")
    approve_url = serializers.CharField()
    decline_url = serializers.CharField()


class ToolCallSerializer(serializers.Serializer[ToolCall]):
    call_id = serializers.CharField()
    run_id = serializers.UUIDField()
    conversation_id = serializers.UUIDField(source="run.conversation_id")
    tool = serializers.CharField(source="name")
    arguments = serializers.DictField(help_text="As the model gave them.")
    status = serializers.ChoiceField(ToolCall.Status.choices)
    message = serializers.CharField(help_text="One friendly line.")
    error = serializers.SerializerMethodField()
    count = serializers.IntegerField(allow_null=True)
    output = serializers.DictField(allow_null=True)
    proposal = serializers.SerializerMethodField()
    expires_at = Moment(allow_null=True, help_text="When it is declined unless decided before.")
    decision = serializers.SerializerMethodField()
    decided_by = serializers.SerializerMethodField(help_text="A user's name.")
    decided_at = Moment(allow_null=True)
    approved_arguments = serializers.DictField(
        allow_null=True, help_text="The arguments with which it was approved, if not with the model's."
    )
    changes = serializers.IntegerField(
        source="changes_total",
        help_text="How many changes of tasks it made, which `undo` takes back.",
    )
    undone_at = Moment(allow_null=True)
    started_at = Moment()
    finished_at = Moment(allow_null=True)
    duration_ms = serializers.IntegerField(allow_null=True)

    def get_error(self, call: ToolCall) -> str | None:
        return call.error or None

    @extend_schema_field(
        ProposalSerializer(allow_null=True, help_text="What a person is, or was, asked to approve.")
    )
    def get_proposal(self, call: ToolCall) -> dict[str, Any] | None:
        return None if call.proposal is None else proposal_result(call).as_json()

    @extend_schema_field(serializers.ChoiceField(ToolCall.Decision.choices, allow_null=True))
    def get_decision(self, call: ToolCall) -> str | None:
        return call.decision or None

    def get_decided_by(self, call: ToolCall) -> str | None:
        return call.decided_by.username if call.decided_by else None


class FeedbackSerializer(serializers.Serializer[Feedback]):
    rating = serializers.ChoiceField(Feedback.Rating.choices)
    comment = serializers.CharField(allow_blank=True)


class RunSerializer(serializers.Serializer[Run]):
    id = serializers.UUIDField()
    conversation_id = serializers.UUIDField()
    status = serializers.ChoiceField(Run.Status.choices)
    attempt = serializers.IntegerField(help_text="The number of attempts.")
    continues = serializers.UUIDField(
        source="continues_id",
        allow_null=True,
        help_text="The earlier run that this one continues; what that one has done is not repeated.",
    )
    client = serializers.CharField(
        help_text="The program that asked for it over MCP, by the name of its token; empty for messages."
    )
    is_without_worker = serializers.SerializerMethodField(
        help_text="It is queued, and no process runs that would start it."
    )
    error = serializers.SerializerMethodField(help_text="A sentence for people, if it failed.")
    error_code = serializers.SerializerMethodField()
    response = serializers.SerializerMethodField(help_text="The reply's text, once the run has succeeded.")
    message = ReplySerializer(source="reply", help_text="The reply so far.")
    feedback = serializers.SerializerMethodField()
    tool_calls = ToolCallSerializer(many=True)
    created_at = Moment()
    started_at = Moment(allow_null=True)
    stop_requested_at = Moment(allow_null=True)
    finished_at = Moment(allow_null=True)

    def get_is_without_worker(self, run: Run) -> bool:
        return is_without_worker(run)

    def get_error(self, run: Run) -> str | None:
        return run.error or None

    def get_error_code(self, run: Run) -> str | None:
        return run.error_code or None

    @extend_schema_field(
        FeedbackSerializer(allow_null=True, help_text="What its owner thinks of the answer.")
    )
    def get_feedback(self, run: Run) -> dict[str, Any] | None:
        return dict(FeedbackSerializer(run.feedback).data) if hasattr(run, "feedback") else None

    def get_response(self, run: Run) -> str | None:
        return run.reply.content if run.status == Run.Status.SUCCEEDED else None


class AcceptedSerializer(serializers.Serializer[Any]):
    """A run that has not ended: poll the `Location`, or follow the events."""

    run_id = serializers.UUIDField()
    conversation_id = serializers.UUIDField()
    message_id = serializers.UUIDField(help_text="The reply that is being written.")
    status = serializers.CharField(help_text="As of a run.")
    created_at = Moment()
    response = serializers.CharField(
        allow_null=True, help_text="What is asked, where a person has to decide."
    )
    approval = RequestedApprovalSerializer(
        allow_null=True, help_text="What a person has to decide, where the status is `awaiting_approval`."
    )


class UndoneSerializer(serializers.Serializer[Any]):
    undone = serializers.IntegerField(help_text="How many tasks are as they were before.")

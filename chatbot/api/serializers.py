"""What the API answers."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiResponse, inline_serializer
from rest_framework import serializers

from chatbot.domain.markdown import render_markdown
from chatbot.models import Message, Run, Task, ToolCall

from .strict import Moment


class TaskSerializer(serializers.Serializer[Task]):
    """Described only: what is sent is `task_json`, as in the events."""

    id = serializers.UUIDField()
    number = serializers.IntegerField(help_text="1, 2, 3 … for each user, never used again.")
    title = serializers.CharField()
    description = serializers.CharField()
    completed = serializers.BooleanField()
    completed_at = Moment(allow_null=True)
    priority = serializers.ChoiceField(Task.Priority.choices)
    due_at = Moment(allow_null=True)
    tags = serializers.ListField(child=serializers.CharField())
    created_at = Moment()
    updated_at = Moment()


class ConversationSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    title = serializers.CharField()
    created_at = Moment()
    updated_at = Moment()


class ReplySerializer(serializers.Serializer[Message]):
    id = serializers.UUIDField()
    content = serializers.CharField(help_text="Markdown.")
    html = serializers.SerializerMethodField(help_text="The content as sanitised HTML.")
    state = serializers.ChoiceField(Message.State.choices)

    def get_html(self, message: Message) -> str:
        return render_markdown(message.content)


class MessageSerializer(ReplySerializer):
    role = serializers.ChoiceField(Message.Role.choices)
    position = serializers.IntegerField(help_text="1, 2, 3 … in the conversation.")
    created_at = Moment()
    run_id = serializers.SerializerMethodField(
        help_text="The run that wrote this reply; of a user's message, the latest run that it asked for."
    )

    def get_run_id(self, message: Message) -> str | None:
        if message.role == Message.Role.ASSISTANT:
            return str(message.run.pk) if hasattr(message, "run") else None
        runs = sorted(message.triggered_runs.all(), key=lambda run: run.created_at)
        return str(runs[-1].pk) if runs else None


class ToolCallSerializer(serializers.Serializer[ToolCall]):
    call_id = serializers.CharField()
    tool = serializers.CharField(source="name")
    arguments = serializers.DictField()
    status = serializers.ChoiceField(ToolCall.Status.choices)
    message = serializers.CharField(help_text="One friendly line.")
    error = serializers.SerializerMethodField()
    count = serializers.IntegerField(allow_null=True)
    output = serializers.DictField(allow_null=True)
    started_at = Moment()
    finished_at = Moment(allow_null=True)
    duration_ms = serializers.IntegerField(allow_null=True)

    def get_error(self, call: ToolCall) -> str | None:
        return call.error or None


class RunSerializer(serializers.Serializer[Run]):
    id = serializers.UUIDField()
    conversation_id = serializers.UUIDField()
    status = serializers.ChoiceField(Run.Status.choices)
    attempt = serializers.IntegerField(help_text="How many times it was begun.")
    error = serializers.SerializerMethodField(help_text="A sentence for people, if it failed.")
    error_code = serializers.SerializerMethodField()
    response = serializers.SerializerMethodField(help_text="The reply's text, once the run has succeeded.")
    message = ReplySerializer(source="reply", help_text="The reply as far as it is written.")
    tool_calls = ToolCallSerializer(many=True)
    created_at = Moment()
    started_at = Moment(allow_null=True)
    finished_at = Moment(allow_null=True)

    def get_error(self, run: Run) -> str | None:
        return run.error or None

    def get_error_code(self, run: Run) -> str | None:
        return run.error_code or None

    def get_response(self, run: Run) -> str | None:
        return run.reply.content if run.status == Run.Status.SUCCEEDED else None


class AcceptedSerializer(serializers.Serializer[Any]):
    """A run that is not over yet: ask for it at the `Location`, or listen to the events."""

    run_id = serializers.UUIDField()
    conversation_id = serializers.UUIDField()
    message_id = serializers.UUIDField(help_text="The reply that is being written.")
    status = serializers.CharField(help_text="As of a run.")
    created_at = Moment()


class ChatAnswerSerializer(serializers.Serializer[Any]):
    message_id = serializers.UUIDField()
    conversation_id = serializers.UUIDField()
    role = serializers.ChoiceField(["assistant"])
    content = serializers.CharField()
    created_at = Moment()
    run_id = serializers.UUIDField()


class EventsSerializer(serializers.Serializer[Any]):
    events = serializers.ListField(
        child=serializers.DictField(), help_text="In order, each as on the chat's socket."
    )
    cursor = serializers.CharField(help_text="For the next request's `after`.")


class TicketSerializer(serializers.Serializer[Any]):
    ticket = serializers.CharField()
    expires_in = serializers.IntegerField(help_text="Seconds.")


class MeSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    username = serializers.CharField()
    time_zone = serializers.CharField(help_text="IANA name.")


class TokensSerializer(serializers.Serializer[Any]):
    access = serializers.CharField()
    refresh = serializers.CharField()


class AccessSerializer(serializers.Serializer[Any]):
    access = serializers.CharField()


# A serializer class cannot declare a field that is named `fields`.
ProblemSerializer = inline_serializer(
    "Problem",
    {
        "error": serializers.CharField(help_text="A sentence for people."),
        "code": serializers.CharField(help_text="The kind of error, for programs."),
        "fields": serializers.DictField(
            child=serializers.ListField(child=serializers.CharField()),
            required=False,
            help_text="What is wrong with which field or parameter.",
        ),
        "reset_at": serializers.DateTimeField(required=False, help_text="When a limit is lifted."),
    },
)


def or_problem(answers: dict[Any, Any], *statuses: int, **described: str) -> dict[Any, Any]:
    """The responses of a view for the schema; 401 goes without saying.

    `_404="There is no such conversation."` describes a status.
    """
    problems: dict[Any, Any] = dict.fromkeys((401, *statuses), ProblemSerializer)
    for status, text in described.items():
        problems[int(status.removeprefix("_"))] = OpenApiResponse(ProblemSerializer, text)
    return {**answers, **dict(sorted(problems.items()))}

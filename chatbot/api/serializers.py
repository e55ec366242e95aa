"""Serializers of tasks, conversations and errors."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiResponse, inline_serializer
from rest_framework import serializers

from chatbot.api.rest.strict import Moment
from chatbot.domain.markdown import render_markdown
from chatbot.domain.people.email_address import is_confirmed
from chatbot.domain.tasks.fields import FIELDS, TaskField
from chatbot.models import Message, Task, User
from chatbot.problem_types import PROBLEM_TYPES, type_of
from chatbot.problems import CONTENT_TYPE

LIST = "The id of the list that it is on; null if it is in the inbox."
DUE_ON = "The day, if it is due on one without a time; then `due_at` is its end in the zone of the person."
PARENT = "The id of the task of which it is a subtask; null if it is none."
REMINDERS = "Minutes before the task is due, or before 9:00 of the day if it has no time."
ESTIMATE = "The minutes that it takes; null if unknown."
START = "The day until which the task waits: it is not among today's before, unless it is due."
REPEAT = "The value of an RRULE (RFC 5545), with lines of EXDATE after it if there are exceptions"
IDS = {"list": LIST, "task": PARENT}


class TaskSerializer(serializers.Serializer[Task]):
    """For the schema only: the API sends `task_json`, as events do."""

    id = serializers.UUIDField()
    number = serializers.IntegerField(help_text="1, 2, 3 … for each user, never used again.")
    rank = serializers.CharField(help_text="Digits, which sort as text in the order of the person.")
    due_on = serializers.DateField(allow_null=True, help_text=DUE_ON)
    completed = serializers.BooleanField()
    completed_at = Moment(allow_null=True)
    created_at = Moment()
    updated_at = Moment()

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        return super().get_fields() | {name: _shown(field) for name, field in FIELDS.items()}


def _shown(field: TaskField) -> serializers.Field[Any, Any, Any, Any]:
    match field.kind:
        case "choice":
            return serializers.ChoiceField(field.choices)
        case "due":
            return Moment(allow_null=True)
        case "day":
            return serializers.DateField(allow_null=True, help_text=START)
        case "duration":
            return serializers.IntegerField(allow_null=True, help_text=ESTIMATE)
        case "minutes":
            return serializers.ListField(child=serializers.IntegerField(), help_text=REMINDERS)
        case "tags":
            return serializers.ListField(child=serializers.CharField())
        case "list" | "task":
            return serializers.UUIDField(allow_null=True, help_text=IDS[field.kind])
        case "repeat":
            return serializers.CharField(help_text=f"{REPEAT}; empty if it does not repeat.")
        case "line" | "text":
            return serializers.CharField()


class ConversationSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    title = serializers.CharField()
    is_pinned = serializers.BooleanField()
    is_archived = serializers.BooleanField()
    is_unread = serializers.BooleanField(
        help_text="A run has ended in it, and no tab of the owner has shown that yet."
    )
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
    replaces = serializers.UUIDField(
        source="replaces_id", allow_null=True, help_text="The message of which this one is an edit."
    )
    run_id = serializers.SerializerMethodField(
        help_text="The run that wrote this reply; of a user's message, the latest run that it asked for."
    )

    def get_run_id(self, message: Message) -> str | None:
        if message.role == Message.Role.ASSISTANT:
            return str(message.run.pk) if hasattr(message, "run") else None
        runs = sorted(message.triggered_runs.all(), key=lambda run: run.created_at)
        return str(runs[-1].pk) if runs else None


class ChatAnswerSerializer(serializers.Serializer[Any]):
    message_id = serializers.UUIDField()
    conversation_id = serializers.UUIDField()
    role = serializers.ChoiceField(["assistant"])
    content = serializers.CharField()
    response = serializers.CharField(help_text="The same as `content`.")
    tool_calls = serializers.ListField(
        child=serializers.DictField(),
        help_text="What the tools did, in order: `call_id, tool, arguments, status, message, result, error`.",
    )
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
    email = serializers.CharField(help_text="Empty if there is none.")
    email_is_confirmed = serializers.SerializerMethodField(
        help_text="Whether it is proved to be theirs, so that lists may be mailed there."
    )
    time_zone = serializers.CharField(help_text="IANA name.")
    hour_cycle = serializers.ChoiceField(User.HourCycle.choices, help_text="How times are shown.")
    week_start = serializers.ChoiceField(User.WeekStart.choices, help_text="The first day of a week.")
    language = serializers.ChoiceField(
        User.Language.choices, help_text="Of pages and mails; dates are read in it as well."
    )
    custom_instructions = serializers.CharField(
        help_text="What the agent should know about the person, and how it should answer."
    )
    mails_reminders = serializers.BooleanField(
        help_text="Whether reminders are mailed as well, to a confirmed address."
    )
    ask_before = serializers.ChoiceField(User.AskBefore.choices, help_text="What the agent asks before.")

    def get_email_is_confirmed(self, user: User) -> bool:
        return is_confirmed(user)


class TokensSerializer(serializers.Serializer[Any]):
    access = serializers.CharField()
    refresh = serializers.CharField()


class AccessSerializer(serializers.Serializer[Any]):
    access = serializers.CharField()


class FieldProblemSerializer(serializers.Serializer[Any]):
    """One of `pointer`, `parameter` and `header` says where it is."""

    detail = serializers.CharField(help_text="What is wrong.")
    pointer = serializers.CharField(
        required=False, help_text="Of a value in the body: a JSON pointer as the fragment of a URI."
    )
    parameter = serializers.CharField(required=False, help_text="Of a value in the address.")
    header = serializers.CharField(required=False)


# A serializer class cannot declare a field that is named `errors`.
def _problem_fields() -> dict[str, serializers.Field[Any, Any, Any, Any]]:
    return {
        "type": serializers.CharField(help_text="The address that describes this kind of problem."),
        "title": serializers.CharField(help_text="The kind of problem, for people."),
        "status": serializers.IntegerField(help_text="Of the HTTP response."),
        "detail": serializers.CharField(help_text="A sentence for people."),
        "code": serializers.CharField(help_text="The kind of problem, for programs."),
        "errors": FieldProblemSerializer(
            many=True, required=False, help_text="What is wrong with which field, parameter or header."
        ),
        "reset_at": serializers.DateTimeField(required=False, help_text="When a limit is lifted."),
        "run_id": serializers.UUIDField(required=False, help_text="The run that was stopped or has failed."),
        "conversation_id": serializers.UUIDField(required=False, help_text="The conversation of that run."),
    }


ProblemSerializer = inline_serializer("Problem", _problem_fields())


def problem(text: str, code: str, *sentences: str) -> OpenApiResponse:
    """The description of an error status for `or_problem`, with examples."""
    status, title, _ = PROBLEM_TYPES[code]
    kind = {"type": type_of(code), "title": title, "status": status, "code": code}
    examples = [OpenApiExample(sentence, {**kind, "detail": sentence}) for sentence in sentences]
    return OpenApiResponse(ProblemSerializer, text, examples)


CHANGED_SINCE = OpenApiResponse(
    inline_serializer("ChangedTask", {**_problem_fields(), "task": TaskSerializer()}),
    "The task is not as `If-Match` says. Nothing was done; `task` is what it is now, `ETag` its tag.",
)

CANNOT_UNDO = problem(
    "Nothing was undone.",
    "conflict",
    "This was undone already.",
    "There is nothing here to undo.",
    "The assistant is still working on this. Stop it, or wait until it is done.",
    "#3 'Buy milk' was changed since, so nothing was undone.",
)


def or_problem(answers: dict[Any, Any], *statuses: int, **described: str | OpenApiResponse) -> dict[Any, Any]:
    """The responses of a view for the schema; 401, and 403 for personal tokens, are added to all.

    `_404="There is no such conversation."` describes a status, and so does `_409=problem(…)`, with examples.
    """
    problems = {
        status: OpenApiResponse(ProblemSerializer, HTTPStatus(status).phrase)
        for status in (401, 403, *statuses)
    }
    for name, text in described.items():
        response = OpenApiResponse(ProblemSerializer, text) if isinstance(text, str) else text
        problems[int(name.removeprefix("_"))] = response
    # The library takes the first of all keys, as texts, for the answer that may be a list.
    typed = {key if isinstance(key, tuple) else (key, "application/json"): answers[key] for key in answers}
    return typed | {(status, CONTENT_TYPE): problems[status] for status in sorted(problems)}

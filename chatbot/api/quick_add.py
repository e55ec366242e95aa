"""Add tasks from typed text, and show what was read in it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from chatbot.api.rest.authentication import user_of
from chatbot.api.rest.endpoint import Endpoint
from chatbot.api.rest.scopes import READ
from chatbot.api.rest.strict import Body, Id, Moment, Text, Whole
from chatbot.domain.tasks.as_json import task_json
from chatbot.domain.tasks.due import due_columns
from chatbot.domain.tasks.quick_add import TEXT_LENGTH, ReadTask, quick_add, read_tasks
from chatbot.formatting import capitalized, due_label, notice, repetition
from chatbot.formatting.days import on_day
from chatbot.models import Task, User
from chatbot.reading import Kind, Span
from streaming.log import iso

from .serializers import DUE_ON, ESTIMATE, REPEAT, START, TaskSerializer, or_problem

PLAIN_PLACES = 1_000
_PLACES = "Counted in Unicode code points of `text` as it was sent; `end` is exclusive."


class PreviewBody(Body):
    text = Text(
        allow_blank=True,
        trim_whitespace=False,
        help_text=f"A line for each task; at most {TEXT_LENGTH:,} characters.",
    )
    plain = serializers.ListField(
        child=serializers.ListField(child=Whole(min_value=0), min_length=2, max_length=2),
        required=False,
        max_length=PLAIN_PLACES,
        help_text="Places `[start, end]` that stay in the title, whatever they look like.",
    )


class QuickAddBody(PreviewBody):
    list = Id(allow_null=True, required=False, help_text="The id of the list for tasks that name none.")
    parent = Id(  # type: ignore[assignment]  # the class takes its fields out of itself
        allow_null=True, required=False, help_text="The id of the task of which they are subtasks."
    )


class SpanSerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField([kind.value for kind in Kind])
    start = serializers.IntegerField(help_text=_PLACES)
    end = serializers.IntegerField()
    label = serializers.CharField(  # type: ignore[assignment]  # the class takes its fields out of itself
        help_text='What was read, in words for the person: "Tomorrow at 17:00", "High priority", "#home".'
    )


class ReadTaskSerializer(serializers.Serializer[Any]):
    """For the schema only."""

    title = serializers.CharField()
    due_at = Moment(allow_null=True)
    due_on = serializers.DateField(allow_null=True, help_text=DUE_ON)
    start_on = serializers.DateField(allow_null=True, help_text=START)
    estimate = serializers.IntegerField(allow_null=True, help_text=ESTIMATE)
    repeat = serializers.CharField(help_text=f"{REPEAT}; empty if it does not repeat.")
    priority = serializers.ChoiceField(Task.Priority.choices)
    tags = serializers.ListField(child=serializers.CharField())
    list = serializers.UUIDField(allow_null=True, help_text="The id of the list that is named.")
    completed = serializers.BooleanField(help_text="The line has a check box, and it is checked.")
    spans = SpanSerializer(many=True, help_text="What was read where, and is not in the title.")
    notes = serializers.ListField(
        child=serializers.CharField(),
        help_text="Sentences: what looks like a date and was not read, and what cannot be kept.",
    )


class PreviewSerializer(serializers.Serializer[Any]):
    tasks = ReadTaskSerializer(many=True)


class AddedSerializer(serializers.Serializer[Any]):
    task = TaskSerializer()
    reading = ReadTaskSerializer()


class QuickAddSerializer(serializers.Serializer[Any]):
    added = AddedSerializer(many=True)


class QuickAdd(Endpoint):
    @extend_schema(
        operation_id="quick_add_tasks",
        request=QuickAddBody,
        responses=or_problem({201: QuickAddSerializer}, 400),
    )
    def post(self, request: Request) -> Response:
        """Add a task for each line of a text, such as `Buy cake tomorrow 5pm #party !high`: all or none."""
        return Response(_add(user_of(request), QuickAddBody.read(request)), status=201)


class QuickAddPreview(Endpoint):
    scope = READ

    @extend_schema(
        operation_id="preview_quick_add",
        request=PreviewBody,
        responses=or_problem({200: PreviewSerializer}, 400),
    )
    def post(self, request: Request) -> Response:
        """Read a text as if to add it, but add nothing."""
        owner, body = user_of(request), PreviewBody.read(request)
        found = read_tasks(owner, **body)
        return Response({"tasks": [_reading_json(owner, body["text"], one) for one in found]})


def _add(owner: User, body: dict[str, Any]) -> dict[str, Any]:
    added = quick_add(
        owner,
        body["text"],
        plain=body.get("plain", ()),
        list_id=body.get("list"),
        parent=body.get("parent"),
    )
    return {
        "added": [
            {"task": task_json(task), "reading": _reading_json(owner, body["text"], found)}
            for task, found in added
        ]
    }


def _reading_json(owner: User, text: str, found: ReadTask) -> dict[str, Any]:
    due = due_columns(found.fields, owner)
    return {
        "title": found.fields["title"],
        "due_at": iso(due["due_at"]) if due["due_at"] else None,
        "due_on": due["due_on"] and due["due_on"].isoformat(),
        "start_on": found.fields["start_on"] and found.fields["start_on"].isoformat(),
        "estimate": found.fields["estimate"],
        "repeat": found.fields["repeat"],
        "priority": found.fields["priority"],
        "tags": list(found.fields["tags"]),
        "list": str(found.fields["list"]) if found.fields.get("list") else None,
        "completed": found.is_done,
        "spans": [
            {
                "kind": span.kind,
                "start": span.start,
                "end": span.end,
                "label": _label(owner, text, found, span),
            }
            for span in found.spans
        ],
        "notes": list(found.notes),
    }


def _label(owner: User, text: str, found: ReadTask, span: Span) -> str:
    due = found.fields["due_at"]
    match span.kind:
        case Kind.START if start := found.fields["start_on"]:
            return _("Starts %(day)s") % {"day": on_day(start, timezone.now(), owner.date_settings)}
        case Kind.DUE | Kind.START | Kind.END if due:
            return due_label(due, timezone.now(), owner.date_settings).text
        case Kind.REPEAT:
            words = repetition(found.fields["repeat"], owner.tz, owner.date_settings.written_in)
            return capitalized(words) if words else text[span.start : span.end]
        case Kind.ESTIMATE if minutes := found.fields["estimate"]:
            return notice(minutes, owner.date_settings.written_in)
        case Kind.PRIORITY:
            priority = Task.Priority(found.fields["priority"]).label
            return _("%(priority)s priority") % {"priority": priority}
        case Kind.LIST if found.list_name:
            return found.list_name
        case _:
            return text[span.start : span.end]

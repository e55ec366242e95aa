"""Tasks over REST; changes go through the domain, which publishes them to every tab."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from chatbot.api.rest.authentication import user_of
from chatbot.api.rest.conditions import (
    ETAG,
    IF_MATCH,
    IF_NONE_MATCH,
    check_match,
    is_known,
    tagged,
)
from chatbot.api.rest.endpoint import Endpoint, ListEndpoint
from chatbot.api.rest.strict import Body, Day, Due, Flag, Id, Text, Whole, Word
from chatbot.domain.errors import NotFound
from chatbot.domain.tasks import commands as tasks
from chatbot.domain.tasks.as_json import task_json
from chatbot.domain.tasks.fields import FIELDS, TaskField
from chatbot.domain.tasks.ordering import move_task
from chatbot.models import Task, User
from chatbot.models.task import TAG_LENGTH

from .serializers import (
    CHANGED_SINCE,
    ESTIMATE,
    IDS,
    REMINDERS,
    REPEAT,
    START,
    TaskSerializer,
    or_problem,
)
from .task_query import TaskQuery, find_tasks


class TaskBody(Body):
    completed = Flag(required=False)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        return super().get_fields() | {name: _given(field) for name, field in FIELDS.items()}


def _given(field: TaskField) -> serializers.Field[Any, Any, Any, Any]:
    """The fields of a body that were sent. The domain validates the values."""
    match field.kind:
        case "choice":
            return Word(field.choices, required=field.is_required)
        case "due":
            return Due(allow_null=True, required=field.is_required)
        case "day":
            return Day(allow_null=True, required=field.is_required, help_text=START)
        case "duration":
            return Whole(allow_null=True, required=field.is_required, help_text=ESTIMATE)
        case "minutes":
            return serializers.ListField(child=Whole(), required=field.is_required, help_text=REMINDERS)
        case "tags":
            return serializers.ListField(child=Text(max_length=TAG_LENGTH), required=field.is_required)
        case "list" | "task":
            return Id(allow_null=True, required=field.is_required, help_text=IDS[field.kind])
        case "repeat":
            return Text(
                allow_blank=True,
                required=field.is_required,
                max_length=field.limit,
                help_text=f"{REPEAT}; or words: `every Monday at 9`. Without `due_at` beside it, the task "
                "is due at the first occurrence. Empty to repeat no more.",
            )
        case "line" | "text":
            return Text(allow_blank=True, required=field.is_required)


class Tasks(ListEndpoint):
    query_class = TaskQuery

    @extend_schema(
        operation_id="list_tasks",
        parameters=[TaskQuery],
        responses=or_problem({200: TaskSerializer(many=True)}, 400),
    )
    def get(self, request: Request) -> Response:
        """List the tasks that match all filters."""
        return self.page(find_tasks(user_of(request), self.query()), task_json)

    @extend_schema(
        operation_id="add_task",
        parameters=[ETAG],
        request=TaskBody,
        responses=or_problem({201: TaskSerializer}, 400),
    )
    def post(self, request: Request) -> Response:
        """Add a task."""
        owner, fields = user_of(request), TaskBody.read(request)
        completed = fields.pop("completed", False)

        task = tasks.add_task(owner, **fields)
        if completed:
            task = tasks.complete_task(owner, task.pk)
        return tagged(task, status=201)


class OneTask(Endpoint):
    @extend_schema(
        operation_id="get_task",
        parameters=[ETAG, IF_NONE_MATCH],
        responses=or_problem({200: TaskSerializer, 304: None}, 404),
    )
    def get(self, request: Request, task_id: UUID) -> Response:
        task = Task.objects.of(user_of(request)).whole().filter(pk=task_id).first()
        if task is None:
            raise NotFound("There is no such task.")
        if is_known(request, task):
            return tagged(task, status=304)
        return tagged(task)

    @extend_schema(
        operation_id="update_task",
        parameters=[ETAG, IF_MATCH],
        request=TaskBody,
        responses=or_problem({200: TaskSerializer}, 400, 404, _412=CHANGED_SINCE),
    )
    def patch(self, request: Request, task_id: UUID) -> Response:
        """Change the given fields; `tags` replace all current tags."""
        owner = user_of(request)
        fields = TaskBody.read(request, partial=True)
        completed = fields.pop("completed", None)
        with transaction.atomic():
            check_match(request, task_id)
            task = tasks.update_task(owner, task_id, **_as_read(owner, task_id, fields))
            if completed is not None:
                task = _set_completed(owner, task_id, completed)
        return tagged(task)

    @extend_schema(
        operation_id="delete_task",
        parameters=[IF_MATCH],
        responses=or_problem({204: None}, 404, _412=CHANGED_SINCE),
    )
    def delete(self, request: Request, task_id: UUID) -> Response:
        """Move a task with its subtasks to the trash, from which it can be restored for 30 days."""
        with transaction.atomic():
            check_match(request, task_id)
            tasks.delete_task(user_of(request), task_id)
        return Response(status=204)


class Complete(Endpoint):
    @extend_schema(
        operation_id="complete_task",
        parameters=[ETAG, IF_MATCH],
        request=None,
        responses=or_problem({200: TaskSerializer}, 404, _412=CHANGED_SINCE),
    )
    def post(self, request: Request, task_id: UUID) -> Response:
        """Mark a task as done with its subtasks; one that is done already keeps its time.

        The next one of a series is added.
        """
        with transaction.atomic():
            check_match(request, task_id)
            return tagged(tasks.complete_task(user_of(request), task_id))


class Reopen(Endpoint):
    @extend_schema(
        operation_id="reopen_task",
        parameters=[ETAG, IF_MATCH],
        request=None,
        responses=or_problem({200: TaskSerializer}, 404, _412=CHANGED_SINCE),
    )
    def post(self, request: Request, task_id: UUID) -> Response:
        """Mark a task as not done, with the subtasks that were completed with it."""
        with transaction.atomic():
            check_match(request, task_id)
            return tagged(tasks.reopen_task(user_of(request), task_id))


class Skip(Endpoint):
    @extend_schema(
        operation_id="skip_task",
        parameters=[ETAG, IF_MATCH],
        request=None,
        responses=or_problem({200: TaskSerializer}, 400, 404, 409, _412=CHANGED_SINCE),
    )
    def post(self, request: Request, task_id: UUID) -> Response:
        """Move a task that repeats to its next date; refused at its last one."""
        with transaction.atomic():
            check_match(request, task_id)
            return tagged(tasks.skip_task(user_of(request), task_id))


class MoveBody(Body):
    before = Id(required=False, help_text="The id of the task before which to put it.")
    after = Id(required=False, help_text="Or of the one after which to put it.")


class Move(Endpoint):
    @extend_schema(
        operation_id="move_task",
        parameters=[ETAG, IF_MATCH],
        request=MoveBody,
        responses=or_problem({200: TaskSerializer}, 400, 404, 409, _412=CHANGED_SINCE),
    )
    def post(self, request: Request, task_id: UUID) -> Response:
        """Put a task before or after another one, in the person's own order."""
        place = MoveBody.read(request)
        with transaction.atomic():
            check_match(request, task_id)
            return tagged(move_task(user_of(request), task_id, **place))


class DismissReminder(Endpoint):
    @extend_schema(
        operation_id="dismiss_reminder", request=None, responses=or_problem({200: TaskSerializer}, 404)
    )
    def post(self, request: Request, task_id: UUID) -> Response:
        """Stop showing in the person's tabs that a task was reminded of."""
        return tagged(tasks.dismiss_reminder(user_of(request), task_id))


def _as_read(owner: User, task_id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
    """Without the end of a day, if the task is due on that day: clients send back what they have read."""
    end = fields.get("due_at")
    of_day = Task.objects.of(owner).filter(pk=task_id, due_on__isnull=False)
    is_same = isinstance(end, datetime) and end in of_day.values_list("due_at", flat=True)
    return {name: value for name, value in fields.items() if name != "due_at"} if is_same else fields


def _set_completed(owner: User, task_id: UUID, completed: bool) -> Task:
    verb = tasks.complete_task if completed else tasks.reopen_task
    return verb(owner, task_id)

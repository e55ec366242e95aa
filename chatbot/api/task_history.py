"""The history of tasks, and the trash, over REST."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, get_args
from uuid import UUID

from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from chatbot.api.rest.authentication import user_of
from chatbot.api.rest.conditions import ETAG, tagged
from chatbot.api.rest.endpoint import Endpoint, ListEndpoint
from chatbot.api.rest.strict import Empty, Moment, Query, Text, Word
from chatbot.domain.people.actors import kind_of as kind_of_actor
from chatbot.domain.tasks import trash
from chatbot.domain.tasks.changes import Kind, changed_fields, kind_of, recorded_due, state_of
from chatbot.domain.tasks.fields import FIELDS
from chatbot.domain.tasks.history import changes_of, history_of, reasons_against_undo
from chatbot.domain.tasks.undo import Reason, undo_change, undo_command
from chatbot.models import Change, User
from streaming.log import iso

from .serializers import CANNOT_UNDO, TaskSerializer, or_problem

_KINDS = get_args(Kind.__value__)
_ACTORS = ["owner", "assistant", "client", "staff"]
_REASONS = [reason for reason in get_args(Reason) if reason]


class FieldChangeSerializer(serializers.Serializer[Any]):
    field = serializers.CharField()
    before = serializers.JSONField(help_text="As the field of a task; a day without a time as a date.")
    after = serializers.JSONField()


class ChangeSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    command_id = serializers.UUIDField(help_text="Equal for all changes that were made by one command.")
    task_id = serializers.UUIDField()
    number = serializers.IntegerField()
    title = serializers.CharField(help_text="After the change, or before the deletion.")
    kind = serializers.ChoiceField(_KINDS)
    by = serializers.ChoiceField(_ACTORS)
    changed_at = Moment()
    run_id = serializers.UUIDField(allow_null=True, help_text="The run that made the change.")
    call_id = serializers.CharField(allow_null=True)
    fields_changed = FieldChangeSerializer(many=True)
    undo_refused = serializers.ChoiceField(
        _REASONS,
        allow_null=True,
        help_text="What happened to the task since, for which the change cannot be undone; null if it can.",
    )


class DeletedTaskSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    number = serializers.IntegerField()
    title = serializers.CharField()
    deleted_at = Moment()
    by = serializers.ChoiceField(_ACTORS)


class HistoryQuery(Query):
    by = Word(_ACTORS, required=False)


class TrashQuery(Query):
    q = Text(max_length=200, required=False, help_text="Every word is in the title, or is the number.")


class EmptiedSerializer(serializers.Serializer[Any]):
    deleted = serializers.IntegerField()


class RestoredSerializer(serializers.Serializer[Any]):
    restored = serializers.IntegerField()


class History(ListEndpoint):
    query_class = HistoryQuery

    @extend_schema(
        operation_id="list_changes",
        parameters=[HistoryQuery],
        responses=or_problem({200: ChangeSerializer(many=True)}, 400),
    )
    def get(self, request: Request) -> Response:
        """List what changed in all tasks, the latest first."""
        owner = user_of(request)
        changes = changes_of(owner).by(self.query().get("by", ""))
        return self.page_together(changes, lambda found: _changes(owner, found))


class TaskHistory(ListEndpoint):
    query_class = HistoryQuery

    @extend_schema(
        operation_id="list_changes_of_task",
        parameters=[HistoryQuery],
        responses=or_problem({200: ChangeSerializer(many=True)}, 400, 404),
    )
    def get(self, request: Request, task_id: UUID) -> Response:
        """List what changed in one task, also in one that is deleted, the latest first."""
        owner = user_of(request)
        changes = history_of(owner, task_id).by(self.query().get("by", ""))
        return self.page_together(changes, lambda found: _changes(owner, found))


class UndoChange(Endpoint):
    @extend_schema(
        operation_id="undo_change",
        request=None,
        responses=or_problem({204: None}, 400, 404, _409=CANNOT_UNDO),
    )
    def post(self, request: Request, change_id: int) -> Response:
        """Restore a task to what it was before a change."""
        Empty.read(request)
        undo_change(user_of(request), change_id)
        return Response(status=204)


class UndoCommand(Endpoint):
    @extend_schema(
        operation_id="undo_command",
        request=None,
        responses=or_problem({204: None}, 400, 404, _409=CANNOT_UNDO),
    )
    def post(self, request: Request, command_id: UUID) -> Response:
        """Restore all tasks to what they were before a command of yours changed them, or none."""
        Empty.read(request)
        undo_command(user_of(request), command_id)
        return Response(status=204)


class Trash(ListEndpoint):
    query_class = TrashQuery

    @extend_schema(
        operation_id="list_trash",
        parameters=[TrashQuery],
        responses=or_problem({200: DeletedTaskSerializer(many=True)}, 400),
    )
    def get(self, request: Request) -> Response:
        """List the deleted tasks that can be restored, the latest first."""
        return self.page(trash.trash_of(user_of(request), self.query().get("q", "")), _deleted)

    @extend_schema(operation_id="empty_trash", parameters=[], responses=or_problem({200: EmptiedSerializer}))
    def delete(self, request: Request) -> Response:
        """Delete all tasks in the trash for good, with their history."""
        return Response({"deleted": trash.empty_trash(user_of(request))})


class RestoreAll(Endpoint):
    @extend_schema(
        operation_id="restore_all_tasks",
        request=None,
        responses=or_problem({200: RestoredSerializer}, 400, _409=CANNOT_UNDO),
    )
    def post(self, request: Request) -> Response:
        """Restore all tasks in the trash, with their ids and numbers."""
        Empty.read(request)
        return Response({"restored": trash.restore_all(user_of(request))})


class DeletedTask(Endpoint):
    @extend_schema(operation_id="delete_task_for_good", responses=or_problem({204: None}, 404))
    def delete(self, request: Request, task_id: UUID) -> Response:
        """Delete a task in the trash for good, with its history."""
        trash.delete_for_good(user_of(request), task_id)
        return Response(status=204)


class Restore(Endpoint):
    @extend_schema(
        operation_id="restore_task",
        parameters=[ETAG],
        request=None,
        responses=or_problem({200: TaskSerializer}, 400, 404, _409=CANNOT_UNDO),
    )
    def post(self, request: Request, task_id: UUID) -> Response:
        """Restore a task from the trash, with its id and number."""
        Empty.read(request)
        with transaction.atomic():
            return tagged(trash.restore_task(user_of(request), task_id))


def _changes(owner: User, changes: list[Change]) -> list[dict[str, Any]]:
    reasons = reasons_against_undo(owner, changes)
    return [_change(change, reasons[change.pk]) for change in changes]


def _change(change: Change, reason: str) -> dict[str, Any]:
    task, call = state_of(change), change.tool_call
    return {
        "id": change.pk,
        "command_id": str(change.command_id),
        "task_id": str(change.task_id),
        "number": task["number"],
        "title": task["title"],
        "kind": kind_of(change),
        "by": kind_of_actor(change.actor),
        "changed_at": iso(change.created_at),
        "run_id": str(call.run_id) if call else None,
        "call_id": call.call_id if call else None,
        "fields_changed": [
            {
                "field": name,
                "before": _shown(name, change.before or {}),
                "after": _shown(name, change.after or {}),
            }
            for name in changed_fields(change)
        ],
        "undo_refused": reason or None,
    }


def _shown(name: str, state: Mapping[str, Any]) -> Any:
    value = recorded_due(state[name]) if FIELDS[name].kind == "due" else state[name]
    return iso(value) if isinstance(value, datetime) else value


def _deleted(deletion: Change) -> dict[str, Any]:
    task = state_of(deletion)
    return {
        "id": str(deletion.task_id),
        "number": task["number"],
        "title": task["title"],
        "deleted_at": iso(deletion.created_at),
        "by": kind_of_actor(deletion.actor),
    }

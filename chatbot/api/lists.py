"""Lists of tasks over REST."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from chatbot.api.rest.authentication import user_of
from chatbot.api.rest.endpoint import Endpoint, ListEndpoint
from chatbot.api.rest.entity import Entity
from chatbot.api.rest.strict import Body, Empty, Flag, Moment, Query, Text, Whole, Word
from chatbot.domain.errors import NotFound
from chatbot.domain.tasks import lists
from chatbot.domain.tasks.lists import list_json
from chatbot.models import TaskList
from chatbot.models.task_list import NAME_LENGTH

from .serializers import or_problem, problem

_POSITION = "1, 2, 3 … in the order of the lists; there may be gaps after a deletion."


class NewListBody(Body):
    name = Text(help_text=f"At most {NAME_LENGTH} characters; unique, ignoring case and accents.")
    colour = Word(
        TaskList.Colour.choices, required=False, help_text="Without it, one that few of your lists have."
    )


class ListBody(NewListBody):
    position = Whole(min_value=1, required=False, help_text="Its place among the lists, which make room.")
    is_archived = Flag(required=False, help_text="Only a list without open tasks can be archived.")


class ListQuery(Query):
    is_archived = serializers.BooleanField(required=False)


class TaskListSerializer(serializers.Serializer[Any]):
    """For the schema only."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    colour = serializers.ChoiceField(TaskList.Colour.choices)
    position = serializers.IntegerField(help_text=_POSITION)
    is_archived = serializers.BooleanField()
    created_at = Moment()


_OPEN_TASKS = problem(
    "It cannot be archived.", "conflict", "There are open tasks on this list. Complete or move them first."
)
_TOO_MANY = problem(
    "There are too many lists.",
    "conflict",
    f"You have {lists.LISTS_PER_PERSON} lists. Delete one of them first.",
)


class Lists(ListEndpoint):
    query_class = ListQuery

    @extend_schema(
        operation_id="list_lists",
        parameters=[ListQuery],
        responses=or_problem({200: TaskListSerializer(many=True)}, 400),
    )
    def get(self, request: Request) -> Response:
        """List your lists, in their order."""
        found = TaskList.objects.of(user_of(request)).filter(**self.query())
        return self.page(found.order_by("position", "pk"), list_json)

    @extend_schema(
        operation_id="add_list",
        request=NewListBody,
        responses=or_problem(
            {201: TaskListSerializer},
            400,
            _409=_TOO_MANY,
        ),
    )
    def post(self, request: Request) -> Response:
        """Add a list at the end."""
        added = lists.add_list(user_of(request), **NewListBody.read(request))
        return Response(list_json(added), status=201)


class OneList(Entity):
    @extend_schema(operation_id="get_list", responses=or_problem({200: TaskListSerializer}, 404))
    def get(self, request: Request, list_id: UUID) -> Response:
        found = TaskList.objects.of(user_of(request)).filter(pk=list_id).first()
        if found is None:
            raise NotFound("There is no such list.")
        return Response(list_json(found))

    @extend_schema(
        operation_id="update_list",
        request=ListBody,
        responses=or_problem({200: TaskListSerializer}, 400, 404, _409=_OPEN_TASKS),
    )
    def patch(self, request: Request, list_id: UUID) -> Response:
        """Rename, recolour, move, archive or restore a list."""
        given = ListBody.read(request, partial=True)
        return Response(list_json(lists.update_list(user_of(request), list_id, **given)))

    @extend_schema(operation_id="delete_list", responses=or_problem({204: None}, 404))
    def delete(self, request: Request, list_id: UUID) -> Response:
        """Delete a list, which can be restored. Its tasks stay, in the inbox: `list_deleted` says so."""
        lists.delete_list(user_of(request), list_id)
        return Response(status=204)


class RestoreList(Endpoint):
    @extend_schema(
        operation_id="restore_list",
        request=None,
        responses=or_problem({200: TaskListSerializer}, 400, 404, _409=_TOO_MANY),
    )
    def post(self, request: Request, list_id: UUID) -> Response:
        """Restore a deleted list; those of its tasks that are in the inbox since are on it again."""
        Empty.read(request)
        return Response(list_json(lists.restore_list(user_of(request), list_id)))

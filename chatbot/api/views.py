"""Saved views of tasks over REST."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from chatbot.api.rest.authentication import user_of
from chatbot.api.rest.endpoint import ListEndpoint
from chatbot.api.rest.entity import Entity
from chatbot.api.rest.strict import Body, Moment, Text, Word
from chatbot.domain.errors import NotFound
from chatbot.domain.tasks import views
from chatbot.models import Task, TaskView
from chatbot.models.task_view import NAME_LENGTH

from .serializers import or_problem, problem


def _words(name: str, help_text: str = "") -> Word:
    return Word([value for value in views.choices_of(name) if value], required=False, help_text=help_text)


class ViewFiltersBody(Body):
    """What is left out is as on the tasks page."""

    status = _words("status")
    list = Text(required=False, allow_blank=True, help_text="The id of a list, or `inbox`.")
    q = Text(required=False, allow_blank=True, help_text="Every word is in the title, description or tags.")
    priority = Word(Task.Priority.choices, required=False)
    tag = Text(required=False, allow_blank=True)
    sort = _words("sort", "Without it, by due date.")
    group = _words("group", "Without it, by due date.")


class ViewBody(Body):
    name = Text(help_text=f"At most {NAME_LENGTH} characters; unique, ignoring case and accents.")
    filters = ViewFiltersBody()


class TaskViewSerializer(serializers.Serializer[Any]):
    """For the schema only."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    filters = ViewFiltersBody()
    created_at = Moment()


_TOO_MANY = problem(
    "There are too many views.",
    "conflict",
    f"You have {views.VIEWS_PER_PERSON} views. Delete one of them first.",
)


class Views(ListEndpoint):
    @extend_schema(operation_id="list_views", responses=or_problem({200: TaskViewSerializer(many=True)}, 400))
    def get(self, request: Request) -> Response:
        """List your saved views of tasks, by name."""
        self.query()
        return self.page(TaskView.objects.of(user_of(request)).order_by("folded_name"), views.view_json)

    @extend_schema(
        operation_id="add_view",
        request=ViewBody,
        responses=or_problem({201: TaskViewSerializer}, 400, _409=_TOO_MANY),
    )
    def post(self, request: Request) -> Response:
        """Save filters, an order and a grouping under a name."""
        added = views.add_view(user_of(request), **ViewBody.read(request))
        return Response(views.view_json(added), status=201)


class OneView(Entity):
    @extend_schema(operation_id="get_view", responses=or_problem({200: TaskViewSerializer}, 404))
    def get(self, request: Request, view_id: UUID) -> Response:
        found = TaskView.objects.of(user_of(request)).filter(pk=view_id).first()
        if found is None:
            raise NotFound("There is no such view.")
        return Response(views.view_json(found))

    @extend_schema(
        operation_id="update_view",
        request=ViewBody,
        responses=or_problem({200: TaskViewSerializer}, 400, 404),
    )
    def patch(self, request: Request, view_id: UUID) -> Response:
        """Rename a view, or give it other filters."""
        given = ViewBody.read(request, partial=True)
        return Response(views.view_json(views.update_view(user_of(request), view_id, **given)))

    @extend_schema(operation_id="delete_view", responses=or_problem({204: None}, 404))
    def delete(self, request: Request, view_id: UUID) -> Response:
        """Delete a view. No task changes."""
        views.delete_view(user_of(request), view_id)
        return Response(status=204)

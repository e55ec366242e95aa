"""Import tasks from files, and export them, over REST."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from chatbot.api.rest.authentication import user_of
from chatbot.api.rest.endpoint import Endpoint, ListEndpoint
from chatbot.api.rest.entity import Entity
from chatbot.api.rest.parsing import FileParser
from chatbot.api.rest.strict import Body, Empty, Flag, Moment, Query, Text
from chatbot.domain.exchange import imports
from chatbot.domain.exchange.export import export_tasks, format_of
from chatbot.domain.operations.heartbeats import is_import_without_worker
from chatbot.exchange import FORMATS
from chatbot.models import TaskImport
from chatbot.models.task_import import FILE_NAME_LENGTH

from .serializers import or_problem, problem

_SUFFIXES = [one.suffix for one in FORMATS.values()]
_FILES = {
    (200, one.content_type): OpenApiTypes.OBJECT if one.suffix == "json" else OpenApiTypes.BINARY
    for one in FORMATS.values()
}
_FILE = {"application/octet-stream": {"type": "string", "format": "binary"}}


class FileQuery(Query):
    name = Text(
        max_length=FILE_NAME_LENGTH,
        help_text="The name of the file: `tasks.csv`. Its suffix tells a table from a todo.txt.",
    )


class StartBody(Body):
    adds_known = Flag(
        required=False, default=False, help_text="Also add tasks that equal one that is there already."
    )


class ProblemRowSerializer(serializers.Serializer[dict[str, Any]]):
    entry = serializers.IntegerField(help_text="Counts the entries of the file from 1.")
    reason = serializers.CharField()
    words = serializers.CharField()


class ImportSerializer(serializers.Serializer[TaskImport]):
    id = serializers.UUIDField()
    file_name = serializers.CharField()
    status = serializers.ChoiceField(TaskImport.Status.choices)
    total = serializers.IntegerField(help_text="Tasks in the file.")
    known = serializers.IntegerField(help_text="Of these, equal to one that was there when it was read.")
    done = serializers.IntegerField(help_text="Tasks of the file that were added or left out.")
    added = serializers.IntegerField()
    created_at = Moment()


class OneImportSerializer(ImportSerializer):
    problems = ProblemRowSerializer(many=True, help_text="What could not be read.")
    is_without_worker = serializers.SerializerMethodField(
        help_text="It waits, since no process is running that would add its tasks."
    )

    def get_is_without_worker(self, found: TaskImport) -> bool:
        return is_import_without_worker(found)


class Imports(ListEndpoint):
    query_class = Query
    parser_classes = [FileParser]

    @extend_schema(operation_id="list_imports", responses=or_problem({200: ImportSerializer(many=True)}, 400))
    def get(self, request: Request) -> Response:
        """List the imports, the latest first."""
        self.query()
        found = TaskImport.objects.of(user_of(request)).defer("tasks", "problems")
        return self.page(found.order_by("-created_at", "pk"), lambda one: ImportSerializer(one).data)

    @extend_schema(
        operation_id="read_import",
        parameters=[FileQuery],
        request=_FILE,
        responses=or_problem({201: OneImportSerializer}, 400),
    )
    def post(self, request: Request) -> Response:
        """Read the file in the body: CSV, JSON, iCalendar, todo.txt, of Todoist or Google Tasks, or a zip of
        them, of at most 10 MB and 10,000 tasks.

        Nothing is added before the import is started. A file that was read before and not started is
        forgotten.
        """
        name = FileQuery.read(request)["name"]
        content: Any = request.data or b""  # without a body there is no parser to ask
        found = imports.read_import(user_of(request), name, content)
        found.refresh_from_db(fields=["created_at"])
        return Response(OneImportSerializer(found).data, status=201)


class OneImport(Entity):
    locked = TaskImport

    @extend_schema(operation_id="get_import", responses=or_problem({200: OneImportSerializer}, 404))
    def get(self, request: Request, import_id: UUID) -> Response:
        return Response(OneImportSerializer(imports.get_import(user_of(request), import_id)).data)

    @extend_schema(operation_id="discard_import", responses=or_problem({204: None}, 404))
    def delete(self, request: Request, import_id: UUID) -> Response:
        """Forget a file that was read and not imported."""
        imports.discard_import(user_of(request), import_id)
        return Response(status=204)


class Start(Endpoint):
    @extend_schema(
        operation_id="start_import",
        request=StartBody,
        responses=or_problem(
            {202: OneImportSerializer},
            400,
            404,
            _409=problem("It was undone.", "conflict", "This import was undone. Read the file again."),
        ),
    )
    def post(self, request: Request, import_id: UUID) -> Response:
        """Have the tasks added. `import_progress` events say how far it is; so does `get_import`."""
        given = StartBody.read(request)
        found = imports.start_import(user_of(request), import_id, **given)
        return Response(OneImportSerializer(found).data, status=202)


class Undo(Endpoint):
    @extend_schema(
        operation_id="undo_import",
        request=None,
        responses=or_problem(
            {200: OneImportSerializer},
            400,
            404,
            _409=problem("It has not ended.", "conflict", "This import cannot be undone now."),
        ),
    )
    def post(self, request: Request, import_id: UUID) -> Response:
        """Delete the tasks that were added, except those that were changed since."""
        Empty.read(request)
        owner = user_of(request)
        imports.undo_import(owner, import_id)
        return Response(OneImportSerializer(imports.get_import(owner, import_id)).data)


class Export(Endpoint):
    @extend_schema(
        operation_id="export_tasks",
        parameters=[OpenApiParameter("suffix", str, OpenApiParameter.PATH, enum=_SUFFIXES)],
        responses=or_problem(_FILES, 404),
    )
    def get(self, request: Request, suffix: str) -> HttpResponse:
        """All tasks, open and completed, in a file: a table, JSON, a calendar with to-dos, or todo.txt;
        or the open ones as Todoist imports them."""
        file_format = format_of(suffix)
        content = export_tasks(user_of(request), file_format)
        return HttpResponse(content, content_type=file_format.content_type)

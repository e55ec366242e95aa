"""Pages of a list: `{"next", "previous", "results"}`, `limit` entries each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django.db.models import QuerySet
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param
from rest_framework.views import APIView

from chatbot.models.keyset import Keyset, UnusableCursor

PARAMETERS = ("cursor", "limit", "page")
LIMIT = 50
HIGHEST_LIMIT = 100
HIGHEST_PAGE = 1_000_000  # databases count rows in 64 bits


class Pages(BasePagination):
    """Links to other pages contain the position of a row, so that changes do not shift rows between pages."""

    def paginate_queryset(
        self, queryset: QuerySet[Any] | Sequence[Any], request: Request, view: APIView | None = None
    ) -> list[Any]:
        limit = _whole_number(request, "limit", LIMIT, HIGHEST_LIMIT)
        page = _whole_number(request, "page", 1, HIGHEST_PAGE)
        keyset = Keyset(cast("QuerySet[Any]", queryset))
        cursor = request.query_params.get("cursor")
        try:
            found = keyset.page(limit, cursor=cursor, start=(page - 1) * limit)
        except UnusableCursor as error:
            raise ValidationError({"cursor": ["This is not a cursor of this list."]}) from error
        address = remove_query_param(request.build_absolute_uri(), "page")
        self._next, self._previous = (
            replace_query_param(address, "cursor", cursor) if cursor else None
            for cursor in (found.following, found.previous)
        )
        return found.rows

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"next": self._next, "previous": self._previous, "results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        properties = {"next": link, "previous": link, "results": schema}
        return {"type": "object", "required": list(properties), "properties": properties}

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        cursor = {"name": "cursor", "in": "query", "required": False, "schema": {"type": "string"}}
        described = {**cursor, "description": "From the link to another page; it goes before `page`."}
        return [described, _parameter("limit", LIMIT, HIGHEST_LIMIT), _parameter("page", 1, HIGHEST_PAGE)]


def _whole_number(request: Request, name: str, default: int, highest: int) -> int:
    values = request.query_params.getlist(name) or [str(default)]
    text = values[0]
    if len(values) > 1 or not (text.isascii() and text.isdigit() and len(text) < 10):
        raise ValidationError({name: ["This must be a whole number."]})
    if not 1 <= int(text) <= highest:
        raise ValidationError({name: [f"This must be from 1 to {highest:,}."]})
    return int(text)


def _parameter(name: str, default: int, highest: int) -> dict[str, Any]:
    schema = {"type": "integer", "minimum": 1, "maximum": highest, "default": default}
    return {"name": name, "in": "query", "required": False, "schema": schema}

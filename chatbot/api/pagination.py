"""Pages of a list: `{"next", "previous", "results"}`, `limit` entries each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

PARAMETERS = ("limit", "page")
LIMIT = 50
HIGHEST_LIMIT = 100
HIGHEST_PAGE = 1_000_000  # databases count rows in 64 bits


class Pages(BasePagination):
    """Reads one row more than it shows, instead of counting all of them, to know whether more follow."""

    def paginate_queryset(
        self, queryset: QuerySet[Any] | Sequence[Any], request: Request, view: APIView | None = None
    ) -> list[Any]:
        limit = _whole_number(request, "limit", LIMIT, HIGHEST_LIMIT)
        self.page = _whole_number(request, "page", 1, HIGHEST_PAGE)
        start = (self.page - 1) * limit
        rows = list(queryset[start : start + limit + 1])
        self.address = request.build_absolute_uri()
        self.has_next = len(rows) > limit
        return rows[:limit]

    def get_paginated_response(self, data: Any) -> Response:
        return Response(
            {
                "next": self._address_of(self.page + 1) if self.has_next else None,
                "previous": self._address_of(self.page - 1) if self.page > 1 else None,
                "results": data,
            }
        )

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": "string", "format": "uri", "nullable": True}
        properties = {"next": link, "previous": link, "results": schema}
        return {"type": "object", "required": list(properties), "properties": properties}

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        return [_parameter("limit", LIMIT, HIGHEST_LIMIT), _parameter("page", 1, HIGHEST_PAGE)]

    def _address_of(self, page: int) -> str:
        return replace_query_param(self.address, "page", page)


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

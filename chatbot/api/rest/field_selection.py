"""`?fields=id,title`: answers with these fields of an object, or of each in a list."""

from __future__ import annotations

from typing import Any

from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

PARAMETER = "fields"


def select_fields(request: Request, response: Any) -> Any:
    """Raises `ValidationError` for a field that there is not. (An empty list has none to compare with.)"""
    names = request.query_params.get(PARAMETER)
    if names is None or not isinstance(response, Response) or not isinstance(response.data, dict):
        return response
    chosen = [name.strip() for name in names.split(",")]
    if isinstance(rows := response.data.get("results"), list):
        response.data = {**response.data, "results": [_selected(row, chosen) for row in rows]}
    else:
        response.data = _selected(response.data, chosen)
    return response


def _selected(row: dict[str, Any], chosen: list[str]) -> dict[str, Any]:
    if unknown := [name for name in chosen if name not in row]:
        raise ValidationError({PARAMETER: [f"There is no field {unknown[0][:100]!r}."]})
    return {name: row[name] for name in chosen}

"""Complete a form that was sent before the browser had parsed its whole page.

On a slow connection, pressing Enter at once sends only the fields that are parsed so far, and the steps below
would be lost. So the form starts with a copy of its steps, and ends with a field that marks it as complete.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from django.http import QueryDict
from pydantic import TypeAdapter, ValidationError

type Step = tuple[str, str, str, str, list[str]]  # key, title, detail, agent, keys of the steps it depends on

_STEPS: TypeAdapter[list[Step]] = TypeAdapter(list[Step])


def sent_with(steps: Iterable[Step]) -> str:
    """The value of the form's first field."""
    return json.dumps(list(steps))


def with_unread(data: QueryDict) -> QueryDict:
    """The form's data, with the copy in place of missing fields."""
    try:
        shown = _STEPS.validate_json(data.get("shown", "[]"))
    except ValidationError:
        return data
    read, whole = data.getlist("step"), data.copy()
    whole.setlist("step", [*read, *(key for key, *_ in shown if key not in read)])
    for key, title, detail, agent, needs in shown:
        for name, value in (("title", title), ("detail", detail), ("agent", agent)):
            whole.setdefault(f"{name}-{key}", value)
        if key not in read[:-1]:  # of the last one, check boxes at its end may be missing
            whole.setlist(f"needs-{key}", needs)
    return whole

"""A form that is sent before the browser has read all of its page lacks the fields that come later.

On a slow machine or connection that takes one key, pressed at once: the steps below it would be lost. So the
form begins with its steps as they were shown, and ends with a field that tells that it is whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from django.http import QueryDict
from pydantic import TypeAdapter, ValidationError

type Step = tuple[str, str, str, str, list[str]]  # key, title, detail, agent, keys of the steps it waits for

_STEPS: TypeAdapter[list[Step]] = TypeAdapter(list[Step])


def sent_with(steps: Iterable[Step]) -> str:
    """The value of the form's first field."""
    return json.dumps(list(steps))


def with_unread(data: QueryDict) -> QueryDict:
    """The form's data, with what was shown in place of the fields that are missing."""
    try:
        shown = _STEPS.validate_json(data.get("shown", "[]"))
    except ValidationError:
        return data
    read, whole = data.getlist("step"), data.copy()
    whole.setlist("step", [*read, *(key for key, *_ in shown if key not in read)])
    for key, title, detail, agent, needs in shown:
        for name, value in (("title", title), ("detail", detail), ("agent", agent)):
            whole.setdefault(f"{name}-{key}", value)
        if key not in read[:-1]:  # of the last one, the boxes at its end may be missing
            whole.setlist(f"needs-{key}", needs)
    return whole

"""The browser's module of event names, with the types of what they bring: `static/streaming/events.js`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import chatbot
from chatbot.domain.events import EVENTS, LAST_EVENTS, Event, type_name
from chatbot.domain.events.lists import ListEvent
from chatbot.domain.events.tasks import TaskEvent, TaskResult, TasksEvent
from chatbot.domain.events.views import ViewEvent

from .schemas import CHAT_EVENTS, REF, Schema, component_schemas

PATH = Path(chatbot.__file__).parents[1] / "static/streaming/events.js"
_HEAD = "// Written by `manage.py write_event_names` from the models of the frames. Do not edit it."
_TASK_EVENTS = [name for name, kind in EVENTS.items() if issubclass(kind, TaskEvent | TasksEvent)]
_LIST_EVENTS = [name for name, kind in EVENTS.items() if issubclass(kind, ListEvent)]
_VIEW_EVENTS = [name for name, kind in EVENTS.items() if issubclass(kind, ViewEvent)]
_OTHERS = ("pong", "error")
_PLAIN = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}


def module_text() -> str:
    parts = ([_HEAD], _constants(), _groups(), _types())
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _constants() -> Iterator[str]:
    schemas = component_schemas()
    for kind in CHAT_EVENTS:
        name, schema = type_name(kind), schemas[kind.__name__]
        note = " ".join(f"{schema['description']} {_result_note(kind)}".split())
        yield f'/** {note} */\nexport const {name.upper()} = "{name}";'
    for name in _OTHERS:
        yield f'export const {name.upper()} = "{name}";'


def _result_note(kind: type[Event]) -> str:
    result: object = kind.model_fields["result"].annotation
    return f"`result`: `{result.__name__}`." if isinstance(result, type) else ""


def _groups() -> Iterator[str]:
    yield _group("The last event of a run is exactly one of these.", "LAST_EVENTS", sorted(LAST_EVENTS))
    yield _group("Tasks are not as they were.", "TASK_EVENTS", _TASK_EVENTS)
    yield _group("Lists are not as they were.", "LIST_EVENTS", _LIST_EVENTS)
    yield _group("Saved views are not as they were.", "VIEW_EVENTS", _VIEW_EVENTS)


def _group(note: str, name: str, members: Iterable[str]) -> str:
    return f"/** {note} */\nexport const {name} = Object.freeze([{', '.join(map(str.upper, members))}]);"


def _types() -> Iterator[str]:
    """Of results, as JSDoc. The frames themselves are flat, with the same keys all."""
    # The server draws tasks: no script knows their fields.
    schemas = component_schemas() | {TaskResult.__name__: {"type": "object"}}
    results: list[object] = [kind.model_fields["result"].annotation for kind in CHAT_EVENTS]
    pending = [result.__name__ for result in results if isinstance(result, type)]
    found: set[str] = set()
    while pending:
        if (name := pending.pop()) not in found:
            found.add(name)
            pending += _names_in(schemas[name])
    for name in sorted(found):
        yield f"/** @typedef {{{_js_type(schemas[name])}}} {name} */"


def _names_in(value: object) -> Iterator[str]:
    match value:
        case {"$ref": str(ref)}:
            yield ref.removeprefix(REF)
        case dict():
            for inner in value.values():
                yield from _names_in(inner)
        case list():
            for inner in value:
                yield from _names_in(inner)


def _js_type(schema: Schema) -> str:
    match schema:
        case {"$ref": str(ref)}:
            return ref.removeprefix(REF)
        case {"const": constant}:
            return _literal(constant)
        case {"enum": list(values)}:
            return " | ".join(map(_literal, values))
        case {"anyOf": list(kinds)}:
            return " | ".join(dict.fromkeys(map(_js_type, kinds)))
        case {"type": "array", "items": items}:
            kind = _js_type(items)
            return f"({kind})[]" if "|" in kind else f"{kind}[]"
        case {"properties": properties, **rest}:
            required = rest.get("required", ())
            names = {key: key if key in required else f"{key}?" for key in properties}
            fields = (f"{names[key]}: {_js_type(kind)}" for key, kind in properties.items())
            return f"{{ {', '.join(fields)} }}"
        case {"type": "object"}:
            return "Record<string, unknown>"
        case {"type": str(kind)}:
            return _PLAIN[kind]
    return "unknown"


def _literal(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value).lower()

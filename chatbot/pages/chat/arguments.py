"""Form fields to approve a tool call with other arguments, made from the JSON schema of the arguments."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chatbot.domain.errors import Invalid
from chatbot.domain.events import ProposedTask
from chatbot.pages.chat.argument_names import argument_name

NONE_LEFT = _("Tick at least one task, or decline.")
NO_ANSWER = _("Write an answer, or skip the question.")
STATUS_WORDS = {
    "pending": pgettext_lazy("tasks", "Open"),
    "completed": _("Done"),
}  # as the tasks page has them
MAY_BE = {"integer": "number", "number": "number", "string": "text"}


type Shown = dict[int, ProposedTask]


class Values(Protocol):
    def getlist(self, key: str) -> list[Any]: ...


@dataclass(frozen=True, slots=True)
class ArgumentChoice:
    value: str  # as JSON
    label: str
    chosen: bool = True


@dataclass(frozen=True, slots=True)
class ArgumentField:
    """`tasks`: the listed tasks that are kept; those that are not shown are always kept."""

    name: str
    kind: Literal["choice", "tasks", "number", "text"]
    value: str = ""
    choices: tuple[ArgumentChoice, ...] = ()
    optional: bool = False

    @property
    def label(self) -> str:
        return argument_name(self.name).capitalize()

    @property
    def input_name(self) -> str:
        return f"argument-{self.name}"


def fields_of(
    schema: Mapping[str, Any], arguments: Mapping[str, Any], tasks: Iterable[ProposedTask]
) -> tuple[ArgumentField, ...]:
    """The arguments that a simple form field can edit; the others stay unchanged.

    If tasks can be left out, that is the only one: it says more than the filter that chose them.
    """
    shown = {task.number: task for task in tasks}
    fields = [
        field
        for name, kind in schema.get("properties", {}).items()
        if (name in arguments or _is_task_list(kind))
        and (field := _field(name, kind, arguments.get(name), shown)) is not None
    ]
    return tuple(field for field in fields if field.kind == "tasks") or tuple(fields)


def changed_arguments(
    fields: Iterable[ArgumentField], arguments: Mapping[str, Any], proposed: list[int], given: Values
) -> dict[str, Any] | None:
    """The arguments of the form, or `None` if they are unchanged. Raises `Invalid`.

    `proposed` are the numbers of all tasks of the proposal, for a call that did not number them.
    """
    values = dict(arguments)
    for field in fields:
        sent = [str(text) for text in given.getlist(field.input_name)]
        if not sent:
            continue
        if field.kind == "tasks":
            numbers = arguments.get(field.name)
            kept = _kept(field, proposed if numbers is None else numbers, sent)
            values |= {field.name: kept} if kept != proposed or numbers is not None else {}
        else:
            values[field.name] = _value(field, sent[-1])
    return values if values != arguments else None


def with_answer(arguments: Mapping[str, Any], given: Values) -> dict[str, Any]:
    """The arguments of a question with the person's answer. Raises `Invalid`."""
    answers = [text for text in map(str.strip, map(str, given.getlist("argument-answer"))) if text]
    if not answers:
        raise Invalid(str(NO_ANSWER), "answer")
    return {**arguments, "answer": answers[-1]}


def _field(name: str, schema: dict[str, Any], value: Any, shown: Shown) -> ArgumentField | None:
    kind, optional = _kind(schema)
    if options := kind.get("enum"):
        return ArgumentField(
            name, "choice", choices=_options([*options, *([None] if optional else [])], value)
        )
    if kind.get("type") == "boolean":
        return ArgumentField(name, "choice", choices=_options([True, False], value))
    if _is_task_list(schema):
        listed = [number for number in value if number in shown] if isinstance(value, list) else shown
        choices = tuple(ArgumentChoice(str(number), shown[number].title) for number in dict.fromkeys(listed))
        return ArgumentField(name, "tasks", choices=choices) if len(choices) > 1 else None
    match MAY_BE.get(kind.get("type", "")):
        case "number":
            return ArgumentField(name, "number", _text(value), optional=optional)
        case "text":
            return ArgumentField(name, "text", _text(value), optional=optional)
    return None


def _kind(schema: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    """The type of an argument, and whether it may be null."""
    kinds: list[dict[str, Any]] = schema.get("anyOf", [schema])
    return next((kind for kind in kinds if kind.get("type") != "null"), {}), {"type": "null"} in kinds


def _is_task_list(schema: dict[str, Any]) -> bool:
    kind, _ = _kind(schema)
    return kind.get("type") == "array" and kind.get("items", {}).get("type") == "integer"


def _options(options: list[Any], value: Any) -> tuple[ArgumentChoice, ...]:
    return tuple(
        ArgumentChoice(json.dumps(option), _label(option), chosen=option == value) for option in options
    )


def _label(option: Any) -> str:
    match option:
        case None:
            return str(_("Any"))
        case bool():
            return str(_("Yes") if option else _("No"))
        case _:
            return str(STATUS_WORDS.get(str(option), str(option).capitalize()))


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _kept(field: ArgumentField, numbers: list[int], sent: list[str]) -> list[int]:
    dropped = {int(choice.value) for choice in field.choices} - {_number(text) for text in sent}
    if not (kept := [number for number in numbers if number not in dropped]):
        raise Invalid(str(NONE_LEFT), field.name)
    return kept


def _value(field: ArgumentField, text: str) -> Any:
    """The typed value; what cannot be parsed stays text, which the tool's schema then refuses."""
    if field.kind == "choice":
        return next((json.loads(choice.value) for choice in field.choices if choice.value == text), text)
    if not text and field.optional:
        return None
    return _number(text) if field.kind == "number" else text


def _number(text: str) -> int | float | str:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text

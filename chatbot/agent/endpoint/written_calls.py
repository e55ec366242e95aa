"""Parse tool calls that a model writes into its text, because the endpoint does not parse them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from .answer import MadeCall
from .faults import Fault
from .fences import unfenced
from .tool_names import known_name
from .untyped_json import mapping_in, text_in

# How open models begin a call: Qwen and Hermes, Mistral, Llama, DeepSeek, Kimi.
_MARKS = (
    "<tool_call",
    "<function_call",
    "<function=",
    "<|python_tag|>",
    "<|tool_call",
    "<\N{FULLWIDTH VERTICAL LINE}tool",
    "[tool_calls]",
    "functools[",
)
_WHOLE = ("{", "[{", "```json")  # with which a text may begin that is nothing but a call
_MARK = re.compile(rf"^[ \t]*(?:{'|'.join(map(re.escape, _MARKS))})", re.IGNORECASE | re.MULTILINE)
_WIDEST_BEGIN = 200  # characters of a line, its blanks included, after which it is clear whether it is a call
_ARGUMENTS = ("arguments", "parameters", "args", "input")
_XML = re.compile(r"<function=([^>\s]+)>(.*?)(?:</function>|\Z)", re.DOTALL)
_XML_PARAMETER = re.compile(r"<parameter=([^>\s]+)>\n?(.*?)\n?(?:</parameter>|\Z)", re.DOTALL)


def read_written_calls(text: str, tools: set[str]) -> tuple[str, list[MadeCall]]:
    """The text without the calls, and the calls.

    Raises `Fault` for a call that cannot be parsed: the model cannot use tools.
    """
    mark = _MARK.search(text)
    if mark is None:
        calls = list(_calls_of_json(unfenced(text), tools))
        return ("", calls) if calls else (text, [])
    written = text[mark.start() :]
    calls = list(_calls_of_xml(written, tools)) or list(_calls_in(written, tools))
    if not calls:
        raise Fault("no_tools", f"a call is written as text: {written[:200]}")
    return text[: mark.start()].rstrip(), calls


class CallBuffer:
    """Buffers text that may turn out to be a call, from its start to the end of the answer."""

    def __init__(self, *, has_tools: bool) -> None:
        self._is_off = not has_tools
        self._is_holding = False
        self._is_first_line = True
        self._is_inside_line = False
        self._begin = ""  # of a line of which it is not clear yet

    def passed(self, text: str) -> str:
        """What may be shown of the text so far; the rest is known at the end of the answer."""
        if self._is_off:
            return text
        if self._is_holding:
            return ""
        shown = ""
        for part in re.findall(r"[^\n]*\n|[^\n]+", text):
            if self._is_inside_line:
                shown += part
            else:
                self._begin += part
                begin = self._begin.lstrip().lower()
                marks = (*_MARKS, *_WHOLE) if self._is_first_line else _MARKS
                self._is_holding = self._is_holding or begin.startswith(marks)
                may_be_call = len(self._begin) <= _WIDEST_BEGIN and any(m.startswith(begin) for m in marks)
                if self._is_holding or (may_be_call and not part.endswith("\n")):
                    continue
                shown += self._begin
                self._begin = ""
                self._is_first_line = self._is_first_line and not begin
            self._is_inside_line = not part.endswith("\n")
        return shown


def _calls_of_json(text: str, tools: set[str]) -> Iterator[MadeCall]:
    """The calls of a text that is nothing but JSON."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return
    calls = [_call(one, tools) for one in (value if isinstance(value, list) else [value])]
    yield from (call for call in calls if call is not None and None not in calls)


def _calls_in(text: str, tools: set[str]) -> Iterator[MadeCall]:
    """The calls of the JSON objects in a text."""
    decoder = json.JSONDecoder()
    position = 0
    while (begin := text.find("{", position)) >= 0:
        try:
            value, position = decoder.raw_decode(text, begin)
        except (ValueError, RecursionError):
            return
        if (call := _call(value, tools)) is not None:
            yield call


def _calls_of_xml(text: str, tools: set[str]) -> Iterator[MadeCall]:
    """As the newer Qwen models write them."""
    for name, body in _XML.findall(text):
        known = known_name(name, tools)
        if known in tools:
            yield MadeCall(known, json.dumps(dict(_XML_PARAMETER.findall(body)), ensure_ascii=False))


def _call(value: Any, tools: set[str]) -> MadeCall | None:
    given = mapping_in(value, "function") or value
    name = known_name(text_in(given, "name"), tools)
    arguments = next((given[key] for key in _ARGUMENTS if key in given), None) if name in tools else None
    if isinstance(arguments, dict):
        return MadeCall(name, json.dumps(arguments, ensure_ascii=False))
    return MadeCall(name, arguments) if isinstance(arguments, str) else None

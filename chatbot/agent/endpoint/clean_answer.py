"""Clean an answer: extract thinking and tool calls from its text, fix names of tools and arguments."""

from __future__ import annotations

from .answer import Answer, Item, MadeCall, Text
from .arguments import repaired
from .request import OutputSchema, Request
from .structured_output import read_output
from .thinking import without_thinking
from .tool_names import known_name
from .written_calls import read_written_calls


def _output(answer: Answer, text: str, output: OutputSchema) -> str:
    """The JSON that was asked for: in the text, or in the call that was offered for it."""
    for made in answer.calls:
        if known_name(made.name, {output.name}) == output.name:
            answer.items = [item for item in answer.items if not isinstance(item, MadeCall)]
            return read_output(made.arguments, output)
    return text if answer.calls else read_output(text, output)


def tidy(answer: Answer, request: Request) -> None:
    """Raises `Fault` if the text contains a tool call that cannot be parsed."""
    tools = {tool.name: tool for tool in request.tools}
    text = without_thinking(answer.text)
    written: list[MadeCall] = []
    if tools:
        text, written = read_written_calls(text, set(tools))
    if request.output is not None:
        text, written = _output(answer, text, request.output), []
    others: list[Item] = [item for item in answer.items if not isinstance(item, Text)]
    first = next((index for index, item in enumerate(answer.items) if isinstance(item, Text)), 0)
    answer.items = [*others[:first], *([Text(text)] if text.strip() else []), *others[first:]]
    if not answer.calls:
        answer.items += written
    for made in answer.calls:
        made.name = known_name(made.name, set(tools))
        if made.name in tools:
            made.arguments = repaired(made.arguments, tools[made.name])

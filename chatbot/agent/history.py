"""The messages and tool calls before a message, as input items for the model.

Tool calls of earlier runs are items as in a run itself, which every endpoint with tools accepts: each call
is followed by its output, and no run ends with one. Their ids are new and short, since the endpoint may
refuse the stored ones.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from chatbot.models import Message, Run, ToolCall
from streaming.entry import dumps

from .history_size import history_characters
from .pending_notes import pending_note

MESSAGES = 40
_CALLS = 20  # of one run, the latest ones
_ENTRIES = 10
_TEXT = 200
_LONGEST = 1_000  # arguments or output, as JSON

type Item = dict[str, Any]
type Block = list[Item]

_GONE = (Message.State.REPLACED, Message.State.WITHDRAWN)
_ENDINGS: dict[str, str] = {
    Message.State.STOPPED: "The user stopped this answer.",
    Message.State.PENDING: "This answer is not finished yet.",
    Message.State.STREAMING: "This answer is not finished yet.",
}
_UNFINISHED: dict[str, dict[str, str]] = {
    ToolCall.Status.STOPPED: {"error": "The user stopped this before it was done."},
    ToolCall.Status.STARTING: {"error": "This is not finished, or was interrupted."},
}


def history(run: Run, tools: Collection[str]) -> list[Item]:
    """The latest messages up to the one to answer, with the tool calls of the answers.

    It starts with a message of the user. Calls of tools that are not in `tools` are described in words.
    """
    blocks = [block for message in _earlier(run) if (block := _block(*message, tools))]
    newest: list[Block] = [[_said(run.trigger.role, run.trigger.content)]]
    size, limit = _size(newest[0]), history_characters(run)
    for block in reversed(blocks):
        size += _size(block)
        if size > limit:
            break
        newest.append(block)
    while len(newest) > 1 and newest[-1][0].get("role") != Message.Role.USER:
        newest.pop()
    return _numbered(item for block in reversed(newest) for item in block)


def _earlier(run: Run) -> Iterator[tuple[Message, str, Sequence[ToolCall]]]:
    """The messages in order, each with its error and its tool calls."""
    if run.trigger.position == 1:
        return
    before = run.conversation.messages.filter(position__lt=run.trigger.position)
    newest = before.current().exclude(state__in=_GONE).order_by("-position")[: MESSAGES - 1]
    messages = list(newest)[::-1]
    if not messages:
        return
    since = run.conversation.runs.filter(reply__position__gte=messages[0].position)
    since = (
        since.filter(trigger__left_for=None)
        .exclude(trigger__state=Message.State.WITHDRAWN)
        .select_related("reply")
    )
    fields = ("continues_id", "reply_id", "error", "reply__id", "reply__state")
    runs = {earlier.pk: earlier for earlier in since.only(*fields)}
    made = _calls(runs)
    errors = {earlier.reply_id: earlier.error for earlier in runs.values()}
    for message in messages:
        if message.state == Message.State.STOPPED and message.pk not in errors:
            continue  # of a message that was withdrawn
        yield message, errors.get(message.pk, ""), made[message.pk]


def _calls(runs: dict[UUID, Run]) -> dict[UUID, list[ToolCall]]:
    """The calls by reply. A call that a later run has resumed belongs to that run's reply."""
    newest: dict[str, ToolCall] = {}
    for call in ToolCall.objects.filter(run__in=runs).defer("proposal").order_by("started_at", "position"):
        newest[call.call_id] = call
    continued = {run.continues_id: run for run in runs.values() if run.continues_id}
    made: dict[UUID, list[ToolCall]] = defaultdict(list)
    for call in newest.values():
        run = runs[call.run_id]
        while run.reply.state == Message.State.REPLACED and run.pk in continued:
            run = continued[run.pk]
        made[run.reply_id].append(call)
    return made


def _block(message: Message, error: str, calls: Sequence[ToolCall], tools: Collection[str]) -> Block:
    if message.role == Message.Role.USER:
        return [_said(message.role, message.content)] if message.content else []
    is_included = {
        call.pk: call.name in tools and call.status != ToolCall.Status.AWAITING_APPROVAL for call in calls
    }
    known = [call for call in calls if is_included[call.pk]][-_CALLS:]
    waiting = [pending_note(call) for call in calls if call.status == ToolCall.Status.AWAITING_APPROVAL]
    notes = _left_out([call for call in calls if call not in known])
    if not waiting:
        notes.append(_ENDINGS.get(message.state, ""))
    if message.state == Message.State.FAILED:
        notes.append(f"This answer failed: {error}" if error else "This answer failed.")
    noted = [f"[{note}]" for note in notes if note]
    text = "\n\n".join(part for part in [message.content, *noted, *waiting] if part)
    if not text and not known:
        return []
    return [*(item for call in known for item in _pair(call)), _said(message.role, text or "[No text.]")]


def _left_out(calls: Iterable[ToolCall]) -> list[str]:
    done = (call.message or call.name for call in calls if call.status == ToolCall.Status.DONE)
    counts = Counter(line[:_TEXT] for line in done)
    return [f"Also done, {count} times: {line}" for line, count in counts.items()]


def _pair(call: ToolCall) -> Iterator[Item]:
    arguments, output = _short(call.arguments), _output(call)
    if len(dumps(arguments)) > _LONGEST:
        arguments = {name: value for name, value in arguments.items() if isinstance(value, int | bool)}
    if len(dumps(output)) > _LONGEST:
        output = {"result": call.message[:_TEXT]}
    yield {"type": "function_call", "name": call.name, "arguments": dumps(arguments)}
    yield {"type": "function_call_output", "output": dumps(output)}


def _output(call: ToolCall) -> dict[str, Any]:
    if call.status in _UNFINISHED:
        done = f" It had got to {call.count} of {call.total}." if call.count and call.total else ""
        return {name: text + done for name, text in _UNFINISHED[call.status].items()}
    output: dict[str, Any] = _short(call.output or {})
    if call.status == ToolCall.Status.DONE:
        output = {"result": call.message, **output}
    if call.undone_at is not None:
        output["undone"] = "The user took this back afterwards."
    return output


def _short(value: Any, depth: int = 0) -> Any:
    """Only number and title of a task: the rest may have changed since, and the model can query it again."""
    match value:
        case {"number": number, "title": title}:
            return {"number": number, "title": _short(title)}
        case dict() if depth < 2:
            return {key: _short(one, depth + 1) for key, one in value.items() if one is not None}
        case dict():
            return {}
        case list():
            return [_short(one, depth + 1) for one in value[:_ENTRIES]]
        case str():
            return value if len(value) <= _TEXT else f"{value[:_TEXT]}…"
    return value


def _numbered(items: Iterable[Item]) -> list[Item]:
    """The items with ids for calls and outputs: nine letters and digits, which every endpoint accepts."""
    numbered: list[Item] = []
    calls = 0
    for item in items:
        calls += item.get("type") == "function_call"
        has_id = item.get("type") in ("function_call", "function_call_output")
        numbered.append({**item, "call_id": f"past{calls:05}"} if has_id else item)
    return numbered


def _said(role: str, content: str) -> Item:
    return {"role": role, "content": content}


def _size(block: Block) -> int:
    return sum(len(value) for item in block for value in item.values())

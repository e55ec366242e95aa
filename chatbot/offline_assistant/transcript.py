"""The input of the model in the assistant's types. It is the assistant's only state."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from chatbot.formatting import DateSettings
from chatbot.formatting.names import WEEKDAYS

from .pending_notes import PendingDecision, noted, without_notes

_PART = re.compile(r"^You are (?P<name>[^\n]{1,60}), one of a team", re.MULTILINE)
_NOW = re.compile(r"^Now:\s*(?P<moment>\S+)(?:\s+\((?P<zone>[A-Za-z0-9_+/-]{1,64})\))?", re.MULTILINE)
_LISTS = re.compile(r"^Lists \(data\): (?P<names>\[.*\])$", re.MULTILINE)
_DATES = re.compile(
    r"^Dates: (?P<hours>12|24)-hour clock(?: \(\S+(?: [ap]m)?\))?"
    rf"(?:, weeks begin on (?P<day>{'|'.join(WEEKDAYS)}))?(?:, language (?P<language>[\w-]+))?",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Said:
    role: Literal["user", "assistant"]
    text: str


@dataclass(frozen=True)
class RecordedCall:
    """A tool call made since the message; `output` is None until there is one."""

    name: str
    output: str | None


@dataclass(frozen=True)
class Transcript:
    now: datetime
    message: str
    earlier: tuple[Said, ...]
    calls: tuple[RecordedCall, ...]
    pending: tuple[PendingDecision, ...] = ()
    # The agent of a plan's team whose turn it is; "" in a chat.
    part: str = ""
    lists: tuple[str, ...] = ()  # names of the person's lists
    dates: DateSettings = field(default_factory=lambda: DateSettings(UTC))


def read_transcript(instructions: str | None, items: str | Iterable[Mapping[str, Any]]) -> Transcript:
    """The last message of the user, the messages before it, and the tool calls made since."""
    given = instructions or ""
    entries: Sequence[Mapping[str, Any]] = (
        [{"role": "user", "content": items}] if isinstance(items, str) else list(items)
    )
    last = max((index for index, item in enumerate(entries) if item.get("role") == "user"), default=-1)
    said = [
        Said(item["role"], _text(item.get("content")))
        for item in entries[: max(last, 0)]
        if item.get("role") in ("user", "assistant")
    ]
    replies = [one.text for one in said if one.role == "assistant"]
    part = _PART.search(given)
    return Transcript(
        read_now(given),
        _text(entries[last].get("content")) if last >= 0 else "",
        tuple(one for one in map(_without_notes, said) if one.text),
        _calls(entries[last + 1 :]),
        tuple(decision for text in replies for decision in noted(text)),
        part["name"] if part else "",
        _lists(given),
        read_date_settings(given),
    )


def read_now(instructions: str) -> datetime:
    """The time in the line "Now: <ISO 8601> (<zone>)" of the instructions, in that zone; else the current
    time in UTC."""
    match = _NOW.search(instructions)
    try:
        moment = datetime.fromisoformat(match["moment"]) if match else datetime.now(UTC)
    except ValueError:
        moment = datetime.now(UTC)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    try:
        zone = ZoneInfo(match["zone"]) if match and match["zone"] else None
    except (ValueError, OSError, LookupError):
        zone = None  # an unknown zone: use the offset of the time
    return moment.astimezone(zone) if zone else moment


def read_date_settings(instructions: str) -> DateSettings:
    """The person's settings in the lines "Now:" and "Dates:" of the instructions, with defaults for
    missing ones."""
    zone = read_now(instructions).tzinfo or UTC
    match = _DATES.search(instructions)
    if match is None:
        return DateSettings(zone)
    return DateSettings(
        zone,
        "h12" if match["hours"] == "12" else "h23",
        WEEKDAYS.index(match["day"]) if match["day"] else 0,
        match["language"] or "en",
    )


def _lists(instructions: str) -> tuple[str, ...]:
    """The names in the line "Lists (data): […]"."""
    match = _LISTS.search(instructions)
    try:
        names = json.loads(match["names"]) if match else []
    except ValueError:
        names = []
    return tuple(name for name in names if isinstance(name, str)) if isinstance(names, list) else ()


def _without_notes(said: Said) -> Said:
    return Said(said.role, without_notes(said.text)) if said.role == "assistant" else said


def _text(content: object) -> str:
    if isinstance(content, str):
        return content
    if not isinstance(content, list):
        return ""
    parts = [part.get("text") for part in content if isinstance(part, Mapping)]
    return "\n".join(part for part in parts if isinstance(part, str))


def _calls(items: Sequence[Mapping[str, Any]]) -> tuple[RecordedCall, ...]:
    outputs = {
        item.get("call_id"): _text(item.get("output"))
        for item in items
        if item.get("type") == "function_call_output"
    }
    return tuple(
        RecordedCall(str(item.get("name")), outputs.get(item.get("call_id")))
        for item in items
        if item.get("type") == "function_call"
    )

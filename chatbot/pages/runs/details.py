"""The details of a row of a run's timeline: facts, arguments, output, and changes of tasks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from chatbot.domain.history.timeline import Span
from chatbot.domain.journal.approvals import summary_in_own_words
from chatbot.domain.journal.usage import Usage
from chatbot.domain.journal.usage_words import cost_phrase, tokens_in_detail
from chatbot.domain.tasks.fields import FIELDS
from chatbot.formatting import DateSettings, exact_time
from chatbot.models import Change, ToolCall, Turn
from chatbot.pages.stored_sentences import in_own_language
from chatbot.pages.times import moment_html

type Fact = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Details:
    facts: tuple[Fact, ...] = ()
    text: str = ""  # text of the model
    arguments: str = ""  # JSON
    approved_arguments: str = ""  # JSON, if a person has changed them
    output: str = ""  # JSON
    error: str = ""
    changes: tuple[str, ...] = ()
    undone: str = ""

    def __bool__(self) -> bool:
        return self != Details()


def details_of(span: Span, dates: DateSettings, now: datetime) -> Details:
    if span.kind == "turn" and span.turn is not None:
        return _of_turn(span.turn)
    if span.kind == "tool" and span.call is not None:
        return _of_call(span.call, dates) if span.is_last_of_call else _of_running_call(span.call)
    if span.kind == "approval" and span.call is not None:
        return _of_approval(span.call, dates, now)
    return Details()


def called_names(turn: Turn) -> list[str]:
    return [str(item.get("name")) for item in _items(turn) if item.get("type") == "function_call"]


def said(turn: Turn) -> str:
    messages = (item for item in _items(turn) if item.get("type") == "message")
    parts = (part for item in messages for part in item.get("content") or [] if isinstance(part, dict))
    return "".join(str(part.get("text") or part.get("refusal") or "") for part in parts)


def answered_by(turn: Turn) -> str:
    """The model's name in its response, which is often longer than the configured name."""
    name = turn.response.get("model") if isinstance(turn.response, dict) else None
    return name if isinstance(name, str) else ""


def _items(turn: Turn) -> list[dict[str, Any]]:
    output = turn.response.get("output") if isinstance(turn.response, dict) else None
    return [item for item in output or [] if isinstance(item, dict)]


def _of_turn(turn: Turn) -> Details:
    facts = []
    if names := called_names(turn):
        facts.append((_("called"), ", ".join(names)))
    usage = Usage.of(turn)
    if usage.total:
        facts += [(_("tokens"), tokens_in_detail(usage)), (_("cost"), cost_phrase(usage.cost))]
    if model := answered_by(turn) or turn.model:
        facts.append((_("model"), model))
    return Details(facts=tuple(facts), text=said(turn))


def _of_running_call(call: ToolCall) -> Details:
    return Details(facts=((_("tool"), call.name),), arguments=pretty(call.arguments))


def _of_call(call: ToolCall, dates: DateSettings) -> Details:
    facts = [(_("tool"), call.name), (_("call"), call.call_id)]
    if call.decision:
        facts.insert(1, (_("decision"), _decision(call, dates)))
    return Details(
        facts=tuple(facts),
        arguments=pretty(call.arguments),
        approved_arguments=_changed_arguments(call),
        output="" if call.output is None else pretty(call.output),
        error=in_own_language(call.error) if call.error not in call.message else "",
        changes=tuple(line for change in call.changes.all() for line in change_lines(change)),
        undone=_("Undone at %(time)s") % {"time": exact_time(call.undone_at, dates)}
        if call.undone_at
        else "",
    )


def _of_approval(call: ToolCall, dates: DateSettings, now: datetime) -> Details:
    proposal = call.proposal or {}
    tasks = proposal.get("tasks") or []
    summary = summary_in_own_words(call) or str(proposal.get("summary") or call.message)
    facts = [(_("asked"), summary)]
    if call.decision:
        facts.append((_("decision"), _decision(call, dates)))
    elif call.expires_at:
        facts.append((_("open until"), moment_html(call.expires_at, dates, now)))
    return Details(
        facts=tuple(facts),
        approved_arguments=_changed_arguments(call),
        changes=tuple(map(_proposed, tasks)),
    )


def _proposed(task: dict[str, Any]) -> str:
    change = f" · {task['change']}" if task.get("change") else ""
    return f"#{task.get('number')} {task.get('title')}{change}"


def decision_text(call: ToolCall) -> str:
    """ "Approved by alice"."""
    decided = call.get_decision_display()
    if call.decided_by is None:
        return decided
    return _("%(decided)s by %(name)s") % {"decided": decided, "name": call.decided_by.username}


def _decision(call: ToolCall, dates: DateSettings) -> str:
    when = f", {exact_time(call.decided_at, dates)}" if call.decided_at else ""
    return f"{decision_text(call)}{when}"


def _changed_arguments(call: ToolCall) -> str:
    changed = call.approved_arguments
    proposed = (call.proposal or {}).get("arguments") or call.arguments
    return "" if changed is None or changed in (call.arguments, proposed) else pretty(changed)


def change_lines(change: Change) -> Iterator[str]:
    """Sentences such as “Deleted #12 Buy milk” and “#12 Buy milk: priority low → high”."""
    before, after = change.before, change.after
    if before is None or after is None:
        task = after or before or {}
        words = _("Created %(task)s") if after else _("Deleted %(task)s")
        yield words % {"task": f"#{task.get('number')} {task.get('title')}"}
        return
    name = f"#{before.get('number')} {before.get('title')}"
    if bool(before.get("completed_at")) != bool(after.get("completed_at")):
        yield f"{name}: {_('done') if after.get('completed_at') else _('open again')}"
    for key in before.keys() & after.keys() & FIELDS.keys():
        if before[key] == after[key]:
            continue
        if FIELDS[key].kind == "list":  # a state has the ids of lists, which tell a person nothing
            yield f"{name}: {_('moved to another list') if after[key] else _('moved to the inbox')}"
        elif FIELDS[key].kind == "task":
            yield f"{name}: {_('made a subtask') if after[key] else _('no longer a subtask')}"
        else:
            yield f"{name}: {FIELDS[key].label} {_value(before[key])} → {_value(after[key])}"


def _value(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(f"#{item}" for item in value) or _("none")
    return str(value) if value else _("none")


def pretty(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) if value != {} else ""

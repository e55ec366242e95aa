"""Export everything that is stored about a person as one JSON document, in pieces."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import batched
from typing import Any

from django.utils import timezone

from chatbot.domain.people.actors import kind_of
from chatbot.domain.tasks.as_json import task_json
from chatbot.domain.tasks.lists import list_json
from chatbot.domain.tasks.views import view_json
from chatbot.models import (
    AuditEntry,
    Change,
    Conversation,
    DailyUsage,
    McpServer,
    Message,
    Plan,
    PlanTemplate,
    Run,
    Task,
    TaskList,
    TaskView,
    Thinking,
    ToolCall,
    User,
)
from streaming.log import iso

_BATCH = 100  # rows read at a time


def export(owner: User) -> Iterator[str]:
    """Pieces of JSON text. No transaction or cursor stays open between them."""
    yield f'{{"exported_at": {_dumps(iso(timezone.now()))},\n"account": {_dumps(_account(owner))}'
    yield from _list("tasks", _in_batches(_tasks, _ids(Task.objects.of(owner).order_by("number"))))
    yield from _list("task_history", _in_batches(_changes, _ids(Change.objects.of(owner).order_by("pk"))))
    yield from _list("lists", map(list_json, TaskList.objects.of(owner)))
    yield from _list("views", map(view_json, TaskView.objects.of(owner)))
    plans = Plan.objects.of(owner).order_by("created_at")
    yield from _list("plans", _in_batches(_plans, _ids(plans)))
    yield from _list("plan_templates", map(_template, PlanTemplate.objects.of(owner)))
    yield from _list("daily_usage", map(_day, DailyUsage.objects.of(owner).order_by("day", "model")))
    yield from _list("account_activity", map(_audited, AuditEntry.objects.of(owner).order_by("pk")))
    yield from _list("mcp_servers", map(_server, McpServer.objects.of(owner).defer("secret", "tools")))
    conversations = Conversation.objects.of(owner).filter(deleted_at=None).order_by("created_at")
    yield from _list("conversations", map(conversation_json, conversations))
    yield "}\n"


def _list(name: str, items: Iterable[dict[str, Any]]) -> Iterator[str]:
    yield f',\n"{name}": ['
    separator = "\n"
    for item in items:
        yield separator + _dumps(item)
        separator = ",\n"
    yield "]"


def _ids(rows: Any) -> list[Any]:
    return list(rows.values_list("pk", flat=True))


def _in_batches(
    read: Callable[[tuple[Any, ...]], Iterable[dict[str, Any]]], ids: Iterable[Any]
) -> Iterator[dict[str, Any]]:
    for some in batched(ids, _BATCH):
        yield from list(read(some))


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _moment(moment: datetime | None) -> str | None:
    return iso(moment) if moment else None


def _account(owner: User) -> dict[str, Any]:
    return {
        "id": str(owner.pk),
        "username": owner.username,
        "email": owner.email,
        "first_name": owner.first_name,
        "last_name": owner.last_name,
        "time_zone": owner.time_zone,
        "hour_cycle": owner.hour_cycle,
        "week_start": owner.week_start,
        "language": owner.language,
        "custom_instructions": owner.custom_instructions,
        "mails_reminders": owner.mails_reminders,
        "browser_locale": owner.browser_locale,
        "joined_at": iso(owner.date_joined),
        "last_sign_in_at": _moment(owner.last_login),
    }


def _audited(entry: AuditEntry) -> dict[str, Any]:
    by_staff = entry.by_id is not None  # whose address is theirs
    return {
        "at": iso(entry.at),
        "action": entry.action,
        "subject": entry.subject,
        "by": "staff" if by_staff else "owner",
        "address": "" if by_staff else entry.address,
        "program": "" if by_staff else entry.program,
    }


def _server(server: McpServer) -> dict[str, Any]:
    """Without the token."""
    return {
        "name": server.name,
        "url": server.url,
        "header": server.header,
        "is_enabled": server.is_enabled,
        "is_trusted": server.is_trusted,
        "created_at": iso(server.created_at),
    }


def _tasks(ids: tuple[Any, ...]) -> Iterable[dict[str, Any]]:
    tasks = Task.objects.filter(pk__in=ids).prefetch_related("tags").order_by("number")
    return map(task_json, tasks)


def _changes(ids: tuple[Any, ...]) -> Iterable[dict[str, Any]]:
    changes = Change.objects.filter(pk__in=ids).select_related("tool_call").order_by("pk")
    return (
        {
            "task_id": str(change.task_id),
            "changed_at": iso(change.created_at),
            "by": kind_of(change.actor),
            "call_id": change.tool_call.call_id if change.tool_call else None,
            "is_undo": change.is_undo,
            "before": change.before,
            "after": change.after,
        }
        for change in changes
    )


def _plans(ids: tuple[Any, ...]) -> Iterable[dict[str, Any]]:
    plans = Plan.objects.filter(pk__in=ids).prefetch_related("steps", "messages").order_by("created_at")
    return map(plan_json, plans)


def plan_json(plan: Plan) -> dict[str, Any]:
    """A plan with the steps of all its proposals, and everything that was said about it."""
    return {
        "id": str(plan.pk),
        "goal": plan.goal,
        "title": plan.title,
        "status": plan.status,
        "summary": plan.summary,
        "error": plan.error,
        "created_at": iso(plan.created_at),
        "finished_at": _moment(plan.finished_at),
        "steps": [
            {
                "version": step.version,
                "position": step.position,
                "title": step.title,
                "detail": step.detail,
                "agent": step.agent,
                "status": step.status,
                "result": step.result,
                "error": step.error,
            }
            for step in plan.steps.all()
        ],
        "messages": [{**said.frame, "created_at": iso(said.created_at)} for said in plan.messages.all()],
    }


def _template(template: PlanTemplate) -> dict[str, Any]:
    return {
        "title": template.title,
        "goal": template.goal,
        "steps": template.steps,
        "created_at": iso(template.created_at),
    }


def _day(usage: DailyUsage) -> dict[str, Any]:
    return {
        "day": usage.day.isoformat(),
        "model": usage.model,
        "turns": usage.turns,
        "input_tokens": usage.input_tokens,
        "cached_tokens": usage.cached_tokens,
        "output_tokens": usage.output_tokens,
        "reasoning_tokens": usage.reasoning_tokens,
        "cost": None if usage.cost is None else str(usage.cost),
    }


def conversation_json(conversation: Conversation) -> dict[str, Any]:
    """A conversation with its messages, and its runs with their tool calls."""
    runs = (
        Run.objects.filter(conversation=conversation)
        .select_related("feedback")
        .prefetch_related("tool_calls__decided_by", "thinking")
    )
    return {
        "id": str(conversation.pk),
        "title": conversation.title,
        "is_pinned": conversation.is_pinned,
        "is_archived": conversation.is_archived,
        "plan_id": str(conversation.plan_id) if conversation.plan_id else None,
        "created_at": iso(conversation.created_at),
        "updated_at": iso(conversation.updated_at),
        "messages": [_message(said) for said in Message.objects.filter(conversation=conversation)],
        "runs": [_run(run) for run in runs],
    }


def _message(message: Message) -> dict[str, Any]:
    return {
        "id": str(message.pk),
        "position": message.position,
        "role": message.role,
        "content": message.content,
        "state": message.state,
        "created_at": iso(message.created_at),
        "replaces": str(message.replaces_id) if message.replaces_id else None,
        "left_for": str(message.left_for_id) if message.left_for_id else None,
    }


def _run(run: Run) -> dict[str, Any]:
    return {
        "id": str(run.pk),
        "status": run.status,
        "answers": str(run.trigger_id),
        "reply": str(run.reply_id),
        "attempts": run.attempt,
        "error": run.error,
        "created_at": iso(run.created_at),
        "started_at": _moment(run.started_at),
        "finished_at": _moment(run.finished_at),
        "model": run.model or None,
        "client": run.client or None,
        "feedback": _feedback(run),
        "thinking": [_thinking(turn) for turn in run.thinking.all()],
        "tool_calls": [_tool_call(call) for call in run.tool_calls.all()],
    }


def _feedback(run: Run) -> dict[str, Any] | None:
    if not hasattr(run, "feedback"):
        return None
    given = run.feedback
    return {"rating": given.rating, "comment": given.comment, "updated_at": iso(given.updated_at)}


def _thinking(turn: Thinking) -> dict[str, Any]:
    return {"turn": turn.index + 1, "text": turn.text, "seconds": turn.duration.total_seconds()}


def _tool_call(call: ToolCall) -> dict[str, Any]:
    return {
        "call_id": call.call_id,
        "tool": call.name,
        "arguments": call.approved_arguments or call.arguments,
        "status": call.status,
        "output": call.output,
        "message": call.message,
        "error": call.error,
        "decision": call.decision or None,
        "decided_by": call.decided_by.username if call.decided_by else None,
        "started_at": iso(call.started_at),
        "finished_at": _moment(call.finished_at),
        "undone_at": _moment(call.undone_at),
    }

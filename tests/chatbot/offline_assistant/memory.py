"""A task list in memory, the agent's tools over it, and whole conversations with the offline assistant."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from agents import Agent, FunctionTool, RunConfig, ToolExecutionConfig
from agents.strict_schema import ensure_strict_json_schema

from chatbot.agent.offline_answers import OfflineModel
from chatbot.offline_assistant.model import respond
from chatbot.offline_assistant.tool_uses import ToolUse
from chatbot.tools import TOOLS, Tool
from chatbot.tools.common.changing import read_duration

NOON_IN_BERLIN = "2026-11-18T12:00:00+01:00 (Europe/Berlin)"  # a Wednesday
MODEL = OfflineModel()
SCHEMAS = {tool.name: ensure_strict_json_schema(tool.schema) for tool in TOOLS}
MOST_TURNS = 10
CONFIG = RunConfig(tracing_disabled=True, tool_execution=ToolExecutionConfig(max_function_tool_concurrency=1))


@dataclass
class StoredTask:
    number: int
    title: str
    description: str = ""
    completed: bool = False
    priority: str = "medium"
    due_at: datetime | None = None
    due_on: date | None = None
    tags: list[str] = field(default_factory=list)
    repeat: str = ""
    reminders: list[int] = field(default_factory=list)

    def has(self, tag: str | None, priority: str | None) -> bool:
        return (not tag or tag in self.tags) and (not priority or priority == self.priority)

    def has_words(self, query: str) -> bool:
        text = " ".join([self.title, self.description, *self.tags]).lower()
        return all(word in text for word in query.lower().split())


class TaskStore:
    """The tools in memory, as in the table of the agent's tools, with at most `page` tasks in one answer."""

    def __init__(self, now: str = NOON_IN_BERLIN, page: int = 50, *, has_pages: bool = True) -> None:
        moment, zone = now.rstrip(")").split(" (")
        self.now = datetime.fromisoformat(moment).astimezone(ZoneInfo(zone))
        self.page, self.has_pages = page, has_pages
        self.tasks: list[StoredTask] = []
        self.last_number = 0
        # When a task was completed, by its number.
        self.done_at: dict[int, datetime] = {}
        self.emails: list[str | None] = []
        # The tasks before each message that changed them.
        self.before: list[list[StoredTask]] = []
        # The person's decision on many deletions at once: decline, or choose fewer.
        self.declined = ""
        self.chosen: set[int] | None = None

    def undo(self) -> list[dict[str, Any]]:
        """Restore the state before the last message that changed tasks; returns the result for each task."""
        while self.before and self.before[-1] == self.tasks:
            self.before.pop()
        if not self.before:
            return []
        now = {task.number: task for task in self.tasks}
        self.tasks = self.before.pop()
        old = {task.number: task for task in self.tasks}
        effects = dict.fromkeys(now.keys() - old.keys(), "removed")
        effects |= dict.fromkeys(old.keys() - now.keys(), "restored")
        effects |= {n: "changed back" for n in old.keys() & now.keys() if old[n] != now[n]}
        return [
            {"number": number, "title": (old.get(number) or now[number]).title, "now": effects[number]}
            for number in sorted(effects)
        ]

    def delete(self, doomed: list[StoredTask]) -> dict[str, Any]:
        if doomed and self.declined:
            return {"declined": self.declined}
        gone = [task for task in doomed if self.chosen is None or task.number in self.chosen]
        self.tasks = [task for task in self.tasks if task not in gone]
        return {"count": len(gone)}

    def add(self, title: str, **values: Any) -> StoredTask:
        self.last_number += 1
        if isinstance(values.get("due_at"), str):
            values["due_at"] = self.moment(values["due_at"])
        task = StoredTask(self.last_number, title, **{**values, **self.due(values.get("due_at"))})
        self.tasks.append(task)
        return task

    def moment(self, text: str) -> datetime:
        found = datetime.fromisoformat(text)
        return (found if found.tzinfo else found.replace(tzinfo=self.now.tzinfo)).astimezone(self.now.tzinfo)

    def find(self, number: int) -> StoredTask | None:
        return next((task for task in self.tasks if task.number == number), None)

    def get(self, number: int) -> StoredTask:
        task = self.find(number)
        assert task is not None
        return task

    def titles(self, *, completed: bool | None = None) -> list[str]:
        return [task.title for task in self.tasks if completed is None or task.completed is completed]

    def is_overdue(self, task: StoredTask) -> bool:
        return bool(task.due_at and task.due_at < self.now and not task.completed)

    def shown(self, task: StoredTask) -> dict[str, Any]:
        due = task.due_at.isoformat() if task.due_at else None
        day = task.due_on.isoformat() if task.due_on else None
        return asdict(task) | {
            "due_at": due,
            "due_on": day,
            "overdue": self.is_overdue(task),
            "tags": sorted(task.tags),
        }

    def was_done(self, task: StoredTask, since: datetime | None, before: datetime | None) -> bool:
        if not (since or before):
            return True
        at = self.done_at.get(task.number, self.now)
        return (not since or at >= self.moment(since.isoformat())) and (
            not before or at < self.moment(before.isoformat())
        )

    def page_of(
        self, tasks: list[StoredTask], offset: int | None = 0, *, details: bool | None = False
    ) -> dict[str, Any]:
        """Like the tools: without descriptions unless they are requested."""
        offset = offset or 0
        far = self.now + timedelta(days=99999)
        tasks = sorted(tasks, key=lambda task: (task.completed, task.due_at or far, task.number))
        end = offset + self.page
        shown = [self.shown(task) for task in tasks[offset:end]]
        if not details:
            shown = [{name: value for name, value in one.items() if name != "description"} for one in shown]
        return {
            "count": len(tasks),
            "tasks": shown,
            "truncated": end < len(tasks),
            **({"next_offset": end} if end < len(tasks) and self.has_pages else {}),
        }

    def local(self, due: date | None) -> date | None:
        return self.moment(due.isoformat()) if isinstance(due, datetime) else due

    def due(self, due: date | None) -> dict[str, Any]:
        if due is None or isinstance(due, datetime):
            return {"due_at": due, "due_on": None}
        return {"due_at": datetime.combine(due, time(23, 59), self.now.tzinfo), "due_on": due}

    def change(
        self,
        task: StoredTask,
        priority: str | None,
        due: date | None,
        add: list[str] | None,
        remove: list[str] | None,
    ) -> None:
        task.priority = priority or task.priority
        task.due_at, task.due_on = self.due(due).values()
        task.tags = sorted((set(task.tags) | set(add or [])) - set(remove or []))

    def with_status(self, status: str) -> list[StoredTask]:
        if status == "overdue":
            return [task for task in self.tasks if self.is_overdue(task)]
        return [task for task in self.tasks if status == "all" or task.completed == (status == "completed")]

    def is_between(self, task: StoredTask, first: datetime | None, end: datetime | None) -> bool:
        first, end = self.local(first), self.local(end)
        if task.due_at is None:
            return first is None and end is None
        return (first is None or first <= task.due_at) and (end is None or task.due_at < end)

    def is_due(self, task: StoredTask, due: str) -> bool:
        if task.due_at is None or due == "no_date":
            return task.due_at is None and due == "no_date"
        today, day = self.now.date(), task.due_at.date()
        monday = today + timedelta(days=7 - today.weekday())
        return {
            "today": day == today,
            "tomorrow": day == today + timedelta(days=1),
            "this_week": today <= day < monday,
            "next_week": monday <= day < monday + timedelta(days=7),
        }[due]


class TaskTools:
    """The agent's tools over a store, by name: with their own arguments, and effects in the store."""

    def __init__(self, store: TaskStore) -> None:
        self.store = store

    def all(self) -> list[FunctionTool]:
        return [self._tool(tool) for tool in TOOLS if hasattr(self, tool.name)]

    def _tool(self, tool: Tool[Any]) -> FunctionTool:
        async def invoke(context: object, given: str) -> str:
            return json.dumps(getattr(self, tool.name)(tool.arguments.model_validate_json(given)))

        return FunctionTool(tool.name, tool.description, SCHEMAS[tool.name], invoke)

    def add_task(self, given: Any) -> dict[str, Any]:
        if len(given.title) > 255:
            return {"error": "A title has at most 255 characters."}
        twins = [
            task for task in self.store.with_status("pending") if task.title.lower() == given.title.lower()
        ]
        task = self.store.add(
            given.title,
            description=given.description or "",
            priority=given.priority or "medium",
            due_at=self.store.local(given.due_at),
            tags=given.tags or [],
            repeat=given.repeat or "",
            reminders=given.reminders or [],
        )
        same = (
            {"same_title": [{"number": twin.number, "title": twin.title} for twin in twins]} if twins else {}
        )
        return {"task": self.store.shown(task), **same}

    def list_tasks(self, given: Any) -> dict[str, Any]:
        if given.numbers is not None:
            named = [task for task in self.store.tasks if task.number in given.numbers]
            return self.store.page_of(named, given.offset, details=given.details)
        tasks = [
            task
            for task in self.store.with_status(given.status or "pending")
            if task.has(given.tag, given.priority)
            and self.store.is_between(task, given.due_from, given.due_before)
            and self.store.was_done(task, given.completed_since, given.completed_before)
        ]
        if given.sort == "newest":
            tasks = sorted(tasks, key=lambda task: -task.number)[: given.limit]
        found = [task for task in tasks if not given.due or self.store.is_due(task, given.due)]
        output = self.store.page_of(found, given.offset, details=given.details)
        if given.due == "this_week" and self.store.now.weekday() == 6 and given.status != "completed":
            coming = self.store.page_of([task for task in tasks if self.store.is_due(task, "next_week")])
            first = [
                {key: task[key] for key in ("number", "title", "due_at", "due_on")}
                for task in coming["tasks"][:5]
            ]
            output["next_week"] = {"count": coming["count"], "tasks": first}
        return output

    def search_tasks(self, given: Any) -> dict[str, Any]:
        tasks = self.store.with_status(given.status or "all")
        found = [task for task in tasks if task.has_words(given.query)]
        return self.store.page_of(found, given.offset, details=given.details)

    def update_task(self, given: Any) -> dict[str, Any]:
        task = self.store.find(given.number)
        if task is None:
            return no_task(given.number)
        before = asdict(task)
        task.title = given.title or task.title
        task.description = task.description if given.description is None else given.description
        due = None if given.clear_due else self.store.local(given.due_at) or task.due_on or task.due_at
        self.store.change(task, given.priority, due, given.add_tags, given.remove_tags)
        changed = [name for name, value in asdict(task).items() if before[name] != value]
        return {"task": self.store.shown(task), "changed": changed}

    def update_tasks(self, given: Any) -> dict[str, Any]:
        chosen = [task for task in self.store.tasks if task.number in given.numbers]
        if self.store.declined and len(chosen) > 10:
            return {"declined": self.store.declined}
        changed = 0
        for task in chosen:
            before = asdict(task)
            old = task.due_on or task.due_at
            due = None if given.clear_due else self.store.local(given.due_at) or old
            if given.due_day:
                is_timed = isinstance(old, datetime)
                due = datetime.combine(given.due_day, old.timetz()) if is_timed else given.due_day
            if given.due_time:
                due = datetime.combine(
                    (task.due_at or self.store.now).date(), given.due_time, self.store.now.tzinfo
                )
            if given.shift:
                due = (old or self.store.now.date()) + read_duration(given.shift)
            self.store.change(task, given.new_priority, due, given.add_tags, given.remove_tags)
            task.completed = task.completed if given.completed is None else given.completed
            changed += asdict(task) != before
        shown = [self.store.shown(task) for task in chosen[:20]]
        return {"count": changed, "unchanged": len(chosen) - changed, "tasks": shown}

    def complete_task(self, given: Any) -> dict[str, Any]:
        task = self.store.find(given.number)
        if task is None:
            return no_task(given.number)
        changed, task.completed = task.completed is not given.completed, given.completed
        return {"task": self.store.shown(task), "changed": changed}

    def delete_task(self, given: Any) -> dict[str, Any]:
        task = self.store.find(given.number)
        if task is None:
            return no_task(given.number)
        self.store.tasks.remove(task)
        return {"deleted": {"number": task.number, "title": task.title}}

    def complete_all_tasks(self, given: Any) -> dict[str, Any]:
        chosen = [task for task in self.store.with_status("pending") if task.has(given.tag, given.priority)]
        chosen = [task for task in chosen if given.numbers is None or task.number in given.numbers]
        if self.store.declined and len(chosen) > 10:
            return {"declined": self.store.declined}
        for task in chosen:
            task.completed = True
        return {"count": len(chosen)}

    def delete_all_tasks(self, given: Any) -> dict[str, Any]:
        return self.store.delete(self.store.with_status(given.status))

    def delete_tasks(self, given: Any) -> dict[str, Any]:
        return self.store.delete([task for task in self.store.tasks if task.number in given.numbers])

    def undo_last(self, given: Any) -> dict[str, Any]:
        undone = self.store.undo()
        if not undone:
            return {"error": "There is nothing in this conversation to undo."}
        return {"undone": undone, "count": len(undone)}

    def email_tasks(self, given: Any) -> dict[str, Any]:
        if self.store.declined:
            return {"declined": self.store.declined}
        self.store.emails.append(given.note)
        return {"count": len(self.store.with_status(given.status)), "sent_to": "a***@example.com"}


def no_task(number: int) -> dict[str, Any]:
    return {"error": f"There is no task #{number}."}


class Chat:
    """A conversation with the offline assistant; like the product, it passes plain texts as history."""

    def __init__(
        self,
        store: TaskStore | None = None,
        *,
        without: tuple[str, ...] = (),
        language: str = "en",
        week_start: str = "Monday",
    ) -> None:
        self.week_start = week_start
        self.language = language
        self.store = store or TaskStore()
        self.tools = [tool for tool in TaskTools(self.store).all() if tool.name not in without]
        self.history: list[dict[str, str]] = []
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.turns = 0

    @property
    def instructions(self) -> str:
        zone = getattr(self.store.now.tzinfo, "key", "UTC")
        clock = "24-hour clock (17:00)" if self.language == "de" else "12-hour clock (5 pm)"
        dates = f"Dates: {clock}, weeks begin on {self.week_start}, language {self.language}"
        return f"You keep the user's tasks.\nNow: {self.store.now.isoformat()} ({zone})\n{dates}"

    @property
    def agent(self) -> Agent[None]:
        """The same for the SDK's Runner."""
        return Agent(name="Assistant", instructions=self.instructions, model=MODEL, tools=list(self.tools))

    async def say(self, text: str) -> str:
        """Send `text` and get the reply; `calls` holds the tool calls that it took.

        These are the turns of the SDK's Runner in a fraction of its time; `test_model.py` compares them.
        """
        self.store.before.append(deepcopy(self.store.tasks))
        self.history.append({"role": "user", "content": text})
        self.calls = []
        items: list[dict[str, Any]] = [*self.history]
        for self.turns in range(1, MOST_TURNS + 1):
            decision = respond(self.instructions, items, {tool.name for tool in self.tools}, None)
            if isinstance(decision, str):
                self.history.append({"role": "assistant", "content": decision})
                return decision
            for use in decision:
                items += await self._call(use)
        raise AssertionError(f"Still no reply after {MOST_TURNS} turns: {self.calls}")

    async def _call(self, use: ToolUse) -> list[dict[str, Any]]:
        """The items of a call, and of its output."""
        self.calls.append((use.name, use.arguments))
        [tool] = [tool for tool in self.tools if tool.name == use.name]
        call = {"call_id": f"call_{len(self.calls)}"}
        given = json.dumps(use.arguments)
        output = await tool.on_invoke_tool(None, given)  # type: ignore[arg-type]
        return [
            {"type": "function_call", "name": use.name, "arguments": given, **call},
            {"type": "function_call_output", "output": output, **call},
        ]

    @property
    def called(self) -> list[str]:
        return [name for name, _ in self.calls]

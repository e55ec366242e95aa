"""A task list in memory, the agent's tools over it, and whole conversations through the SDK's Runner."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from agents import Agent, FunctionTool, RunConfig, Runner, ToolExecutionConfig, function_tool

from chatbot.agent.offline import build_offline_model

NOON_IN_BERLIN = "2026-11-18T12:00:00+01:00 (Europe/Berlin)"  # a Wednesday
MODEL = build_offline_model()
Priority = Literal["low", "medium", "high"]
CONFIG = RunConfig(tracing_disabled=True, tool_execution=ToolExecutionConfig(max_function_tool_concurrency=1))


@dataclass
class StoredTask:
    number: int
    title: str
    description: str = ""
    completed: bool = False
    priority: str = "medium"
    due_at: datetime | None = None
    tags: list[str] = field(default_factory=list)

    def has(self, tag: str | None, priority: str | None) -> bool:
        return (not tag or tag in self.tags) and (not priority or priority == self.priority)

    def has_words(self, query: str) -> bool:
        text = " ".join([self.title, self.description, *self.tags]).lower()
        return all(word in text for word in query.lower().split())


class TaskStore:
    """What the tools do, by the table of the agent's tools, with no more than `page` tasks in one answer."""

    def __init__(self, now: str = NOON_IN_BERLIN, page: int = 50) -> None:
        moment, zone = now.rstrip(")").split(" (")
        self.now = datetime.fromisoformat(moment).astimezone(ZoneInfo(zone))
        self.page = page
        self.tasks: list[StoredTask] = []
        self.last_number = 0
        self.emails: list[str | None] = []
        # How a person decides on many deletions at once: they may decline, or choose fewer.
        self.declined = ""
        self.chosen: set[int] | None = None

    def delete(self, doomed: list[StoredTask]) -> str:
        if doomed and self.declined:
            return json.dumps({"declined": self.declined})
        gone = [task for task in doomed if self.chosen is None or task.number in self.chosen]
        self.tasks = [task for task in self.tasks if task not in gone]
        return json.dumps({"count": len(gone)})

    def add(self, title: str, **values: Any) -> StoredTask:
        self.last_number += 1
        if isinstance(values.get("due_at"), str):
            values["due_at"] = self.moment(values["due_at"])
        task = StoredTask(self.last_number, title, **values)
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
        return asdict(task) | {"due_at": due, "overdue": self.is_overdue(task), "tags": sorted(task.tags)}

    def page_of(self, tasks: list[StoredTask]) -> dict[str, Any]:
        far = self.now + timedelta(days=99999)
        tasks = sorted(tasks, key=lambda task: (task.completed, task.due_at or far, task.number))
        shown = [self.shown(task) for task in tasks[: self.page]]
        return {"count": len(tasks), "tasks": shown, "truncated": len(tasks) > self.page}

    def with_status(self, status: str) -> list[StoredTask]:
        if status == "overdue":
            return [task for task in self.tasks if self.is_overdue(task)]
        return [task for task in self.tasks if status == "all" or task.completed == (status == "completed")]

    def is_due(self, task: StoredTask, due: str) -> bool:
        if task.due_at is None:
            return False
        today, day = self.now.date(), task.due_at.date()
        monday = today - timedelta(days=today.weekday())
        return {
            "today": day == today,
            "tomorrow": day == today + timedelta(days=1),
            "this_week": monday <= day < monday + timedelta(days=7),
        }[due]


class TaskTools:
    """The agent's tools over a store, each by its name."""

    def __init__(self, store: TaskStore) -> None:
        self.store = store

    def all(self) -> list[FunctionTool]:
        names = [name for name in vars(TaskTools) if name.endswith(("_task", "_tasks"))]
        return [function_tool(getattr(self, name)) for name in names]

    async def add_task(
        self,
        title: str,
        description: str | None,
        priority: Priority | None,
        due_at: str | None,
        tags: list[str] | None,
    ) -> str:
        if len(title) > 255:
            return json.dumps({"error": "A title has at most 255 characters."})
        values = {"description": description or "", "priority": priority or "medium", "tags": tags or []}
        return json.dumps({"task": self.store.shown(self.store.add(title, due_at=due_at, **values))})

    async def list_tasks(
        self,
        status: Literal["all", "pending", "completed", "overdue"],
        due: Literal["today", "tomorrow", "this_week"] | None,
        tag: str | None,
        priority: Priority | None,
    ) -> str:
        tasks = [task for task in self.store.with_status(status) if not due or self.store.is_due(task, due)]
        return json.dumps(self.store.page_of([task for task in tasks if task.has(tag, priority)]))

    async def search_tasks(self, query: str, status: Literal["all", "pending", "completed"]) -> str:
        found = [task for task in self.store.with_status(status) if task.has_words(query)]
        return json.dumps(self.store.page_of(found))

    async def update_task(
        self,
        number: int,
        title: str | None,
        description: str | None,
        priority: Priority | None,
        due_at: str | None,
        clear_due: bool,
        add_tags: list[str] | None,
        remove_tags: list[str] | None,
    ) -> str:
        task = self.store.find(number)
        if task is None:
            return no_task(number)
        before = asdict(task)
        task.title = title or task.title
        task.description = task.description if description is None else description
        task.priority = priority or task.priority
        task.due_at = None if clear_due else self.store.moment(due_at) if due_at else task.due_at
        task.tags = sorted((set(task.tags) | set(add_tags or [])) - set(remove_tags or []))
        changed = [name for name, value in asdict(task).items() if before[name] != value]
        return json.dumps({"task": self.store.shown(task), "changed": changed})

    async def complete_task(self, number: int, completed: bool) -> str:
        task = self.store.find(number)
        if task is None:
            return no_task(number)
        changed, task.completed = task.completed is not completed, completed
        return json.dumps({"task": self.store.shown(task), "changed": changed})

    async def delete_task(self, number: int) -> str:
        task = self.store.find(number)
        if task is None:
            return no_task(number)
        self.store.tasks.remove(task)
        return json.dumps({"deleted": {"number": number, "title": task.title}})

    async def complete_all_tasks(self, tag: str | None, priority: Priority | None) -> str:
        chosen = [task for task in self.store.with_status("pending") if task.has(tag, priority)]
        for task in chosen:
            task.completed = True
        return json.dumps({"count": len(chosen)})

    async def delete_all_tasks(self, status: Literal["all", "pending", "completed"]) -> str:
        return self.store.delete(self.store.with_status(status))

    async def delete_tasks(self, numbers: list[int]) -> str:
        return self.store.delete([task for task in self.store.tasks if task.number in numbers])

    async def email_tasks(
        self, status: Literal["all", "pending", "completed", "overdue"], note: str | None
    ) -> str:
        if self.store.declined:
            return json.dumps({"declined": self.store.declined})
        self.store.emails.append(note)
        return json.dumps({"count": len(self.store.with_status(status)), "sent_to": "a***@example.com"})


def no_task(number: int) -> str:
    return json.dumps({"error": f"There is no task #{number}."})


class Chat:
    """A conversation with the offline assistant; like the product, it hands on plain texts as history."""

    def __init__(self, store: TaskStore | None = None, *, without: tuple[str, ...] = ()) -> None:
        self.store = store or TaskStore()
        self.tools = [tool for tool in TaskTools(self.store).all() if tool.name not in without]
        self.history: list[dict[str, str]] = []
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.turns = 0

    @property
    def agent(self) -> Agent[None]:
        zone = getattr(self.store.now.tzinfo, "key", "UTC")
        now = f"You keep the user's tasks.\nNow: {self.store.now.isoformat()} ({zone})"
        return Agent(name="Assistant", instructions=now, model=MODEL, tools=list(self.tools))

    async def say(self, text: str) -> str:
        """Say `text` and get the reply; `calls` holds the tool calls it took."""
        self.history.append({"role": "user", "content": text})
        result = await Runner.run(self.agent, list(self.history), run_config=CONFIG)  # type: ignore[arg-type]
        self.calls = [
            (item.raw_item.name, json.loads(item.raw_item.arguments))  # type: ignore[union-attr]
            for item in result.new_items
            if item.type == "tool_call_item"
        ]
        self.turns = len(result.raw_responses)
        self.history.append({"role": "assistant", "content": result.final_output})
        return str(result.final_output)

    @property
    def called(self) -> list[str]:
        return [name for name, _ in self.calls]

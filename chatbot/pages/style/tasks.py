"""Rows of tasks, and what stands in their place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, timedelta
from uuid import UUID

from django.utils import timezone

from chatbot.formatting import DateSettings
from chatbot.models import Task
from chatbot.pages.chat.answer_tasks import TaskList
from chatbot.pages.style.sample import Sample, Section
from chatbot.pages.tasks.rows import Panel, TaskRow, deleted_row, task_row

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


def rows(place: str = "") -> list[TaskRow]:
    now, dates = timezone.now(), DateSettings(UTC)
    tomorrow = now + timedelta(days=1)
    tasks = (
        Task(number=1, title="Water the plants"),
        Task(number=2, title="Pay the rent", due_at=now - timedelta(days=2)),
        Task(number=3, title="Call Anna", due_at=now + timedelta(minutes=5), priority="high"),
        Task(number=4, title="Book the train to Lisbon", due_at=tomorrow, priority="low"),
        Task(number=5, title="Buy a present for the party, and something that one can eat", due_at=tomorrow),
        Task(number=6, title=LONG),
        Task(number=7, title="Renew the passport", due_at=now, completed_at=now),
    )
    drawn = [replace(task_row(task, dates, now), place=place and f"{place}-{task.number}") for task in tasks]
    return [*drawn[:4], replace(drawn[4], tags="#party #home"), *drawn[5:]]


def panel() -> Panel:
    *some, _ = rows()
    return Panel(some, open_count=62, overdue_count=1, done_count=1)


def sections() -> Iterator[Section]:
    deleted = deleted_row(UUID(int=1), 8, "Deleted since")
    some, many = (*rows("some")[:3], deleted), tuple(rows("many")[:6])
    yield Section(
        "Tasks",
        [
            Sample("In a list", "style/_task_list.html", {"tasks": rows()}),
            Sample("In an answer", "chat/_tasks.html", {"list": TaskList(some, len(some))}),
            Sample("More than are shown", "chat/_tasks.html", {"list": TaskList(many, 9), "whole_url": "#"}),
            Sample("Panel", "tasks/_panel.html", {"panel": panel()}),
            Sample("Empty panel", "tasks/_panel.html", {"panel": Panel([], 0, 0, 0)}),
            Sample(
                "Box with a problem", "tasks/_quick_add.html", {"id": "box", "quick_problem": "Give a title."}
            ),
        ],
    )

"""Tells about single tasks."""

from __future__ import annotations

from chatbot.assistant.language.commands import Details
from chatbot.assistant.outcomes import Task
from chatbot.assistant.wording import escaped, task_words

from .finding import Search, find_tasks, learn
from .steps import Situation, Steps


def show_details(details: Details, situation: Situation) -> Steps[str]:
    """The tasks with their descriptions. There is no tool for one task, so they are taken from the list."""
    found = yield from find_tasks(details.targets, Search("show", "all"), situation)
    problems = [*found.problems, *(yield from learn(found))]
    tasks = [found.known[number] for number in found.numbers if number in found.known]
    situation.speak_of(task.number for task in tasks)
    return "\n\n".join([*(_described(task, situation) for task in tasks), *problems])


def _described(task: Task, situation: Situation) -> str:
    lines = [escaped(line) for line in task.description.splitlines() if line.strip()]
    return "\n\n  ".join([f"- {task_words(task, situation.now)}", *lines])

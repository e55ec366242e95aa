"""The work of the Reviewer: what was made, held against the goal; and the summary of a plan."""

from __future__ import annotations

from chatbot.assistant.actions.steps import Steps
from chatbot.assistant.language.commands import Filter
from chatbot.assistant.matching import matches
from chatbot.assistant.outcomes import Task
from chatbot.assistant.tool_uses import list_tasks
from chatbot.assistant.wording import escaped, joined, name_words, plural, task_list

from .assignment import Assignment

WHO = (
    "I am the offline assistant: I follow rules and am no language model, so judge for yourself whether "
    "that is all."
)


def review(given: Assignment) -> Steps[str]:
    [everything] = yield [list_tasks(Filter(status="all"))]
    if not given.made:
        return "\n\n".join(["No task was made for this goal.", *_missing(given, [])])
    if everything.error:
        return _unseen(given)
    made = _of_plan(given, everything.tasks)
    lines = []
    if made:
        lines.append(f"{plural(len(made), 'task')} made, all on your list:\n\n{task_list(made, given.now)}")
    gone = [number for number in given.made if number not in {task.number for task in made}]
    if gone and not everything.is_truncated:
        lines.append(f"Not on your list any more: {_named(gone)}.")
    return "\n\n".join([*lines, *(_missing(given, made) or ["Each part of the goal has its task."])])


def sum_up(given: Assignment) -> Steps[str]:
    [everything] = yield [list_tasks(Filter(status="all"))]
    made = _of_plan(given, everything.tasks)
    skipped = f", {given.letter.skipped} left out" if given.letter.skipped else ""
    done = f"{plural(len(given.letter.results), 'step')} done{skipped}"
    lines = [f"**{escaped(given.goal.title)}**: {done}."]
    if made:
        lines.append(f"Made {plural(len(made), 'task')}:\n\n{task_list(made, given.now)}")
        still_open = [task for task in made if not task.completed]
        if still_open:
            lines.append(f"Begin with {name_words(still_open[0])}.")
        lines += _missing(given, made)
    elif given.made:
        lines.append(_unseen(given))
    else:
        lines += ["No task was made.", *_missing(given, made)]
    return "\n\n".join([*lines, WHO])


def _unseen(given: Assignment) -> str:
    return f"The plan made {_named(given.made)}; whether they are still on your list I cannot see here."


def _named(numbers: list[int]) -> str:
    return joined([f"**#{number}**" for number in numbers])


def _of_plan(given: Assignment, tasks: list[Task]) -> list[Task]:
    known = {task.number: task for task in tasks}
    return [known[number] for number in given.made if number in known]


def _missing(given: Assignment, made: list[Task]) -> list[str]:
    """A sentence on the parts of the goal that no task of the plan speaks of, if there are any."""
    titles = [f"{task.title} {task.description}" for task in made]
    missing = [part for part in given.goal.parts if not any(matches(part, title) for title in titles)]
    return [f"Without a task: {joined([escaped(part) for part in missing])}."] if missing else []

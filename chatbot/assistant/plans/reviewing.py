"""The work of the Reviewer: what was made, held against the goal; and the summary of a plan."""

from __future__ import annotations

from chatbot.assistant.actions.steps import Steps
from chatbot.assistant.language.commands import Filter
from chatbot.assistant.matching import matches
from chatbot.assistant.outcomes import Task
from chatbot.assistant.tool_uses import list_tasks
from chatbot.assistant.wording import escaped, joined, name_words, paragraphs, plural, task_list

from .letters import Assignment

WHO = (
    "I am the offline assistant: I follow rules and am no language model, so judge for yourself whether "
    "that is all."
)


def review(given: Assignment) -> Steps[str]:
    [everything] = yield [list_tasks(Filter(status="all"))]
    if not given.made:
        return paragraphs("No task was made for this goal.", _missing(given, []))
    if everything.error:
        return _unseen(given)
    made = _of_plan(given, everything.tasks)
    listed = (f"{plural(len(made), 'task')} made, all on your list:", task_list(made, given.now))
    gone = [number for number in given.made if number not in {task.number for task in made}]
    return paragraphs(
        *(listed if made else ()),
        f"Not on your list any more: {_named(gone)}." if gone and not everything.is_truncated else "",
        _missing(given, made) or "Each part of the goal has its task.",
    )


def sum_up(given: Assignment) -> Steps[str]:
    [everything] = yield [list_tasks(Filter(status="all"))]
    made = _of_plan(given, everything.tasks)
    skipped = f", {given.letter.skipped} left out" if given.letter.skipped else ""
    done = f"{plural(len(given.letter.results), 'step')} done{skipped}"
    if made:
        still_open = [name_words(task) for task in made if not task.completed]
        lines = [f"Made {plural(len(made), 'task')}:", task_list(made, given.now)]
        lines += [f"Begin with {still_open[0]}." if still_open else "", _missing(given, made)]
    else:
        lines = [_unseen(given)] if given.made else ["No task was made.", _missing(given, made)]
    return paragraphs(f"**{escaped(given.goal.title)}**: {done}.", *lines, WHO)


def _unseen(given: Assignment) -> str:
    return f"The plan made {_named(given.made)}; whether they are still on your list I cannot see here."


def _named(numbers: list[int]) -> str:
    return joined([f"**#{number}**" for number in numbers])


def _of_plan(given: Assignment, tasks: list[Task]) -> list[Task]:
    known = {task.number: task for task in tasks}
    return [known[number] for number in given.made if number in known]


def _missing(given: Assignment, made: list[Task]) -> str:
    """A sentence on the parts of the goal that no task of the plan speaks of; "" if there are none."""
    titles = [f"{task.title} {task.description}" for task in made]
    missing = [part for part in given.goal.parts if not any(matches(part, title) for title in titles)]
    return f"Without a task: {joined([escaped(part) for part in missing])}." if missing else ""

"""The work of the Reviewer: compares the tasks of a plan with its goal. Also the summary of a plan."""

from __future__ import annotations

from chatbot.formatting.sentences import marked, say, say_count
from chatbot.offline_assistant.actions.steps import Steps
from chatbot.offline_assistant.language.commands import Filter
from chatbot.offline_assistant.matching import matches
from chatbot.offline_assistant.outcomes import Task
from chatbot.offline_assistant.tool_uses import list_tasks
from chatbot.offline_assistant.wording import escaped, joined, name_words, paragraphs, task_list, tasks_words

from .assignments import Assignment

_MOST_NAMED = 6  # tasks; the page of the plan lists them all
WHO = marked(
    "I am the offline assistant: I follow rules and am no language model, so judge for yourself whether "
    "that is all."
)


def review(assignment: Assignment) -> Steps[str]:
    [everything] = yield [list_tasks(Filter(status="all"))]
    if not assignment.made:
        return paragraphs(say("No task was made for this goal."), _missing(assignment, []))
    if everything.error:
        return _unseen(assignment)
    made = _of_plan(assignment, everything.tasks)
    listed = (
        say("{tasks} made, all on your list:", tasks=tasks_words(len(made))),
        task_list(made, assignment.now),
    )
    gone = [number for number in assignment.made if number not in {task.number for task in made}]
    return paragraphs(
        *(listed if made else ()),
        say("Not on your list any more: {tasks}.", tasks=_named(gone))
        if gone and not everything.is_truncated
        else "",
        _missing(assignment, made) or say("Each part of the goal has its task."),
    )


def sum_up(assignment: Assignment) -> Steps[str]:
    [everything] = yield [list_tasks(Filter(status="all"))]
    made = _of_plan(assignment, everything.tasks)
    done = say_count("{count} step done", "{count} steps done", len(assignment.results))
    if assignment.skipped:
        done = say("{steps}, {count} left out", steps=done, count=assignment.skipped)
    if made:
        still_open = [name_words(task) for task in made if not task.completed]
        named = f": {_named([task.number for task in made])}" if len(made) <= _MOST_NAMED else ""
        lines = [say("Added {tasks}.", tasks=f"{tasks_words(len(made))}{named}")]
        lines += [
            say("Begin with {task}.", task=still_open[0]) if still_open else "",
            _missing(assignment, made),
        ]
    elif assignment.made:
        lines = [_unseen(assignment)]
    else:
        lines = [say("No task was made."), _missing(assignment, made)]
    return paragraphs(f"**{escaped(assignment.goal.title)}**: {done}.", *lines, say(WHO))


def _unseen(assignment: Assignment) -> str:
    return say(
        "The plan made {tasks}; whether they are still on your list I cannot see here.",
        tasks=_named(assignment.made),
    )


def _named(numbers: list[int]) -> str:
    return joined([f"**#{number}**" for number in numbers])


def _of_plan(assignment: Assignment, tasks: list[Task]) -> list[Task]:
    known = {task.number: task for task in tasks}
    return [known[number] for number in assignment.made if number in known]


def _missing(assignment: Assignment, made: list[Task]) -> str:
    """A sentence on the parts of the goal that no task of the plan mentions; "" if there are none."""
    titles = [f"{task.title} {task.description}" for task in made]
    missing = [part for part in assignment.goal.parts if not any(matches(part, title) for title in titles)]
    parts = joined([escaped(part) for part in missing])
    return say("Without a task: {parts}.", parts=parts) if missing else ""

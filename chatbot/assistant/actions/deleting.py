"""Deletes tasks. Whether many may go at once is asked outside of the conversation; the outcomes tell."""

from __future__ import annotations

from chatbot.assistant.language.commands import Delete, DeleteAll
from chatbot.assistant.outcomes import Outcome, Task
from chatbot.assistant.tool_uses import delete_all_tasks, delete_task, delete_tasks
from chatbot.assistant.wording import escaped, joined, name_words, plural

from .excluding import find_without
from .finding import Found, Search, everything_listed
from .steps import Situation, Steps

MOST_NAMED = 10


def delete_some(delete: Delete, situation: Situation) -> Steps[str]:
    found = yield from find_without(delete.targets, delete.excluded, Search("delete", "all"), situation)
    parts = []
    if len(found.numbers) > 1:
        yield from _leave_out_unknown(found)
    if len(found.numbers) > 1:
        [outcome] = yield [delete_tasks(found.numbers)]
        parts.append(_told_of_several(found, outcome))
    elif found.numbers:
        [outcome] = yield [delete_task(found.numbers[0])]
        parts.append(_told_of_one(found.numbers[0], outcome))
    return "\n\n".join([*parts, *found.problems])


def delete_all(delete: DeleteAll, situation: Situation) -> Steps[str]:
    kind = {"all": "", "pending": "open ", "completed": "completed "}[delete.status]
    [outcome] = yield [delete_all_tasks(delete.status)]
    if outcome.error:
        return outcome.error
    if outcome.declined:
        return left(outcome.declined, f"your {kind}tasks as they are")
    if not outcome.count:
        return f"There were no {kind}tasks to delete."
    return f"Deleted {plural(outcome.count, f'{kind}task')}."


def _leave_out_unknown(found: Found) -> Steps[None]:
    """What does not exist is not asked about; in a list too long to be seen, everything may exist."""
    if all(number in found.known for number in found.numbers):
        return
    everything = yield from everything_listed()
    found.known.update({task.number: task for task in everything.tasks})
    if everything.error or everything.is_truncated:
        return
    found.problems += [
        f"There is no task #{number}." for number in found.numbers if number not in found.known
    ]
    found.numbers = [number for number in found.numbers if number in found.known]


def _told_of_several(found: Found, outcome: Outcome) -> str:
    asked = len(found.numbers)
    if outcome.error:
        return outcome.error
    if outcome.declined:
        return left(outcome.declined, f"your {asked} tasks as they are")
    if outcome.count < asked:
        # Whoever approved it chose fewer of them.
        return f"Deleted {outcome.count or 'none'} of these {asked} tasks."
    if asked > MOST_NAMED:
        return f"Deleted {asked} tasks."
    return f"Deleted {joined([name_words(found.known.get(n, Task(n, ''))) for n in found.numbers])}."


def _told_of_one(number: int, outcome: Outcome) -> str:
    if outcome.error:
        return outcome.error
    if outcome.declined:
        return left(outcome.declined, f"**#{number}** as it is")
    deleted = outcome.data.get("deleted")
    title = str(deleted.get("title") or "") if isinstance(deleted, dict) else ""
    return f"Deleted {f'**#{number}** {escaped(title)}'.strip()}."


def left(declined: str, what: str) -> str:
    if "in time" in declined:
        return f"Nobody approved this in time, so I left {what}."
    return f"All right, I left {what}."

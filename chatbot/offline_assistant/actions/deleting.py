"""Deletes tasks. Approval of many deletions happens outside the conversation; the outcome contains the
decision."""

from __future__ import annotations

from chatbot.formatting.sentences import marked, say
from chatbot.offline_assistant.language.commands import Delete, DeleteAll
from chatbot.offline_assistant.outcomes import read_task
from chatbot.offline_assistant.reports import DELETED
from chatbot.offline_assistant.tool_uses import call
from chatbot.offline_assistant.wording import names_of, paragraphs, tasks_words

from .excluding import find_without
from .finding import Found, look_up_unknown
from .steps import Situation, Steps, left_as_they_are, left_one, not_done

MOST_NAMED = 10
_LEFT = {
    "all": marked("I left your tasks as they are"),
    "pending": marked("I left your open tasks as they are"),
    "completed": marked("I left your completed tasks as they are"),
    "overdue": marked("I left your overdue tasks as they are"),
}


def delete_some(delete: Delete, situation: Situation) -> Steps[str]:
    found = yield from find_without(delete, "delete", situation)
    if len(found.numbers) > 1:
        yield from look_up_unknown(found)
    said = (yield from _delete(found)) if found.numbers else ""
    return paragraphs(said, *found.problems)


def delete_all(delete: DeleteAll, situation: Situation) -> Steps[str]:
    [outcome] = yield [call("delete_all_tasks", status=delete.status)]
    if said := not_done(outcome, say(_LEFT[delete.status])):
        return said
    if not outcome.count:
        return say("There were {tasks} to delete.", tasks=tasks_words(0, delete.status))
    return say(DELETED, tasks=tasks_words(outcome.count, delete.status))


def _delete(found: Found) -> Steps[str]:
    numbers, asked = found.numbers, len(found.numbers)
    if asked == 1:
        [outcome] = yield [call("delete_task", number=numbers[0])]
        if said := not_done(outcome, left_one(numbers[0])):
            return said
        deleted = read_task(outcome.data.get("deleted")) or found.tasks[0]
        return say(DELETED, tasks=names_of([deleted]))
    [outcome] = yield [call("delete_tasks", numbers=numbers)]
    if said := not_done(outcome, left_as_they_are(asked)):
        return said
    if outcome.count < asked:
        # The person approved fewer of them.
        count = outcome.count or say("none")
        return say("Deleted {count} of these {all} tasks.", count=count, all=asked)
    names = names_of(found.tasks) if asked <= MOST_NAMED else tasks_words(asked)
    return say(DELETED, tasks=names)

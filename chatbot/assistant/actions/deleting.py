"""Deletes tasks. Approval of many deletions happens outside the conversation; the outcome contains the
decision."""

from __future__ import annotations

from chatbot.assistant.language.commands import Delete, DeleteAll
from chatbot.assistant.outcomes import read_task
from chatbot.assistant.tool_uses import call
from chatbot.assistant.wording import names_of, paragraphs, plural, state_words

from .excluding import find_without
from .finding import Found, look_up_unknown
from .steps import Situation, Steps, not_done

MOST_NAMED = 10


def delete_some(delete: Delete, situation: Situation) -> Steps[str]:
    found = yield from find_without(delete, "delete", situation)
    if len(found.numbers) > 1:
        yield from look_up_unknown(found)
    said = (yield from _delete(found)) if found.numbers else ""
    return paragraphs(said, *found.problems)


def delete_all(delete: DeleteAll, situation: Situation) -> Steps[str]:
    kind = state_words(delete.status)
    [outcome] = yield [call("delete_all_tasks", status=delete.status)]
    if said := not_done(outcome, f"left your {kind}tasks as they are"):
        return said
    if not outcome.count:
        return f"There were no {kind}tasks to delete."
    return f"Deleted {plural(outcome.count, f'{kind}task')}."


def _delete(found: Found) -> Steps[str]:
    numbers, asked = found.numbers, len(found.numbers)
    if asked == 1:
        [outcome] = yield [call("delete_task", number=numbers[0])]
        if said := not_done(outcome, f"left **#{numbers[0]}** as it is"):
            return said
        return f"Deleted {names_of([read_task(outcome.data.get('deleted')) or found.tasks[0]])}."
    [outcome] = yield [call("delete_tasks", numbers=numbers)]
    if said := not_done(outcome, f"left your {asked} tasks as they are"):
        return said
    if outcome.count < asked:
        # The person approved fewer of them.
        return f"Deleted {outcome.count or 'none'} of these {asked} tasks."
    return f"Deleted {names_of(found.tasks) if asked <= MOST_NAMED else f'{asked} tasks'}."

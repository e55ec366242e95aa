"""Deletes tasks; many at once only after a clear yes."""

from __future__ import annotations

from chatbot.agent.offline.confirmation import ask_to_delete_all, ask_to_delete_these
from chatbot.agent.offline.language.commands import Delete, DeleteAll, Filter
from chatbot.agent.offline.tool_uses import delete_all_tasks, delete_task, list_tasks
from chatbot.agent.offline.wording import escaped, joined, plural

from .finding import Search, find_tasks
from .steps import MOST_CALLS, Situation, Steps, call_each, errors_of, left_over


def delete_tasks(delete: Delete, situation: Situation) -> Steps[str]:
    found = yield from find_tasks(delete.targets, Search("delete", "all"), situation)
    if found.is_bulk and len(found.numbers) > 1 and not delete.is_confirmed:
        doomed = [found.known[number] for number in found.numbers if number in found.known]
        return "\n\n".join([*found.problems, ask_to_delete_these(doomed[:MOST_CALLS], situation.now)])
    outcomes = yield from call_each(delete_task(number) for number in found.numbers)
    names = []
    for number, outcome in zip(found.numbers, outcomes, strict=False):
        if not outcome.error:
            deleted = outcome.data.get("deleted")
            title = str(deleted.get("title") or "") if isinstance(deleted, dict) else ""
            names.append(f"**#{number}** {escaped(title)}".strip())
    parts = [f"Deleted {joined(names)}."] if names else []
    parts += errors_of(outcomes)
    if len(found.numbers) > MOST_CALLS:
        parts.append(left_over(len(found.numbers)))
    return "\n\n".join([*parts, *found.problems])


def delete_all(delete: DeleteAll, situation: Situation) -> Steps[str]:
    kind = {"all": "", "pending": "open ", "completed": "completed "}[delete.status]
    if not delete.is_confirmed:
        [outcome] = yield [list_tasks(Filter(status=delete.status))]
        if outcome.error:
            return outcome.error
        if not outcome.count:
            return f"You have no {kind}tasks, so there is nothing to delete."
        return ask_to_delete_all(delete.status, outcome.count)
    [outcome] = yield [delete_all_tasks(delete.status)]
    return outcome.error or f"Deleted {plural(outcome.count, f'{kind}task')}."

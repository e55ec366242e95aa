"""Asking before many tasks are deleted, and acting only on a clear yes. Apart, so that approvals can take
its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from .language.commands import Delete, DeleteAll, Numbers, Say
from .language.patterns import rx
from .outcomes import Task
from .questions import shown_tasks
from .wording import plural, task_list

_KINDS: dict[str, Literal["all", "pending", "completed"]] = {
    "": "all",
    "open ": "pending",
    "completed ": "completed",
}
_ALL = re.compile(
    r"This deletes (?:all \d+|your only) (?P<kind>open |completed "
    r"|)tasks? and cannot be undone\. Type \*\*yes\*\*"
)
_THESE = re.compile(r"This deletes these \d+ tasks and cannot be undone\. Type \*\*yes\*\*")
_CLEAR_YES = rx(
    r"(?:yes|yep|yeah|yup|sure|y|confirm(?:ed)?|go\s+ahead|do\s+it)(?:[,.!]?\s+(?:please|sure"
    r"|go\s+ahead|do\s+it|i\s+am\s+sure|i['’]m\s+sure"
    r"|(?:please\s+)?(?:delete|remove)\s+(?:them|it|all|everything|them\s+all|all\s+(?:of\s+them|tasks"
    r"|completed\s+tasks|open\s+tasks))))*[\s.!]*"
)


def ask_to_delete_all(status: Literal["all", "pending", "completed"], count: int) -> str:
    kind = {"all": "", "pending": "open ", "completed": "completed "}[status]
    which = f"all {plural(count, f'{kind}task')}" if count > 1 else f"your only {kind}task"
    return f"This deletes {which} and cannot be undone. Type **yes** to go ahead."


def ask_to_delete_these(tasks: Sequence[Task], now: datetime) -> str:
    """List every one of them, since the list is what a yes deletes."""
    lines = task_list(tasks, now, most=len(tasks))
    return (
        f"{lines}\n\nThis deletes these {plural(len(tasks), 'task')} and cannot be undone. Type **yes**"
        " to go ahead."
    )


def read_confirmation(asked: str, answer: str) -> Delete | DeleteAll | Say | None:
    """What `answer` decides if `asked` ends in such a question: the deletion, or Say("no"). None: nothing
    was asked."""
    every, these = _ALL.search(asked), _THESE.search(asked)
    if not (every or these):
        return None
    if not _CLEAR_YES.fullmatch(answer.strip()):
        return Say("no")
    if every:
        return DeleteAll(_KINDS[every["kind"]], is_confirmed=True)
    numbers = tuple(number for number, _ in shown_tasks(asked))
    return Delete((Numbers(numbers),), is_confirmed=True)

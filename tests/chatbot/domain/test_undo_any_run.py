"""After undoing any sequence of tool calls, everything is as it was."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatbot.domain.errors import Conflict
from chatbot.domain.journal import tool_calls
from chatbot.domain.journal.tool_calls import Call
from chatbot.domain.tasks import commands as tasks
from chatbot.domain.tasks.changes import snapshot
from chatbot.domain.tasks.undo import undo_call, undo_run
from chatbot.models import Change, Task, User
from chatbot.tools import TOOLS
from tests.chatbot.domain.worked import Work, work_for

NUMBERS = st.integers(1, 8)
TITLES = st.sampled_from(["Milk", "Bread", "Eggs"])
TAGS = st.lists(st.sampled_from(["home", "shop", "Work"]), max_size=2)
PRIORITIES = st.sampled_from(["low", "medium", "high"])
DUES = st.none() | st.sampled_from(["2031-03-04T05:06:07.000089+02:00", "2031-03-04T05:06"])


def use(tool: str, **arguments: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[str, dict[str, Any]]]:
    return st.tuples(st.just(tool), st.fixed_dictionaries(arguments))


USES = st.one_of(
    use(
        "add_task",
        title=TITLES,
        description=st.none() | TITLES,
        priority=PRIORITIES,
        due_at=DUES,
        tags=TAGS,
        parent=st.none() | NUMBERS,
    ),
    use(
        "update_task",
        number=NUMBERS,
        title=st.none() | TITLES,
        description=st.none() | TITLES,
        priority=st.none() | PRIORITIES,
        due_at=DUES,
        clear_due=st.booleans(),
        parent=st.none() | st.integers(0, 8),
        add_tags=st.none() | TAGS,
        remove_tags=st.none() | TAGS,
    ),
    use("complete_task", number=NUMBERS, completed=st.booleans()),
    use("delete_task", number=NUMBERS),
    use("complete_all_tasks", tag=st.none() | st.just("home"), priority=st.none() | PRIORITIES),
    use("delete_all_tasks", status=st.sampled_from(["all", "pending", "completed"])),
    use("delete_tasks", numbers=st.lists(NUMBERS, max_size=4)),
    use("restore_tasks", numbers=st.none() | st.lists(NUMBERS, max_size=4)),
)
BY_NAME = {tool.name: tool for tool in TOOLS}
PROPERTY = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)


def perform(work: Work, name: str, given: dict[str, Any]) -> None:
    tool = BY_NAME[name]
    arguments = tool.arguments.model_validate(given)
    call = Call(work.begin().call_id, name, given)
    tool_calls.perform(work.claim, call, lambda owner, so_far: tool.effect(owner, arguments, so_far))


def state(owner: User) -> dict[Any, dict[str, Any]]:
    return {task.pk: snapshot(task) for task in Task.objects.of(owner).prefetch_related("tags")}


@pytest.fixture
def tidy(alice: User) -> dict[Any, dict[str, Any]]:
    """Four tasks of alice, one of them done; a fifth one is in the trash."""
    for number, title in enumerate(["Milk", "Bread", "Eggs", "Oats"]):
        task = tasks.add_task(alice, title=title, tags=["home"] if number % 2 else [])
    tasks.complete_task(alice, task.pk)
    tasks.delete_task(alice, tasks.add_task(alice, title="Tea").pk)
    return state(alice)


@PROPERTY
@given(uses=st.lists(USES, min_size=1, max_size=8), undone_before=st.integers(0, 3))
def test_undoing_a_run_restores_everything(
    alice: User,
    tidy: dict[Any, dict[str, Any]],
    uses: list[tuple[str, dict[str, Any]]],
    undone_before: int,
) -> None:
    with transaction.atomic():
        work = work_for(alice)
        for name, arguments in uses:
            perform(work, name, arguments)
        run = work.end()
        alice.refresh_from_db(fields=["last_task_number"])
        numbers = alice.last_task_number
        last_first = [call for call in reversed(work.calls) if Change.objects.filter(tool_call__call_id=call)]

        for call in last_first[:undone_before]:
            undo_call(alice, call)
        if last_first[undone_before:]:
            undo_run(alice, run.pk)
        else:
            with pytest.raises(Conflict):
                undo_run(alice, run.pk)

        assert state(alice) == tidy
        alice.refresh_from_db(fields=["last_task_number"])
        assert alice.last_task_number == numbers
        transaction.set_rollback(True)


@PROPERTY
@given(uses=st.lists(USES, min_size=2, max_size=6), chosen=st.integers(0, 5), by_hand=USES)
def test_a_call_is_undone_completely_or_not_at_all(
    alice: User,
    tidy: dict[Any, dict[str, Any]],
    uses: list[tuple[str, dict[str, Any]]],
    chosen: int,
    by_hand: tuple[str, dict[str, Any]],
) -> None:
    with transaction.atomic():
        work = work_for(alice)
        before = []
        for name, arguments in [*uses, by_hand]:
            before.append(state(alice))
            perform(work, name, arguments)
        work.end()
        after, position = state(alice), chosen % len(uses)
        changed = {
            change.task_id: change
            for change in Change.objects.filter(tool_call__call_id=work.calls[position])
        }

        try:
            undone = undo_call(alice, work.calls[position])
        except Conflict:
            assert state(alice) == after
        else:
            assert undone == len(changed) > 0
            kept = {pk: task for pk, task in after.items() if pk not in changed}
            back = {pk: task for pk, task in before[position].items() if pk in changed}
            assert state(alice) == kept | back
        transaction.set_rollback(True)

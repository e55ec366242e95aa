"""Simultaneous decisions of two people or tabs: the first one counts, and the others get a conflict."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from chatbot.models import Run, Task, ToolCall, User
from tests.chatbot.api.client import Api
from tests.chatbot.asking import ask_to_delete
from tests.chatbot.domain.conftest import any_database, postgresql
from tests.chatbot.domain.published import types
from tests.chatbot.domain.threads import at_once

__all__ = ["any_database", "postgresql"]

pytestmark = [pytest.mark.usefixtures("any_database"), pytest.mark.django_db(transaction=True)]


def answers(owner: User, *paths: str) -> list[Any]:
    """The response to a POST to each path, all sent at once by separate clients."""
    found = at_once(*(partial(Api.of(owner).post, path) for path in paths))
    assert [error for error in found if isinstance(error, Exception)] == []
    return found


@pytest.mark.parametrize(
    "verbs", [["approve", "decline"], ["approve"] * 4, ["decline"] * 4, ["approve", "decline"] * 3]
)
def test_the_first_decision_wins(any_database: None, alice: User, verbs: list[str]) -> None:
    asked = ask_to_delete(alice, "Milk")
    decided = answers(alice, *(f"/api/tool-calls/{asked.call_id}/{verb}/" for verb in verbs))

    assert sorted(answer.status_code for answer in decided) == [200] + [409] * (len(verbs) - 1)
    [won] = [answer.json() for answer in decided if answer.status_code == 200]
    assert asked.row.decision == won["decision"]
    for answer in decided:
        if answer.status_code == 409:
            assert answer.json()["error"] == f"This was {won['decision']} already by alice."
    assert types(alice).count("approval_resolved") == 1
    assert Run.objects.get().status == Run.Status.QUEUED


def test_of_a_decision_and_a_stop_at_once_one_wins(any_database: None, alice: User) -> None:
    asked = ask_to_delete(alice, "Milk")
    approve, cancel = f"/api/tool-calls/{asked.call_id}/approve/", f"/api/runs/{asked.run.pk}/cancel/"
    approved, cancelled = answers(alice, approve, cancel)

    # Approved before or not, a run without an active process is stopped.
    assert cancelled.status_code == 200
    assert Run.objects.get().status == Run.Status.CANCELLED
    assert asked.row.status == ToolCall.Status.STOPPED
    assert types(alice).count("approval_resolved") == (1 if approved.status_code == 200 else 0)
    assert approved.status_code in {200, 409}
    assert types(alice)[-1] == "run_cancelled"


def test_simultaneous_undos_are_done_once(any_database: None, alice: User) -> None:
    asked = ask_to_delete(alice, "Milk", "Bread")
    Api.of(alice).post(f"/api/tool-calls/{asked.call_id}/approve/")
    asked.resume()
    undo = f"/api/tool-calls/{asked.call_id}/undo/"
    undone = answers(alice, undo, undo, f"/api/runs/{asked.run.pk}/undo/")

    assert sorted(answer.status_code for answer in undone) == [200, 409, 409]
    assert {answer.json().get("error") for answer in undone} == {None, "This was undone already."}
    assert Task.objects.of(alice).count() == 2
    assert types(alice).count("tool_undone") == 1

"""Of simultaneous edits of one task, one is saved and the others are refused."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from chatbot.domain.tasks import commands as tasks
from chatbot.domain.tasks.merge_edits import EditConflict
from chatbot.models import Task
from tests.chatbot.api.client import Api
from tests.chatbot.domain.threads import at_once
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("any_database")]
TITLES = ["Oat milk", "Bread", "Butter"]


def test_of_simultaneous_edits_of_one_field_the_first_is_saved() -> None:
    alice = UserFactory.create()
    milk = tasks.add_task(alice, title="Milk")

    results = at_once(
        *(partial(tasks.update_task, alice, milk.pk, seen={"title": "Milk"}, title=title) for title in TITLES)
    )

    saved = [result.title for result in results if isinstance(result, Task)]
    assert [Task.objects.get().title] == saved
    conflicts = [result for result in results if isinstance(result, EditConflict)]
    assert [conflict.differences[0].now for conflict in conflicts] == saved * 2


def test_of_simultaneous_requests_with_one_etag_the_first_succeeds() -> None:
    alice = UserFactory.create()
    path = f"/api/tasks/{tasks.add_task(alice, title='Milk').pk}/"
    api = Api.of(alice)
    tag = api.get(path)["ETag"]

    def change(title: str) -> Callable[[], int]:
        body = {"title": title}
        return lambda: int(Api.of(alice).send("PATCH", path, body, If_Match=tag).status_code)

    assert sorted(at_once(*map(change, TITLES)), key=str) == [200, 412, 412]

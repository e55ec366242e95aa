"""How long a task takes, as somebody has said."""

from __future__ import annotations

import pytest
from django.test import Client

from chatbot.domain.errors import Invalid
from chatbot.domain.tasks import commands as tasks
from chatbot.domain.tasks.quick_add import quick_add
from chatbot.domain.tasks.undo import undo_change
from chatbot.models import Change, Task, User
from tests.markup import parse
from tests.subtests import as_subtests


@as_subtests(
    ("language", "text", "title", "minutes"),
    [
        ("en", "Write report ~30 min tomorrow", "Write report", 30),
        ("en", "~2h write #work", "write", 120),
        ("en", "Call ~1h30m", "Call", 90),
        ("de", "Bericht ~2 Stunden morgen", "Bericht", 120),
        ("en", "Dinner for ~5 people", "Dinner for ~5 people", None),
        ("en", "Write ~30 min ~1h", "Write ~30 min ~1h", None),
        ("en", "Trip ~2 weeks", "Trip ~2 weeks", None),
    ],
)
def test_estimates_are_read_in_typed_text(
    alice: User, language: str, text: str, title: str, minutes: int | None
) -> None:
    alice.language = language
    [(task, _found)] = quick_add(alice, text)
    assert (task.title, task.estimate) == (title, minutes)


def test_an_estimate_is_changed_and_undone(alice: User) -> None:
    task = tasks.add_task(alice, title="Gym", estimate=90)
    assert tasks.update_task(alice, task.pk, estimate=0).estimate is None
    undo_change(alice, Change.objects.latest("pk").pk)
    assert Task.objects.get().estimate == 90
    for wrong in (-1, 60_001, True, 1.5):
        with pytest.raises(Invalid):
            tasks.update_task(alice, task.pk, estimate=wrong)  # type: ignore[arg-type]


def test_an_estimate_is_a_field_of_the_form_and_in_the_row(alice: User, client: Client) -> None:
    client.force_login(alice)
    task = tasks.add_task(alice, title="Gym", estimate=90)
    assert parse(client.get("/tasks/")).texts(".task-estimate") == ["~90 minutes"]
    form = parse(client.get(f"/tasks/{task.number}/")).one("#edit").form_values()
    client.post(f"/tasks/{task.number}/", {**form, "estimate": "2h"})
    task.refresh_from_db()
    assert task.estimate == 120
    page = parse(client.post(f"/tasks/{task.number}/", {**form, "estimate": "long"}))
    assert page.texts(".field-error") == ["“long” is no duration. Write it like “30 minutes” or “2 hours”."]

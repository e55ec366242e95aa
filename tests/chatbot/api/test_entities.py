"""Single objects that change have an `ETag`, and no client overwrites a change that it has not read."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import Any

import pytest
from django.db import transaction

from chatbot.models import User
from tests.chatbot.api.client import Api
from tests.chatbot.domain.conftest import postgresql
from tests.chatbot.domain.threads import at_once, somebody_waits
from tests.factories import ConversationFactory, RunFactory, TaskFactory, UserFactory
from tests.services.wait import wait_until
from tests.subtests import as_subtests

__all__ = ["postgresql"]

ROOT = "/api/v1/"


def added(path: str, body: dict[str, Any]) -> Callable[[Api, User], str]:
    return lambda api, alice: f"{ROOT}{path}{api.post(ROOT + path, body).json()['id']}/"


def chat(api: Api, alice: User) -> str:
    return f"{ROOT}conversations/{ConversationFactory(owner=alice).pk}/"


CHANGES: list[tuple[Callable[[Api, User], str], dict[str, Any]]] = [
    (added("lists/", {"name": "Work"}), {"name": "Office"}),
    (added("views/", {"name": "Urgent", "filters": {"priority": "high"}}), {"name": "Soon"}),
    (added("webhooks/", {"url": "https://hooks.example/a"}), {"events": ["task_created"]}),
    (added("tasks/", {"title": "Milk"}), {"title": "Oat milk"}),
    (chat, {"title": "Groceries for two"}),
    (lambda api, alice: f"{ROOT}auth/me/", {"week_start": "sunday"}),
]


@as_subtests(("make", "change"), CHANGES)
def test_a_change_of_what_was_changed_since_is_refused(
    api: Api, alice: User, make: Callable[[Api, User], str], change: dict[str, Any]
) -> None:
    address = make(api, alice)
    known = api.get(address)["ETag"]
    assert api.get(address, If_None_Match=known).status_code == 304
    changed = api.send("PATCH", address, change, If_Match=known)
    assert changed.status_code == 200, changed.content
    assert changed["ETag"] == api.get(address)["ETag"] != known
    refused = api.send("PATCH", address, change, If_Match=known)
    assert (refused.status_code, refused["ETag"]) == (412, changed["ETag"])
    assert refused.json()["code"] == "precondition_failed"
    if not address.endswith("auth/me/"):
        assert api.send("DELETE", address, If_Match=known).status_code == 412
        assert api.send("DELETE", address, If_Match=changed["ETag"]).status_code == 204
        assert api.send("DELETE", address, If_Match=changed["ETag"]).status_code == 404


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("postgresql")
def test_a_change_that_waits_for_another_one_sees_it() -> None:
    alice = UserFactory.create()
    api, address = Api.of(alice), f"{ROOT}auth/me/"
    known = api.get(address)["ETag"]

    def change_first() -> None:
        with transaction.atomic():
            User.objects.filter(pk=alice.pk).update(week_start="sunday")
            locked.set()
            wait_until(somebody_waits, "the other change to come to the locked person")

    def change() -> Any:
        locked.wait()
        return api.send("PATCH", address, {"hour_cycle": "h12"}, If_Match=known)

    locked = Event()
    _, refused = at_once(change_first, change)
    assert refused.status_code == 412


def test_a_plan_has_a_tag_without_the_position_in_the_events(api: Api, alice: User) -> None:
    plan = api.post(f"{ROOT}plans/", {"goal": "Move house"}).json()
    address = f"{ROOT}plans/{plan['id']}/"
    known = api.get(address)
    api.post(f"{ROOT}lists/", {"name": "Work"})
    again = api.get(address)
    assert again.json()["cursor"] != known.json()["cursor"]
    assert again["ETag"] == known["ETag"]


def test_fields_are_selected_in_lists_and_in_single_objects(api: Api, alice: User) -> None:
    task, run = TaskFactory(owner=alice, title="Milk"), RunFactory(conversation__owner=alice)
    tasks = api.get(f"{ROOT}tasks/", {"fields": "number,title"}).json()
    assert tasks["results"] == [{"number": task.number, "title": "Milk"}]
    assert api.get(f"{ROOT}tasks/{task.pk}/", {"fields": "title"}).json() == {"title": "Milk"}
    assert api.get(f"{ROOT}runs/{run.pk}/", {"fields": " status"}).json() == {"status": "queued"}
    refused = api.get(f"{ROOT}tasks/", {"fields": "title,colour"})
    assert refused.status_code == 400
    assert refused.json()["errors"] == [{"detail": "There is no field 'colour'.", "parameter": "fields"}]


@pytest.mark.parametrize("path", ["tasks/", "conversations/"])
def test_what_has_changed_since_is_listed(api: Api, alice: User, path: str) -> None:
    makes = {"tasks/": TaskFactory, "conversations/": ConversationFactory}[path]
    earlier, later = makes(owner=alice), makes(owner=alice)
    for row in (earlier, later):
        row.refresh_from_db()
    assert earlier.updated_at < later.updated_at
    found = api.get(ROOT + path, {"updated_since": later.updated_at.isoformat()}).json()
    assert [row["id"] for row in found["results"]] == [str(later.pk)]

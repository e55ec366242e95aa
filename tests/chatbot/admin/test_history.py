from __future__ import annotations

from chatbot.domain.tasks import commands as tasks
from chatbot.models import Change, Task, User
from tests.chatbot.admin.admin_client import AdminClient, event_types
from tests.factories import UserFactory
from tests.markup import parse


def test_the_history_is_filtered_and_the_trash_restored(admin: AdminClient, alice: User) -> None:
    bob = UserFactory.create(username="bob")
    for owner, title in ((alice, "Milk"), (alice, "Rye"), (bob, "Tea")):
        tasks.delete_task(owner, tasks.add_task(owner, title=title).pk)
    kept = tasks.add_task(alice, title="Oats")
    tasks.complete_task(alice, kept.pk)

    assert len(admin.rows(Change)) == 8
    assert admin.rows(Change, kind="added", username="alice")[0].task_id == kept.pk
    assert (len(admin.rows(Change, kind="deleted")), admin.rows(Change, by="staff")) == (3, [])
    listed = parse(admin.list(Change, by="owner")).texts("#result_list .field-did")
    assert listed[:2] == ["Completed #3 'Oats'", "Created #3 'Oats'"]

    trash = admin.rows(Change, kind="trash", username="alice")
    chosen = {"action": "restore", "index": "0", "_selected_action": [change.pk for change in trash]}
    answer = admin.client.post(f"{admin.url(Change, 'changelist')}?kind=trash", chosen, follow=True)

    assert "2 tasks restored." in answer.text
    assert set(Task.objects.values_list("title", flat=True)) == {"Milk", "Rye", "Oats"}
    assert event_types(alice)[-2:] == ["task_created", "task_created"]
    assert {change.actor for change in admin.rows(Change, by="staff")} == {f"staff:{admin.user.pk}"}
    assert admin.rows(Change, kind="trash") == list(Change.objects.of(bob).trash())

    refused = admin.client.post(admin.url(Change, "changelist"), chosen, follow=True)
    assert "There is no such task in the trash." in refused.text

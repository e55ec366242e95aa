"""Each list is downloaded as CSV, with the columns that it shows."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.db.models import Model

from chatbot.models import Conversation, Task, User
from tests.chatbot.admin.admin_client import AdminClient
from tests.factories import ConversationFactory, TaskFactory


def downloaded(admin: AdminClient, model: type[Model], *rows: Any, **filters: str) -> list[dict[str, str]]:
    chosen = {"action": "download_csv", "index": "0", "_selected_action": [str(row.pk) for row in rows]}
    url = admin.url(model, "changelist")
    response = admin.client.post(url, chosen, query_params=filters)
    assert response.status_code == 200, response.text[-3000:]
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"].startswith(f'attachment; filename="{model._meta.model_name}-')
    text = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(text)))


def test_the_chosen_rows_are_as_the_list_shows_them(admin: AdminClient, alice: User) -> None:
    formula = TaskFactory.create(owner=alice, title="=1+1 <b> & co", priority="high", tags=["home", "garden"])
    TaskFactory.create(owner=alice, title="not chosen")
    [row] = downloaded(admin, Task, formula)
    assert (row["Title"], row["Owner"], row["Status"], row["Priority"]) == (
        "'=1+1 <b> & co",
        "alice",
        "Open",
        "High",
    )
    assert row["Tags"] == "garden home"


def test_a_list_without_other_actions_has_it_too(admin: AdminClient, alice: User) -> None:
    conversations = [ConversationFactory.create(owner=alice, title=f"chat {number}") for number in range(3)]
    rows = downloaded(admin, Conversation, *conversations)
    assert len(rows) == 3

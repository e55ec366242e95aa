"""Dates in the admin are formatted as everywhere else, by the settings of the person who looks at them."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from axes.models import AccessAttempt
from django.db.models import Model

from chatbot.models import Conversation, Message, Run, Task, ToolCall, User
from streaming.models import Event
from tests.chatbot.admin.admin_client import AdminClient
from tests.chatbot.asking import ask_to_delete
from tests.subtests import as_subtests

AT = datetime(2025, 12, 24, 17, 30, tzinfo=UTC)
OF_DJANGO = re.compile(r"\b[ap]\.m\.|, 20\d\d,|\bDec\. 24")


def row(model: type[Model], owner: User) -> Model:
    """A row with the same time in all its date fields."""
    ask_to_delete(owner, "Milk")
    User.objects.update(last_login=AT)
    if model is AccessAttempt:
        AccessAttempt.objects.create(username="alice", failures_since_start=1, path_info="/accounts/sign-in/")
    found = model._default_manager.order_by("pk").first()
    assert found
    names = [field.name for field in model._meta.fields if field.get_internal_type() == "DateTimeField"]
    set_ones = [name for name in names if getattr(found, name)]
    model._default_manager.update(**dict.fromkeys(set_ones, AT))
    return found


@as_subtests("model", [User, Task, Run, ToolCall, Conversation, Message, Event, AccessAttempt])
def test_dates_are_formatted_by_the_settings_of_the_viewer(
    admin: AdminClient, alice: User, model: type[Model]
) -> None:
    User.objects.filter(pk=admin.user.pk).update(time_zone="Europe/Berlin", hour_cycle="h12")
    looked_at = row(model, alice)
    for page in (admin.url(model, "changelist"), admin.url(model, "change", looked_at.pk)):
        text = admin.client.get(page).text
        assert not OF_DJANGO.search(text)
        assert "Wed 24 Dec 2025 at 6:30 pm" in text

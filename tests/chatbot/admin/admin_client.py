"""A browser in the admin, without scripts: it opens pages, fills in their forms, and sends them."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chatbot.domain.publish import stream_of
from chatbot.models import Task, User
from streaming.models import Event
from tests.markup import parse

Values = dict[str, str | list[str]]


class AdminClient:
    def __init__(self, user: User) -> None:
        self.user = user
        self.client = Client()
        self.client.force_login(user)

    def url(self, model: type[Model], page: str, *args: Any) -> str:
        return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)

    def list(self, model: type[Model], **filters: Any) -> Any:
        response = self.client.get(self.url(model, "changelist"), filters)
        assert response.status_code == 200, response.headers.get("location")
        return response

    def rows(self, model: type[Model], **filters: Any) -> list[Any]:
        return list(self.list(model, **filters).context["cl"].result_list)

    def queries(self, url: str) -> int:
        ContentType.objects.get_for_models(*apps.get_models())  # cached once a process
        with CaptureQueriesContext(connection) as queries:
            assert self.client.get(url).status_code == 200
        return len(queries)

    def form(self, url: str, model: type[Model]) -> Values:
        response = self.client.get(url)
        assert response.status_code == 200
        return read(response.text, model)

    def send(self, url: str, model: type[Model], values: Values, *, without: tuple[str, ...] = ()) -> Any:
        """Open a form, change some of its values, and send it."""
        sent = {**self.form(url, model), **values}
        return self.client.post(url, {name: value for name, value in sent.items() if name not in without})

    def add(self, model: type[Model], values: Values) -> Any:
        return self.send(self.url(model, "add"), model, values)

    def edit(self, row: Model, values: Values, *, without: tuple[str, ...] = ()) -> Any:
        return self.send(self.url(type(row), "change", row.pk), type(row), values, without=without)

    def act(self, action: str, *tasks: Task, **more: str) -> Any:
        chosen = {
            "action": action,
            "index": "0",
            "_selected_action": [str(task.pk) for task in tasks],
            **more,
        }
        return self.client.post(self.url(Task, "changelist"), chosen, follow=True)


def read(page: str, model: type[Model]) -> Values:
    return {**parse(page).one(f"form#{model._meta.model_name}_form").form_values()}


def event_types(owner: User) -> list[str]:
    """The types of the events that the owner's tabs received, in order."""
    events = Event.objects.filter(stream__name=stream_of(owner.pk)).order_by("seq")
    return list(events.values_list("type", flat=True))


def errors(response: Any) -> dict[str, list[str]]:
    assert response.status_code == 200
    return {name: list(found) for name, found in response.context["adminform"].form.errors.items()}


def notices(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]

"""Reminders on the pages: typed, shown in rows, and kept on every page until they are dismissed."""

from __future__ import annotations

import re
from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from chatbot.domain.people.reminder_mails import unsubscribe_token
from chatbot.domain.runs.sweeper import sweep
from chatbot.domain.tasks.commands import add_task
from chatbot.models import Task, User
from tests.chatbot.api.client import Api
from tests.markup import Element, parse


def send_reminder(owner: User, title: str = "Call mum") -> Task:
    task = add_task(owner, title=title, due_at=timezone.now() + timedelta(hours=1), reminders=[60])
    Task.objects.filter(pk=task.pk).update(remind_at=timezone.now() - timedelta(seconds=1))
    sweep()
    return task


def shown(client: Client, address: str = "/tasks/") -> list[Element]:
    return parse(client.get(address)).all("#reminders form")


def test_reminders_are_typed_shown_and_changed(alices: Client, alice: User) -> None:
    alices.post("/tasks/", {"text": "Call mum tomorrow at 9, remind me 10 minutes before"})
    row = parse(alices.get("/tasks/")).one("[data-task]")
    assert row.texts(".task-reminders") == ["Reminder: 10 minutes"]

    form = parse(alices.get("/tasks/1/"))
    assert form.one("[name=reminders]")["value"] == "10 minutes"
    alices.post("/tasks/1/", {**form.one("#edit").form_values(), "reminders": "1 day, 30 minutes"})
    assert Task.objects.get().reminders == [30, 1_440]

    page = alices.post("/tasks/1/", {**form.one("#edit").form_values(), "reminders": "a while"})
    assert (page.status_code, parse(page).one("[name=reminders]")["value"]) == (400, "a while")
    assert "“a while” is no time before it is due." in parse(page).one("#id_reminders_error").text


def test_a_reminder_is_on_every_page_until_it_is_dismissed(alices: Client, alice: User) -> None:
    task = send_reminder(alice)
    for address in ("/", "/tasks/", "/tasks/1/", "/plans/", reverse("settings"), "/fragments/reminders/"):
        forms = parse(alices.get(address, follow=True)).all("#reminders form")
        assert len(forms) == 1, address
        [form] = forms
        # An hour later it may be another day.
        assert re.match("Call mum is due (today|tomorrow) at ", form.text), address
    assert alices.post("/tasks/1/reminder/").status_code == 303
    assert shown(alices) == []
    task.refresh_from_db()
    assert (task.reminders, task.completed) == ([60], False)


def test_a_task_is_done_from_its_reminder(alices: Client, alice: User) -> None:
    send_reminder(alice)
    [form] = shown(alices)
    alices.post(form.one("button[formaction]")["formaction"], {"completed": "true"})
    assert Task.objects.get().completed
    assert shown(alices) == []


def test_the_latest_reminders_are_shown(alices: Client, alice: User, charlie: User) -> None:
    for number in range(7):
        send_reminder(alice, f"Task {number}")
    send_reminder(charlie, "Hers")
    assert [form.texts("a") for form in shown(alices)] == [[f"Task {number}"] for number in (6, 5, 4, 3, 2)]
    assert alices.post("/tasks/99/reminder/").status_code == 404


def test_reminders_over_rest(alice: User) -> None:
    api = Api.of(alice)
    task = api.post(
        "/api/tasks/", {"title": "Call", "due_at": "2030-01-01T09:00:00Z", "reminders": [60, 15, 60]}
    ).json()
    assert task["reminders"] == [15, 60]
    refused = api.post("/api/tasks/", {"title": "Call", "reminders": ["soon"]})
    assert (refused.status_code, [*refused.json()["fields"]]) == (400, ["reminders"])
    sent = send_reminder(alice)
    assert api.post(f"/api/tasks/{sent.pk}/dismiss-reminder/").status_code == 200
    assert Task.objects.get(pk=sent.pk).reminded_at is None


def test_reminders_by_mail_are_switched_on_in_the_settings_and_off_by_the_link_of_a_mail(
    alices: Client, alice: User, settings: Settings
) -> None:
    settings.SENDS_MAIL = False
    assert not parse(alices.get("/accounts/settings/")).all("[name=mails_reminders]")
    settings.SENDS_MAIL = True
    send_reminder(alice)
    offer = parse(alices.get("/tasks/1/")).one("#id_reminders_helptext a")
    assert offer["href"] == "/accounts/settings/#id_mails_reminders"

    page = parse(alices.get("/accounts/settings/"))
    note = page.one("#id_mails_reminders_helptext").text
    assert note == "To alice@example.com, once you have opened the link in our mail."
    assert page.one("#email button[formaction]")["formaction"] == reverse("email-send")
    User.objects.filter(pk=alice.pk).update(confirmed_email=alice.email)
    page = parse(alices.get("/accounts/settings/"))
    assert "which is confirmed" in page.one("#id_mails_reminders_helptext").text
    form = page.one("#settings").form_values()
    assert "mails_reminders" not in form
    alices.post("/accounts/settings/", {**form, "mails_reminders": "on"})
    alice.refresh_from_db()
    assert alice.reminder_site == "http://testserver"
    assert not parse(alices.get("/tasks/1/")).all("#id_reminders_helptext a")
    alices.post("/accounts/settings/", {"time_zone": "Asia/Tokyo", "email": alice.email})  # an older page
    alice.refresh_from_db()
    assert alice.mails_reminders

    anybody = Client(enforce_csrf_checks=True)
    address = reverse("reminder-mails-stop", args=[unsubscribe_token(alice)])
    page = parse(anybody.get(address))  # by a scanner of mails
    alice.refresh_from_db()
    assert (alice.mails_reminders, page.texts("button")) == (True, ["Switch them off"])
    assert anybody.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    alice.refresh_from_db()
    assert not alice.mails_reminders
    assert parse(anybody.get(address)).all("button") == []
    assert anybody.post(f"{address[:-7]}x/stop/").status_code == 404


def test_reminders_by_mail_take_an_address(alices: Client, alice: User, settings: Settings) -> None:
    settings.SENDS_MAIL = True
    User.objects.filter(pk=alice.pk).update(email="")
    form = parse(alices.get("/accounts/settings/")).one("#settings").form_values()
    page = alices.post("/accounts/settings/", {**form, "mails_reminders": "on"})
    assert page.status_code == 400
    assert parse(page).one("#id_mails_reminders_error").text == "Give your address for that."


def test_reminders_by_mail_over_rest(alice: User, settings: Settings) -> None:
    settings.SENDS_MAIL = False
    api = Api.of(alice)
    assert api.patch("/api/auth/me/", {"mails_reminders": True}).status_code == 409
    settings.SENDS_MAIL = True
    assert api.patch("/api/auth/me/", {"mails_reminders": True}).json()["mails_reminders"] is True
    assert api.patch("/api/auth/me/", {"mails_reminders": False}).json()["mails_reminders"] is False

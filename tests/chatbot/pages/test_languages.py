"""Pages and mails in the language of the person, and everything else in English."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone, translation
from pytest_django.fixtures import Settings

from chatbot.domain.tasks.commands import add_task
from chatbot.models import ToolCall, User
from chatbot.pages.stored_sentences import in_own_language
from streaming.models import Event
from tests.markup import parse

from .scenes import begin

GERMAN = {"Accept-Language": "de-DE,de;q=0.9,en;q=0.5"}


def speak_german(user: User) -> None:
    User.objects.filter(pk=user.pk).update(language=User.Language.GERMAN)


@pytest.mark.django_db
def test_signed_out_pages_follow_the_browser(client: Client) -> None:
    page = client.get("/accounts/sign-in/", headers=GERMAN)

    assert parse(page).one("html").attributes["lang"] == "de"
    assert parse(page).one("h1").text == "Anmelden"
    assert page.headers["Content-Language"] == "de"
    assert "Accept-Language" in page.headers["Vary"]
    assert parse(client.get("/accounts/sign-in/")).one("h1").text == "Sign in"


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fr", "xx-invalid", "*", ""])
def test_other_languages_get_english(language: str, client: Client) -> None:
    page = client.get("/accounts/sign-in/", headers={"Accept-Language": language})
    assert parse(page).one("html").attributes == {"lang": "en"}


def test_the_language_of_the_settings_wins_over_the_browser(alices: Client, alice: User) -> None:
    assert parse(alices.get("/tasks/", headers=GERMAN)).one("h1").text == "Aufgaben"
    speak_german(alice)
    assert parse(alices.get("/tasks/", headers={"Accept-Language": "en"})).one("h1").text == "Aufgaben"
    User.objects.filter(pk=alice.pk).update(language=User.Language.ENGLISH)
    assert parse(alices.get("/tasks/", headers=GERMAN)).one("h1").text == "Tasks"


def test_errors_and_missing_pages_are_translated(alices: Client, alice: User) -> None:
    speak_german(alice)
    assert parse(alices.get("/nothing/here/")).one("h1").text == "Hier ist nichts"
    refused = alices.post("/messages/", {"message": " "})
    assert parse(refused).one("[data-composer-error]").text == "„Nachricht“ ist leer."


def test_the_api_is_in_english(alices: Client, alice: User) -> None:
    speak_german(alice)
    refused = alices.post("/api/tasks/", {"title": ""}, content_type="application/json", headers=GERMAN)
    assert refused.status_code == 400
    assert "empty" in refused.text or "blank" in refused.text
    assert "Content-Language" not in refused.headers


def test_the_api_answers_scripts_of_a_page_in_its_language(alices: Client, alice: User) -> None:
    speak_german(alice)
    body = {"text": "x" * 300}
    refused = alices.post("/api/tasks/quick-add/", body, "application/json", headers={"X-For-Page": "yes"})
    assert refused.status_code == 400
    assert "„Titel“ ist zu lang" in refused.json()["error"]
    body = {"text": "Kuchen am 31. Februar\nTee morgen, erinnere mich 3 Tage vorher\nMilch liste:Einkauf"}
    read = alices.post(
        "/api/tasks/quick-add/preview/", body, "application/json", headers={"X-For-Page": "yes"}
    )
    assert [task["notes"] for task in read.json()["tasks"]] == [
        ["„am 31. Februar“ gibt es nicht."],
        ["Für die Erinnerung 3 Tage vorher ist es zu spät."],
        ["Diese Liste gibt es nicht, deshalb ist die Aufgabe im Eingang."],
    ]


def test_scripts_get_their_texts_with_a_page_that_is_not_in_english(alices: Client, alice: User) -> None:
    assert parse(alices.get("/tasks/")).all("#texts") == []
    speak_german(alice)
    texts = json.loads(parse(alices.get("/tasks/")).one("script#texts").text)
    assert texts["Added {count} tasks."] == "{count} Aufgaben hinzugefügt."


def test_what_a_german_page_publishes_is_in_english(alices: Client, alice: User) -> None:
    speak_german(alice)
    alices.post("/tasks/", {"text": "Milch morgen"})

    assert Event.objects.get(type="task_created").data["message"] == "Created: Milch"


def test_dates_and_counts_are_german(alices: Client, alice: User) -> None:
    speak_german(alice)
    today = timezone.now().astimezone(alice.tz).replace(hour=23, minute=30, second=0)
    add_task(alice, title="Milch", due_at=today + timedelta(days=1))
    add_task(alice, title="Brot")
    page = parse(alices.get("/"))

    assert page.one("[data-open-summary]").text == "2 offen"
    assert page.one("#tasks [data-due-at]").text == "Morgen um 23:30 Uhr"


def test_steps_are_translated_by_their_fields(alices: Client, alice: User) -> None:
    speak_german(alice)
    scene = begin(alice)
    scene.use_tool()
    scene.succeed("Drei.")
    page = parse(alices.get(f"/c/{scene.run.conversation_id}/"))

    assert page.one("[data-text]").text == "3 Aufgaben gefunden"
    assert page.one("[data-state-word]").text == "Erledigt"
    assert ToolCall.objects.get().message == "Found 3 tasks"


def test_running_and_failed_steps_are_translated(alices: Client, alice: User) -> None:
    speak_german(alice)
    scene = begin(alice)
    scene.start_tool("call-1")
    scene.refuse_tool("call-2")
    page = parse(alices.get(f"/c/{scene.run.conversation_id}/"))

    assert page.texts("[data-text]") == [
        "Durchsucht deine Aufgaben …",
        "Fehler in list_tasks: There is no task #9.",
    ]


def test_failures_are_translated(alices: Client, alice: User) -> None:
    speak_german(alice)
    scene = begin(alice)
    scene.fail("The assistant took too long to answer. Please try again.")
    page = parse(alices.get(f"/c/{scene.run.conversation_id}/"))

    assert page.one("[data-run-error-text]").text.startswith("Der Assistent hat zu lange")


@pytest.mark.parametrize(
    ("stored", "german"),
    [
        ("Paused", "Pausiert"),
        ("Approved by bob", "Freigegeben von bob"),
        ("Step 2 failed: Stopped", "Schritt 2 ist fehlgeschlagen: Gestoppt"),
        (
            "This was interrupted 3 times, so it was given up.",
            "Das wurde 3-mal unterbrochen und deshalb aufgegeben.",
        ),
        ("Buy milk", "Buy milk"),
        ("", ""),
    ],
)
def test_stored_sentences_of_ours_are_translated(stored: str, german: str) -> None:
    assert in_own_language(stored) == stored
    with translation.override("de"):
        assert in_own_language(stored) == german


def test_mails_are_in_the_language_of_who_gets_them(client: Client, alice: User, settings: Settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
    speak_german(alice)
    client.post("/accounts/password/reset/", {"email": alice.email})

    assert mail.outbox[0].subject == "Setz dein Lockstep-Passwort zurück"
    assert "Hallo alice," in str(mail.outbox[0].body)


def test_a_person_without_a_choice_gets_mails_as_the_last_browser(alice: User) -> None:
    assert alice.mail_language == "en"
    alice.browser_locale = "de-at"
    assert alice.mail_language == "de"
    alice.browser_locale = "fr-fr"
    assert alice.mail_language == "en"


@pytest.mark.django_db
def test_developers_can_try_writing_from_right_to_left(client: Client) -> None:
    page = parse(client.get("/accounts/sign-in/", headers={"Accept-Language": "ar-XB"}))

    assert page.one("html").attributes == {"lang": "ar-xb", "dir": "rtl"}
    assert page.one("h1").text == "سيغن ين"

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from chatbot.domain.publish import stream_of
from chatbot.models import Task, User
from streaming.models import Event
from tests.chatbot.api.client import Api, problem
from tests.chatbot.domain.conftest import any_database, postgresql
from tests.chatbot.domain.threads import at_once
from tests.factories import UserFactory
from tests.subtests import as_subtests

__all__ = ["any_database", "postgresql"]

ADD = "/api/tasks/quick-add/"
PREVIEW = "/api/tasks/quick-add/preview/"


def tomorrow(hour: int, minute: int = 0) -> datetime:
    now = timezone.now().astimezone(ZoneInfo("Europe/Berlin"))
    return (now + timedelta(days=1)).replace(hour=hour, minute=minute, second=0, microsecond=0)


def spans(text: str, reading: dict[str, Any]) -> list[tuple[str, str]]:
    return [(span["kind"], text[span["start"] : span["end"]]) for span in reading["spans"]]


def test_typed_text_becomes_a_task_with_the_positions_of_what_was_read(api: Api, alice: User) -> None:
    text = "🎂 Buy cake tomorrow 5pm #party !high"
    response = api.post(ADD, {"text": text})
    assert response.status_code == 201
    [added] = response.json()["added"]
    stored = Task.objects.get(owner=alice)
    assert (stored.title, stored.due_at, stored.priority, stored.tag_names) == (
        "🎂 Buy cake", tomorrow(17), "high", ["party"],
    )  # fmt: skip
    assert added["task"] == api.get(f"/api/tasks/{stored.pk}/").json()
    read = [("due", "tomorrow"), ("due", "5pm"), ("tag", "#party"), ("priority", "!high")]
    assert spans(text, added["reading"]) == read
    assert added["reading"]["title"] == "🎂 Buy cake"
    assert added["reading"]["notes"] == []


def test_what_was_read_is_formatted_by_the_persons_settings(api: Api, alice: User) -> None:
    alice.hour_cycle = "h12"
    alice.save()
    text = "Buy cake tomorrow 5pm #party !high"
    [reading] = api.post(PREVIEW, {"text": text}).json()["tasks"]
    due = "Tomorrow at 5 pm"
    assert [span["label"] for span in reading["spans"]] == [due, due, "#party", "High priority"]


def test_a_day_alone_is_due_at_its_end(api: Api, alice: User) -> None:
    api.post(ADD, {"text": "Milk tomorrow"})
    assert Task.objects.get(owner=alice).due_at == tomorrow(23, 59)


def test_a_preview_reads_the_same_and_adds_nothing(api: Api) -> None:
    text = "Milk tomorrow\n\n- [x] Bread #food"
    preview = api.post(PREVIEW, {"text": text}).json()["tasks"]
    assert not Task.objects.exists()
    added = api.post(ADD, {"text": text}).json()["added"]
    assert preview == [one["reading"] for one in added]
    assert [spans(text, one) for one in preview] == [[("due", "tomorrow")], [("tag", "#food")]]
    assert [one["task"]["completed"] for one in added] == [False, True]


def test_a_line_each_is_one_event(api: Api, alice: User) -> None:
    api.post(ADD, {"text": "1. Wash car\r\n2. Buy gas\r\n3. Call mom\r\n"})
    assert list(Task.objects.of(alice).values_list("title", flat=True)) == ["Wash car", "Buy gas", "Call mom"]
    published = Event.objects.filter(stream__name=stream_of(alice.pk))
    assert [event.type for event in published] == ["tasks_created"]


def test_plain_positions_stay_in_the_title(api: Api) -> None:
    text = "Read\nWatch tomorrow never dies tomorrow"
    [_, added] = api.post(ADD, {"text": text, "plain": [[11, 19]]}).json()["added"]
    assert added["reading"]["title"] == "Watch tomorrow never dies"
    assert spans(text, added["reading"]) == [("due", "tomorrow")]


@pytest.mark.parametrize("text", ["tomorrow", "#home", "!high #home tomorrow"])
def test_text_of_dates_and_labels_only_is_the_title(api: Api, text: str) -> None:
    [added] = api.post(ADD, {"text": text}).json()["added"]
    assert (added["task"]["title"], added["task"]["due_at"], added["task"]["tags"]) == (text, None, [])


@pytest.mark.parametrize(
    ("text", "title", "note"),
    [
        ("Call mum tomorrow, remind me tomorrow at 14:00", "Call mum", "on the morning of its day"),
        ("Lunch 5pm-6pm tomorrow", "Lunch", "no end yet"),
        ("Milk list:groceries", "Milk", "no such list"),
    ],
)
def test_what_cannot_be_stored_is_reported_and_no_word_is_lost(
    api: Api, text: str, title: str, note: str
) -> None:
    [added] = api.post(ADD, {"text": text}).json()["added"]
    assert added["task"]["title"] == title
    assert any(note in sentence for sentence in added["reading"]["notes"])
    assert added["task"]["description"] == text


def test_a_reminder_that_is_over_is_set_and_reported(api: Api) -> None:
    [added] = api.post(ADD, {"text": "Cake tomorrow, remind me 3 days before"}).json()["added"]
    assert added["task"]["reminders"] == [3 * 24 * 60]
    assert added["reading"]["notes"] == ["It is too late for the reminder 3 days before."]


def test_invalid_dates_stay_in_the_title_and_are_reported(api: Api) -> None:
    [added] = api.post(ADD, {"text": "Dentist on 31 february"}).json()["added"]
    assert (added["task"]["title"], added["task"]["due_at"]) == ("Dentist on 31 february", None)
    assert added["reading"]["notes"] == ["“on 31 february” does not exist."]


@as_subtests(
    ("body", "sentence"),
    [
        ({"text": ""}, "The text is empty."),
        ({"text": "\u200b \n"}, "The text is empty."),
        ({"text": "Milk\x00"}, "Null characters"),
        ({"text": "a" * 20_001}, "too long"),
        ({"text": "Milk\n" * 101}, "101 lines"),
        ({"text": "Milk\n" + "a" * 256}, "Line 2: The title is too long"),
        ({"text": "Milk" + "".join(f" #t{number}" for number in range(21))}, "at most 20 tags"),
        ({"text": 5}, "This must be text."),
        ({}, "required"),
        ({"text": "Milk", "plain": [[1]]}, "at least 2"),
        ({"text": "Milk", "plain": [[-1, 2]]}, "greater than or equal to 0"),
        ({"text": "Milk", "plain": [["a", 2]]}, "whole number"),
        ({"text": "Milk", "title": "Bread"}, "There is no such field."),
    ],
)  # fmt: skip
def test_lines_that_cannot_be_added_refuse_the_whole_request(
    api: Api, body: dict[str, Any], sentence: str
) -> None:
    response = api.post(ADD, body)
    assert response.status_code == 400
    assert sentence in response.text
    assert not Task.objects.exists()


def test_a_resend_gets_the_first_answer_and_adds_nothing(api: Api, bobs_api: Api, alice: User) -> None:
    body = {"text": "Milk tomorrow\nBread #food", "plain": [[0, 4]]}
    first = api.post(ADD, body, Idempotency_Key="key-1")
    task_id = first.json()["added"][0]["task"]["id"]
    api.delete(f"/api/tasks/{task_id}/")
    again = api.post(ADD, body, Idempotency_Key="key-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert Task.objects.get(owner=alice).title == "Bread"
    api.post(ADD, body, Idempotency_Key="key-2")
    bobs_api.post(ADD, body, Idempotency_Key="key-1")
    api.post(ADD, body)
    assert Task.objects.of(alice).count() == 5
    assert Task.objects.count() == 7


@pytest.mark.parametrize(
    "other",
    [
        {"text": "Bread", "plain": []},
        {"text": "Milk", "plain": [[0, 4]]},
        {"text": "Milk"},
        {"text": "milk", "plain": []},
        {"text": "Milk\nMilk", "plain": []},
    ],
)
def test_a_key_is_valid_for_one_text(api: Api, other: dict[str, Any]) -> None:
    api.post(ADD, {"text": "Milk", "plain": []}, Idempotency_Key="key-1")
    refused = api.post(ADD, other, Idempotency_Key="key-1")
    assert refused.status_code == 409
    assert refused.json() == problem("conflict", "That idempotency key was used for another request.")
    assert Task.objects.count() == 1


def test_a_key_of_the_chat_is_independent(api: Api) -> None:
    api.post("/api/chat", {"message": "Milk"}, Idempotency_Key="key-1", Prefer="respond-async")
    assert api.post(ADD, {"text": "Milk"}, Idempotency_Key="key-1").status_code == 201


def test_a_refused_request_does_not_use_its_key(api: Api) -> None:
    assert api.post(ADD, {"text": "a" * 256}, Idempotency_Key="key-1").status_code == 400
    assert api.post(ADD, {"text": "Milk"}, Idempotency_Key="key-1").status_code == 201


@pytest.mark.parametrize("key", ["", " ", "x" * 256, "a\tb", "a\x85b"])
def test_bad_keys_are_refused(api: Api, key: str) -> None:
    refused = api.post(ADD, {"text": "Milk"}, Idempotency_Key=key)
    assert refused.status_code == 400
    assert list(refused.json()["fields"]) == ["Idempotency-Key"]
    assert not Task.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("any_database")
def test_simultaneous_resends_add_one_task() -> None:
    api = Api.of(UserFactory.create())
    answers = at_once(*[lambda: api.post(ADD, {"text": "Milk"}, Idempotency_Key="key-1").json()] * 4)
    stored = Task.objects.get()
    assert [answer["added"][0]["task"]["id"] for answer in answers] == [str(stored.pk)] * 4


def test_positions_beyond_the_text_change_nothing(api: Api) -> None:
    plain = [[0, 0], [3, 1], [90, 99], [2**70, 2**71]]
    [added] = api.post(ADD, {"text": "Milk tomorrow", "plain": plain}).json()["added"]
    assert added["task"]["title"] == "Milk"


def test_texts_are_read_in_the_persons_language_and_week(api: Api, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(language="de", week_start="sunday")
    [added] = api.post(ADD, {"text": "Milch kaufen morgen um 9"}).json()["added"]
    assert added["task"]["title"] == "Milch kaufen"
    assert Task.objects.get(owner=alice).due_at == tomorrow(9)

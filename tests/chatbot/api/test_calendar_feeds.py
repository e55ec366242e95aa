from __future__ import annotations

from django.test import Client

from chatbot.domain.exchange import feeds
from chatbot.models import CalendarFeed, User
from tests.chatbot.api.client import Api, problem


def test_a_feed_is_created_listed_and_revoked(api: Api, bobs_api: Api) -> None:
    made = api.post("/api/calendar-feeds/", {"kind": "todo"})
    assert made.status_code == 201
    feed = made.json()
    url = feed.pop("url")
    assert (feed["kind"], feed["read_at"]) == ("todo", None)
    assert Client().get(url).status_code == 200
    (listed,) = api.get("/api/calendar-feeds/").json()["results"]
    assert listed["read_at"] is not None
    assert listed | {"read_at": None} == feed
    address = f"/api/calendar-feeds/{feed['id']}/"
    assert bobs_api.delete(address).status_code == 404
    assert api.delete(address).status_code == 204
    assert Client().get(url).status_code == 404


def test_there_is_a_limit(api: Api, alice: User) -> None:
    for _ in range(feeds.MOST_FEEDS):
        feeds.create_feed(alice)
    refused = api.post("/api/calendar-feeds/", {})
    sentence = "You have 20 calendars. Revoke one of them first."
    assert (refused.status_code, refused.json()) == (409, problem("conflict", sentence))
    assert CalendarFeed.objects.count() == feeds.MOST_FEEDS

"""Webhooks reach public addresses only, whatever a name resolves to, and when."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from chatbot.domain.webhooks.delivery_queue import Outcome, Target
from chatbot.webhooks.http_sender import Message, Sender
from tests.chatbot.webhooks.receiver import Receiver
from tests.subtests import as_subtests

MESSAGE = Message("evt_1", "task_created", "2026-11-30T12:00:00.000Z", "{}")


def send(url: str) -> Outcome:
    async def once() -> Outcome:
        async with Sender() as sender:
            return await sender.send(Target(url, ["whsec_" + "YWJj" * 8]), MESSAGE)

    return asyncio.run(once())


def resolve(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """What each lookup of a name answers, instead of the machine's resolver; returns the names asked for."""
    asked: list[str] = []
    left = list(answers)

    def getaddrinfo(host: Any, port: Any, *rest: Any, **options: Any) -> list[Any]:
        asked.append(host)
        found = left.pop(0)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


@as_subtests(
    "host", ["127.0.0.1", "127.1", "2130706433", "0x7f.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0"]
)
def test_a_host_of_this_machine_is_refused(host: str, settings: Settings, receiver: Receiver) -> None:
    settings.WEBHOOKS_ALLOW_PRIVATE = False
    outcome = send(f"https://{host}:{receiver.port}/")
    assert (outcome.status, outcome.problem) in [(None, "address"), (None, "unknown_host")]
    assert not receiver.received


def test_plain_http_is_refused(settings: Settings, receiver: Receiver) -> None:
    assert send(receiver.url).status == 204
    settings.WEBHOOKS_ALLOW_PRIVATE = False
    assert send(receiver.url).problem == "address"
    assert len(receiver.received) == 1


def test_a_name_with_one_private_address_is_refused(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, receiver: Receiver
) -> None:
    settings.WEBHOOKS_ALLOW_PRIVATE = False
    resolve(monkeypatch, ["1.1.1.1", "127.0.0.1"])
    assert send("https://hooks.example/").problem == "address"


def test_the_checked_address_is_the_one_connected_to(
    monkeypatch: pytest.MonkeyPatch, receiver: Receiver
) -> None:
    """A name is looked up once: what it resolves to a moment later does not matter."""
    asked = resolve(monkeypatch, ["127.0.0.1"], ["127.0.0.2"])
    assert send(f"http://hooks.example:{receiver.port}/a?b=c").status == 204
    assert asked == ["hooks.example"]
    (received,) = receiver.received
    assert received.headers["host"] == f"hooks.example:{receiver.port}"
    assert received.path == "/a?b=c"


def test_the_next_address_is_tried_if_one_takes_no_connection(
    monkeypatch: pytest.MonkeyPatch, receiver: Receiver
) -> None:
    resolve(monkeypatch, ["127.0.0.2", "127.0.0.1"])  # the receiver listens at the second only
    assert send(f"http://hooks.example:{receiver.port}/").status == 204


@as_subtests(
    "url", ["https://no-such-host.invalid/", "https://" + "a" * 70 + ".invalid/", "https://.invalid/"]
)
def test_an_unknown_host(url: str) -> None:
    assert send(url).problem in {"unknown_host", "address"}

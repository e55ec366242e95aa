from __future__ import annotations

import time
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from chatbot.auth.signatures import sign
from chatbot.domain.incoming_mail.addresses import new_mail_address
from chatbot.models import Task, User

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
HOOK = "/api/incoming-mail/"


@pytest.fixture(autouse=True)
def hook(settings: Settings) -> None:
    settings.INCOMING_MAIL_DOMAIN, settings.INCOMING_MAIL_SECRET = "tasks.example", SECRET


def mail(owner: User) -> bytes:
    return f"From: anna@example.com\nTo: {new_mail_address(owner)}\nSubject: Pay rent\n\n".encode()


def deliver(body: bytes, secret: str = SECRET, age: int = 0, **wrong: str) -> Any:
    timestamp = int(time.time()) - age
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(timestamp),
        "webhook-signature": f"v1,old {sign(secret, 'msg_1', timestamp, body)}",
    }
    headers |= {name.replace("_", "-"): value for name, value in wrong.items()}
    return Client().post(HOOK, body, content_type="message/rfc822", headers=headers)


def test_the_signature_is_that_of_standard_webhooks() -> None:
    # The example of the specification's reference libraries.
    signed = sign(SECRET, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_signed_mail_becomes_a_task(alice: User) -> None:
    response = deliver(mail(alice))
    assert (response.status_code, response.json()) == (200, {"people": 1})
    assert Task.objects.of(alice).get().title == "Pay rent"
    unknown = deliver(b"To: x@tasks.example\n\n")
    assert (unknown.status_code, unknown.json()) == (200, {"people": 0})


def test_other_requests_are_refused(alice: User, settings: Settings) -> None:
    body = mail(alice)
    for response in (
        deliver(body, secret="another secret"),
        deliver(body, age=400),
        deliver(body, age=-400),
        deliver(body, webhook_id="msg_2"),
        deliver(body, webhook_timestamp="soon"),
        deliver(body, webhook_timestamp="1" * 400),
        deliver(body, webhook_signature="v1,ÿ"),
        deliver(body, webhook_signature=""),
        Client().post(HOOK, body, content_type="message/rfc822"),
    ):
        assert (response.status_code, response.json()["error"]) == (
            401,
            "The signature is missing, wrong or too old.",
        )
    settings.INCOMING_MAIL_DOMAIN = settings.INCOMING_MAIL_SECRET = ""
    assert deliver(body, secret="").status_code == 404
    assert not Task.objects.exists()

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from chatbot.settings.incoming_mail import incoming_mail

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def read(domain: str, secret: str) -> tuple[str, str]:
    return incoming_mail({"INCOMING_MAIL_DOMAIN": domain, "INCOMING_MAIL_SECRET": secret})


def test_both_are_set_or_none() -> None:
    assert incoming_mail({}) == ("", "")
    assert read(" Tasks.Example.com ", SECRET) == ("tasks.example.com", SECRET)
    assert read("example.com", "x" * 24) == ("example.com", "x" * 24)


@pytest.mark.parametrize(
    ("domain", "secret", "sentence"),
    [
        ("example.com", "", "are set together"),
        ("", SECRET, "are set together"),
        ("a b.com", SECRET, "must be a domain"),
        ("me@example.com", SECRET, "must be a domain"),
        ("example.com", "short", "at least 24 characters"),
        ("example.com", "whsec_" + "?" * 24, "no Base64"),
    ],
)
def test_the_rest_stops_the_start(domain: str, secret: str, sentence: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=sentence):
        read(domain, secret)

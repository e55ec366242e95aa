from __future__ import annotations

from pytest_django.fixtures import Settings

from chatbot.wire.origin import is_allowed_origin
from tests.subtests import as_subtests


@as_subtests(
    ("origin", "host", "secure", "allowed"),
    [
        ("https://lockstep.example", "lockstep.example", True, True),
        ("http://lockstep.example", "lockstep.example", True, False),
        ("http://lockstep.example", "lockstep.example", False, True),
        ("https://lockstep.example:8443", "lockstep.example", True, False),
        ("https://app.partner.example", "lockstep.example", True, True),
        ("https://evil.example", "lockstep.example", True, False),
        ("https://app.example", "lockstep.example", True, False),
        ("https://evil.example", "evil.example", True, False),
        ("https://lockstep.example.evil.example", "lockstep.example", True, False),
        ("http://[::1]:8000", "[::1]:8000", False, True),
        ("null", "lockstep.example", True, False),
        ("", "lockstep.example", True, False),
        (None, "lockstep.example", True, False),
        ("http://[broken", "lockstep.example", True, False),
        ("https://lockstep.example", "[broken", True, False),
        ("https://", "", True, False),
    ],
)
def test_origin_is_allowed_to_use_a_cookie(
    origin: str | None, host: str, secure: bool, allowed: bool, settings: Settings
) -> None:
    settings.ALLOWED_HOSTS = ["lockstep.example", "[::1]"]
    settings.CSRF_TRUSTED_ORIGINS = ["https://*.partner.example"]
    settings.CORS_ALLOWED_ORIGINS = ["https://app.example"]  # these use tokens
    assert is_allowed_origin(origin, host, secure=secure) is allowed

"""A second factor beside the password: codes of an authenticator app (RFC 6238), by django-otp.

Recovery codes, each valid for one sign-in, replace a lost device.
"""

from __future__ import annotations

from base64 import b32encode
from typing import Any

import django_otp
import segno
from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.signals import user_login_failed
from django.db import transaction
from django.http import HttpRequest
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from chatbot.domain.people.audit import audit
from chatbot.domain.people.sign_ins import sign_out_everywhere
from chatbot.models import AuditEntry, User

RECOVERY_CODES = 10
_DIGITS = 6
_APP, _RECOVERY = "Authenticator app", "Recovery codes"


def has_second_factor(user: User) -> bool:
    found: bool = TOTPDevice.objects.devices_for_user(user, confirmed=True).exists()
    return found


def is_verified(request: HttpRequest) -> bool:
    """Whether this session was signed in with a second factor."""
    return getattr(request.user, "otp_device", None) is not None


def verify_code(request: Any, user: User, code: str) -> Device | None:
    """Use a code, and return its device; `None` if it is wrong, which counts as a failed sign-in.

    After a wrong code a device refuses all codes for a while, longer each time, from any address.
    """
    credentials = {"username": user.get_username()}
    if not AxesProxyHandler.is_allowed(request, credentials):
        request.axes_locked_out, request.axes_credentials = True, credentials
        return None
    device = _device_of(user, code)
    if device is None:
        user_login_failed.send(__name__, credentials=credentials, request=request)
        return None
    AxesProxyHandler.get_implementation().reset_user_attempts(request, credentials)
    return device


@transaction.atomic
def _device_of(user: User, code: str) -> Device | None:
    code = "".join(code.split()).replace("-", "").lower()
    if not code.isascii() or not code.isalnum():
        return None
    model = TOTPDevice if len(code) == _DIGITS and code.isdigit() else StaticDevice
    device = model.objects.devices_for_user(user, confirmed=True).select_for_update().first()
    return device if device is not None and device.verify_token(code) else None


def device_to_set_up(user: User) -> TOTPDevice:
    """The unconfirmed device; the same until it is confirmed, so that a reload shows the same secret."""
    device, _ = TOTPDevice.objects.get_or_create(user=user, confirmed=False, defaults={"name": _APP})
    return device


def qr_code(device: TOTPDevice) -> str:
    """A QR code for an authenticator app, as a `data:` URL."""
    address: str = segno.make(device.config_url, error="m").svg_data_uri(scale=5, border=3, light="#fff")
    return address


def secret_text(device: TOTPDevice) -> str:
    """The secret in groups of four characters, to type into an app."""
    text = b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


@transaction.atomic
def confirm_device(request: HttpRequest, user: User, code: str) -> list[str] | None:
    """Enable the second factor if the code is right; returns new recovery codes.

    Ends all other sign-ins, which were made with the password alone.
    """
    device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=False).first()
    code = "".join(code.split())
    if device is None or not (code.isascii() and code.isdigit()) or not device.verify_token(code):
        return None
    TOTPDevice.objects.filter(user=user, confirmed=True).delete()
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    audit(user, AuditEntry.Action.SECOND_FACTOR_ADDED)
    sign_out_everywhere(user)
    update_session_auth_hash(request, user)
    django_otp.login(request, device)
    return new_recovery_codes(user)


@transaction.atomic
def new_recovery_codes(user: User) -> list[str]:
    """Make new recovery codes, which replace all earlier ones."""
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name=_RECOVERY)
    codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
    audit(user, AuditEntry.Action.RECOVERY_CODES_MADE)
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


def recovery_codes_left(user: User) -> int:
    left: int = StaticToken.objects.filter(device__user=user).count()
    return left


@transaction.atomic
def remove_second_factor(user: User, *, by: User | None = None) -> None:
    audit(user, AuditEntry.Action.SECOND_FACTOR_REMOVED, by=by)
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()

"""Confirm a person's email address. Lists are mailed only to confirmed addresses."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from urllib.parse import urlunsplit
from uuid import UUID

from django.core import signing
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from chatbot.domain.errors import Invalid, LimitReached
from chatbot.domain.jobs import jobs
from chatbot.domain.people.rate_limits import in_an_hour, use
from chatbot.models import User

_SALT = "chatbot.email_address"
_VALID = 3 * 86_400  # seconds, as for a password reset link
_MAILS_PER_HOUR = 3
_MAILS_OF_PERSON = 10  # an hour, to all addresses together, so that the site cannot be used to mail strangers


def is_confirmed(user: User) -> bool:
    return bool(user.email) and user.email == user.confirmed_email


def request_confirmation(user: User, *, site: str, secure: bool) -> bool:
    """Enqueue a mail with a confirmation link; false if the hourly limit of the address or person is reached.

    `site` is the host that the link leads to.
    """
    with suppress(LimitReached):
        use("confirmations of", str(user.pk), limit=_MAILS_OF_PERSON, expires_at=in_an_hour())
        use("confirmation", user.email.casefold(), limit=_MAILS_PER_HOUR, expires_at=in_an_hour())
        jobs().send_email_confirmation.enqueue(str(user.pk), site, secure)
        return True
    return False


def send_confirmation(user_id: UUID, site: str, secure: bool) -> None:
    user = User.objects.filter(pk=user_id).exclude(email="").first()
    if user is None:
        return
    token = signing.dumps({"user": str(user.pk), "email": user.email}, salt=_SALT)
    path = reverse("email-confirm", args=[token])
    link = urlunsplit(("https" if secure else "http", site, path, "", ""))
    with translation.override(user.mail_language):
        body = render_to_string("accounts/email/confirm_body.txt", {"user": user, "link": link})
        send_mail(_("Confirm your email address for Lockstep"), body, None, [user.email])


def confirm(user: User, token: str) -> None:
    """Confirm the address with the token of a link.

    Raises `Invalid`, also if it was sent to another address.
    """
    expected = {"user": str(user.pk), "email": user.email}
    if not user.email or _signed(token) != expected:
        raise Invalid(_("This link has expired, or belongs to another account or address."))
    User.objects.filter(pk=user.pk).update(confirmed_email=user.email)


def _signed(token: str) -> Any:
    try:
        return signing.loads(token, salt=_SALT, max_age=_VALID)
    except signing.BadSignature:
        return None

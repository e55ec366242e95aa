"""Password reset mails, sent in the background.

A request takes the same time whether an account has the address or not, so that the time reveals nothing.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.contrib.auth.forms import PasswordResetForm
from django.utils import translation

from chatbot.domain.errors import LimitReached
from chatbot.domain.jobs import jobs
from chatbot.domain.people.rate_limits import in_an_hour, use

_MAILS_PER_HOUR = 3


def request_password_reset(email: str, *, site: str, secure: bool) -> None:
    """Enqueue the mail, unless the hourly limit of the address is reached.

    `site` is the host that the link leads to.
    """
    with suppress(LimitReached):  # silently: the visitor need not be the owner of the address
        use("password reset", email.strip().casefold(), limit=_MAILS_PER_HOUR, expires_at=in_an_hour())
        jobs().send_password_reset.enqueue(email, site, secure)


class _ResetForm(PasswordResetForm):
    def send_mail(self, *args: Any, **kwargs: Any) -> None:
        """Write to each person in their language."""
        context: dict[str, Any] = args[2]
        with translation.override(context["user"].mail_language):
            super().send_mail(*args, **kwargs)


def send_password_reset(email: str, site: str, secure: bool) -> None:
    form = _ResetForm({"email": email})
    if form.is_valid():
        form.save(
            domain_override=site,
            use_https=secure,
            subject_template_name="accounts/email/password_reset_subject.txt",
            email_template_name="accounts/email/password_reset_body.txt",
        )

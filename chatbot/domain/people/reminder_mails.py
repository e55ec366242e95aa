"""Whether reminders are mailed to a person. A link in each mail switches that off."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _

from chatbot.domain.errors import Conflict, NotFound
from chatbot.models import User

_SALT = "chatbot.reminder_mails"


def set_reminder_mails(user: User, site: str) -> None:
    """Mail reminders to a person from now on, with links to this address of the site; if it is empty, do not.

    Raises `Conflict` if no mails are sent here, or the person has no address.
    """
    if site and not settings.SENDS_MAIL:
        raise Conflict(_("No mails are sent from here."))
    if site and not user.email:
        raise Conflict(_("Your account has no email address. Add one in your settings first."))
    user.reminder_site = site
    user.save(update_fields=["reminder_site"])


def unsubscribe_token(user: User) -> str:
    return signing.dumps({"user": str(user.pk), "email": user.email}, salt=_SALT)


def find_subscriber(token: str) -> User:
    """The person to whom a mail with this token was sent. Raises `NotFound`, also if they have moved."""
    try:
        given = signing.loads(token, salt=_SALT)
    except signing.BadSignature as error:
        raise NotFound(_("There is no such link.")) from error
    user = User.objects.filter(pk=given["user"], email=given["email"]).first()
    if user is None:
        raise NotFound(_("There is no such link."))
    return user

"""Accounts, and the short-lived tickets with which scripts open sockets."""

from __future__ import annotations

import uuid
import zoneinfo
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import tzinfo
from typing import Any, Self, cast

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language, get_supported_language_variant
from django.utils.translation import gettext_lazy as _

from chatbot.formatting import DateSettings, HourCycle
from chatbot.formatting.locales import hour_cycle_of, language_of, week_start_of


def validate_time_zone(name: str) -> None:
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("%(name)s is not a known time zone."), params={"name": name})


CUSTOM_INSTRUCTIONS_LENGTH = 1_500
LOCALE_LENGTH = 35  # the length that BCP 47 requires programs to support


class User(AbstractUser):
    class AskBefore(models.TextChoices):
        """When the agent has to ask for approval."""

        EVERY_DELETION = "every_deletion", _("Any deletion, or a large change")
        LARGE_CHANGES = "large_changes", _("Deleting several, or a large change")
        DELETIONS_ONLY = "deletions_only", _("Deleting several")

    class HourCycle(models.TextChoices):
        """How times are shown; the values are those of BCP 47."""

        AUTOMATIC = "automatic", _("Automatic")
        H12 = "h12", _("12 hours: 5 pm")
        H23 = "h23", _("24 hours: 17:00")

    class WeekStart(models.TextChoices):
        AUTOMATIC = "automatic", _("Automatic")
        MONDAY = "monday", _("Monday")
        SATURDAY = "saturday", _("Saturday")
        SUNDAY = "sunday", _("Sunday")

    class Language(models.TextChoices):
        """The language of pages and mails, in which dates and times are read as well."""

        AUTOMATIC = "automatic", _("Automatic")
        ENGLISH = "en", "English"
        GERMAN = "de", "Deutsch"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    time_zone = models.CharField(max_length=64, default="UTC", validators=[validate_time_zone])
    ask_before = models.CharField(
        _("ask me before"),
        max_length=14,
        choices=AskBefore,
        default=AskBefore.LARGE_CHANGES,
        db_default=AskBefore.LARGE_CHANGES,
    )
    hour_cycle = models.CharField(
        _("clock"),
        max_length=9,
        choices=HourCycle,
        default=HourCycle.AUTOMATIC,
        db_default=HourCycle.AUTOMATIC,
    )
    week_start = models.CharField(
        _("weeks begin on"),
        max_length=9,
        choices=WeekStart,
        default=WeekStart.AUTOMATIC,
        db_default=WeekStart.AUTOMATIC,
    )
    language = models.CharField(
        _("language"),
        max_length=9,
        choices=Language,
        default=Language.AUTOMATIC,
        db_default=Language.AUTOMATIC,
    )
    # What the agent should know about the person, and how it should answer, in their words.
    custom_instructions = models.TextField(
        _("custom instructions"),
        max_length=CUSTOM_INSTRUCTIONS_LENGTH,
        blank=True,
        default="",
        db_default="",
    )
    # The preferred locale of the browser that they used last ("en-US"); automatic settings follow it.
    browser_locale = models.CharField(
        max_length=LOCALE_LENGTH, blank=True, default="", db_default="", editable=False
    )
    # The address that they have confirmed; lists and reminders are mailed there if it equals `email`.
    confirmed_email = models.EmailField(blank=True, default="", db_default="", editable=False)
    # Reminders are mailed as well, with links to this address of the site; empty: they are not.
    reminder_site = models.URLField(max_length=300, blank=True, default="", db_default="", editable=False)
    # Set by staff; null for the limits of the settings with these names.
    daily_message_limit = models.PositiveIntegerField(_("messages a day"), null=True, blank=True)
    daily_token_budget = models.PositiveBigIntegerField(
        _("tokens a day"), null=True, blank=True, help_text=_("0: no limit")
    )
    daily_cost_budget = models.DecimalField(
        _("cost a day"), max_digits=18, decimal_places=8, null=True, blank=True, help_text=_("0: no limit")
    )
    # Incremented when the person signs out everywhere, which ends all earlier sign-ins.
    sign_in_version = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    # Never decremented, so that "#12" always means the same task.
    last_task_number = models.PositiveIntegerField(default=0, editable=False)

    _read: Mapping[str, Any] | None = None  # the columns as they were read

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        user = super().from_db(*args, **kwargs)
        user._read = user._columns()
        return user

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write only the columns that have changed since the row was read, unless `update_fields` is given.

        Otherwise a slow request would overwrite counters, a password or an address that others changed.
        """
        columns = self._columns()
        if self._read is not None and not self._state.adding and not args and not kwargs:
            kwargs["update_fields"] = [name for name in columns if columns[name] != self._read.get(name)]
        super().save(*args, **kwargs)
        if self._read is not None:
            written, columns = kwargs.get("update_fields") or (), self._columns()
            self._read = {**self._read, **{name: columns[name] for name in written}}

    def _columns(self) -> dict[str, Any]:
        """The columns that are loaded or set."""
        names = (field.attname for field in self._meta.concrete_fields if not field.primary_key)
        return {name: self.__dict__[name] for name in names if name in self.__dict__}

    @property
    def tz(self) -> tzinfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def automatic_date_settings(self) -> DateSettings:
        """The settings that follow the browser's locale."""
        locale = self.browser_locale
        return DateSettings(
            self.tz, hour_cycle_of(locale), week_start_of(locale), language_of(locale), get_language() or "en"
        )

    @property
    def date_settings(self) -> DateSettings:
        """How dates are formatted and read for this person; formatted in the language that is active."""
        settings = self.automatic_date_settings
        if self.hour_cycle != self.HourCycle.AUTOMATIC:
            settings = replace(settings, hour_cycle=cast(HourCycle, self.hour_cycle))
        if self.week_start != self.WeekStart.AUTOMATIC:
            settings = replace(settings, week_start=_WEEK_STARTS[self.week_start])
        if self.language != self.Language.AUTOMATIC:
            settings = replace(settings, language=self.language)
        return settings

    @property
    def mails_reminders(self) -> bool:
        return bool(self.reminder_site)

    @property
    def chosen_language(self) -> str:
        """Empty if it follows the browser."""
        return "" if self.language == self.Language.AUTOMATIC else self.language

    @property
    def mail_language(self) -> str:
        """The language in which to write to them; one of those that pages are translated into."""
        try:
            return get_supported_language_variant(self.chosen_language or self.browser_locale)
        except LookupError:
            return settings.LANGUAGE_CODE

    def get_session_auth_hash(self) -> str:
        """Changes with the password and with `sign_in_version`, which ends sessions with an earlier hash."""
        return f"{super().get_session_auth_hash()}.{self.sign_in_version}"

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        for fallback in super().get_session_auth_fallback_hash():
            yield f"{fallback}.{self.sign_in_version}"


_WEEK_STARTS: dict[str, int] = {
    User.WeekStart.MONDAY: 0,
    User.WeekStart.SATURDAY: 5,
    User.WeekStart.SUNDAY: 6,
}


class SocketTicket(models.Model):
    """Opens one socket, once, within 30 seconds; only its hash is stored.

    The socket ends with the session or the token with which the ticket was requested.
    """

    token_hash = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="socket_tickets")
    expires_at = models.DateTimeField(db_index=True)
    session_auth_hash = models.CharField(max_length=128, default="", db_default="")
    session_key = models.CharField(max_length=40, default="", db_default="")
    valid_until = models.DateTimeField(null=True)
    personal_token = models.ForeignKey("PersonalToken", null=True, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"ticket of {self.user_id}"

"""The forms of accounts: signing up, settings, passwords and second factors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.conf import settings
from django.contrib.auth.forms import BaseUserCreationForm, PasswordChangeForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from chatbot.auth.backend import is_password_of
from chatbot.domain.people.email_address import is_confirmed
from chatbot.editing import Edit, LinesField
from chatbot.formatting.phrases import phrases_of
from chatbot.formatting.time_zones import time_zone_choices
from chatbot.models import User
from chatbot.pages.account.new_password import NewPassword
from chatbot.pages.account.time_zone_field import TimeZoneSelect
from chatbot.request_language import browser_language, language_name

_MISMATCH = _("That is not your password.")
_DATE_FIELDS = ("hour_cycle", "week_start", "language")

if TYPE_CHECKING:
    UserForm = forms.ModelForm[User]
    UserCreationForm = BaseUserCreationForm[User]
else:
    UserForm = forms.ModelForm
    UserCreationForm = BaseUserCreationForm


class SignUpForm(NewPassword, UserCreationForm):
    email = forms.EmailField(
        label=_("Email address"),
        required=False,
        help_text=_("To reset your password, and for lists that you have emailed to you."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=lambda: time_zone_choices(timezone.now()),
        initial="UTC",
        widget=TimeZoneSelect,
    )

    class Meta:
        model = User
        fields = ["username", "email", "time_zone"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["username", "password1", "password2", "email", "time_zone"])
        self.fields["username"].help_text = ""
        self.describe_passwords()
        if not self.is_bound:
            self.fields["time_zone"].widget.attrs["data-detect-time-zone"] = ""


class PasswordField(forms.CharField):
    """The current password."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
        super().__init__(label=_("Your password"), strip=False, widget=widget, **kwargs)


class SettingsForm(Edit, UserForm):
    time_zone = forms.ChoiceField(label=_("Time zone"), widget=TimeZoneSelect)
    password = PasswordField(required=False, help_text=_("Only needed to change the address."))
    mails_reminders = forms.BooleanField(label=_("Mail me my reminders, too"), required=False)

    class Meta:
        model = User
        fields = ["time_zone", *_DATE_FIELDS, "email", "ask_before", "custom_instructions"]
        field_classes = {"custom_instructions": LinesField}
        widgets = {"custom_instructions": forms.Textarea(attrs={"rows": 4, "dir": "auto"})}
        labels = {"custom_instructions": _("Instructions for the agent")}

    def __init__(self, request: HttpRequest, user: User) -> None:
        super().__init__(request.POST if request.method == "POST" else None, instance=user)
        self._request = request
        self.initial["mails_reminders"] = user.mails_reminders
        zones = cast("forms.ChoiceField", self.fields["time_zone"])
        zones.choices = time_zone_choices(timezone.now(), user.time_zone)
        # A page from before an update may lack these fields: then the settings are kept.
        for name in (*_DATE_FIELDS, "ask_before"):
            self.fields[name].required = False
        limit = settings.APPROVE_CHANGES_ABOVE
        self.fields["ask_before"].help_text = _(
            "A large change is one of more than %(limit)d tasks by one message."
        ) % {"limit": limit}
        self.fields["custom_instructions"].help_text = _(
            "For all of its answers and plans: “I work from 9 to 5. Answer in one sentence.”"
        ) + ("" if settings.AGENT_MODELS else " " + _("The offline assistant does not read them."))
        self.fields["language"].help_text = _(
            "Of pages and mails, and the one in which “Milk tomorrow” is read in the box for a new task."
        )
        self.fields["mails_reminders"].help_text = _where_mails_go(user)
        self._name_what_is_automatic(user)
        self.carry_initial()
        self.fields["password"].show_hidden_initial = False
        # A box without its initial value is not on the page; an unticked one is not sent, either.
        if not settings.SENDS_MAIL or not self.fields["mails_reminders"].show_hidden_initial:
            del self.fields["mails_reminders"]

    def _name_what_is_automatic(self, user: User) -> None:
        """Label the choice "Automatic" with its current value: "Automatic (Monday)"."""
        now = user.automatic_date_settings
        for name, choices, words in (
            (
                "hour_cycle",
                User.HourCycle.choices,
                _("12 hours") if now.hour_cycle == "h12" else _("24 hours"),
            ),
            ("week_start", User.WeekStart.choices, phrases_of(user.date_settings).weekdays[now.week_start]),
            ("language", User.Language.choices, language_name(browser_language(self._request))),
        ):
            [(automatic, label), *others] = choices
            field = cast("forms.ChoiceField", self.fields[name])
            field.choices = [(automatic, f"{label} ({words})"), *others]

    def clean(self) -> dict[str, Any]:
        """Keep what another tab has saved in fields that were not changed here."""
        password = self.cleaned_data.pop("password", "")
        # A password reset is mailed to the address, so a stolen session alone must not be able to change it.
        if "email" in self.changed_data:
            if not password:
                self.add_error("password", _("To change the address, give your password."))
            elif not is_password_of(self._request, self.instance, password):
                self.add_error("password", _MISMATCH)
        if self.cleaned_data.get("mails_reminders") and self.cleaned_data.get("email") == "":
            self.add_error("mails_reminders", _("Give your address for that."))
        untouched = set(self.cleaned_data) - set(self.changed_data)
        return {**self.cleaned_data, **{name: getattr(self.instance, name) for name in untouched}}


def _where_mails_go(user: User) -> str:
    if not user.email:
        return str(_("Give your address for that."))
    email = escape(user.email)  # help texts are HTML
    if not is_confirmed(user):
        return _("To %(email)s, once you have opened the link in our mail.") % {"email": email}
    return _("To %(email)s, which is confirmed. A link in each mail switches them off.") % {"email": email}


class CodeField(forms.CharField):
    """A code of an authenticator app, or a recovery code."""

    def __init__(self, **kwargs: Any) -> None:
        attributes = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
        super().__init__(label=_("Code"), max_length=32, widget=forms.TextInput(attrs=attributes), **kwargs)


class CodeForm(forms.Form):
    code = CodeField()


class PasswordAgainForm(forms.Form):
    """Asks for the password again before something that cannot be undone."""

    password = PasswordField()

    def __init__(self, request: HttpRequest, user: User) -> None:
        super().__init__(request.POST if request.method == "POST" else None)
        self._request, self._user = request, user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not is_password_of(self._request, self._user, password):
            raise forms.ValidationError(_MISMATCH)
        return password


class SecondFactorForm(PasswordAgainForm):
    """With the password, so that a stolen session cannot lock the owner out."""

    code = CodeField()


class ChangePasswordForm(NewPassword, PasswordChangeForm):
    """Django's form, but a wrong old password counts as a failed sign-in."""

    def __init__(self, request: HttpRequest, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.describe_passwords("new_password")
        self._request = request

    def clean_old_password(self) -> str:
        password: str = self.cleaned_data["old_password"]
        if not is_password_of(self._request, self.user, password):
            raise forms.ValidationError(self.error_messages["password_incorrect"], "password_incorrect")
        return password

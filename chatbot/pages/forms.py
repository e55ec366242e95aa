"""The forms of the pages. The domain validates each value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib.auth.forms import BaseUserCreationForm, PasswordChangeForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from chatbot.auth.backend import is_password_of
from chatbot.domain.conversations.commands import TITLE_LENGTH
from chatbot.domain.conversations.sharing import LIFETIMES
from chatbot.domain.tasks.fields import FIELDS, TaskField, TaskFields
from chatbot.domain.tasks.merge_edits import edited_fields
from chatbot.editing import (
    DayField,
    DueField,
    Edit,
    EstimateField,
    LinesField,
    NoticesField,
    ParentField,
    TagsField,
    TaskEdit,
    list_choices,
)
from chatbot.formatting.phrases import phrases_of
from chatbot.formatting.time_zones import time_zone_choices
from chatbot.models import Task, User
from chatbot.pages.account.new_password import NewPassword
from chatbot.pages.account.time_zone_field import TimeZoneSelect
from chatbot.request_language import browser_language, language_name

_MISMATCH = _("That is not your password.")
_OWN: dict[str, type[forms.Field]] = {"due": DueField, "day": DayField, "duration": EstimateField}
_DATE_FIELDS = ("hour_cycle", "week_start", "language")

if TYPE_CHECKING:
    UserForm = forms.ModelForm[User]
    UserCreationForm = BaseUserCreationForm[User]
else:
    UserForm = forms.ModelForm
    UserCreationForm = BaseUserCreationForm


def day_choices(lifetimes: Iterable[int]) -> list[tuple[int, str]]:
    return [(days, ngettext("%(days)d day", "%(days)d days", days) % {"days": days}) for days in lifetimes]


class MessageForm(forms.Form):
    """A message from the composer. The domain strips the text and checks its length."""

    message = forms.CharField(strip=False)
    conversation = forms.UUIDField(required=False)
    idempotency_key = forms.CharField(required=False, max_length=255)
    model = forms.CharField(required=False, max_length=255)


class EditMessageForm(forms.Form):
    message = forms.CharField(strip=False, required=False)
    idempotency_key = forms.CharField(required=False, max_length=255)
    undo = forms.BooleanField(required=False)


class ShareForm(forms.Form):
    days = forms.TypedChoiceField(
        label=_("Valid for"),
        coerce=int,
        choices=lambda: day_choices(LIFETIMES),
        initial=7,
    )
    shows_name = forms.BooleanField(label=_("Show my user name"), required=False)

    def values(self) -> dict[str, Any]:
        return self.cleaned_data


class TitleForm(forms.Form):
    title = forms.CharField(label=_("Name"), max_length=TITLE_LENGTH)


class TaskForm(TaskEdit, forms.Form):
    """A task; `changes()` returns the fields that the person changed."""

    def __init__(
        self, *args: Any, lists: Sequence[tuple[str, str]] = (), offers_mails: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= {name: _form_field(field) for name, field in FIELDS.items()}
        if offers_mails:
            self.fields["reminders"].help_text = format_html(
                '{}. <a href="{}#id_mails_reminders">{}</a>',
                self.fields["reminders"].help_text,
                reverse("settings"),
                _("Mail them to me, too"),
            )
        cast("forms.ChoiceField", self.fields["list"]).choices = lists
        self.lists = lists[1:]  # without the inbox

    @classmethod
    def new(cls, owner: User, data: Any = None, *, chosen: UUID | None = None) -> TaskForm:
        """`chosen` is the list that the page shows."""
        initial = {"list": str(chosen or "")}
        return cls(data, initial=initial, lists=list_choices(owner), offers_mails=_offers_mails(owner))

    @classmethod
    def of(cls, task: Task, data: Any = None) -> TaskForm:
        initial = edited_fields(task)
        lists = list_choices(task.owner, kept=initial["list"])
        form = cls(data, initial=initial, lists=lists, offers_mails=_offers_mails(task.owner))
        form.carry_initial()
        return form

    def clean(self) -> dict[str, Any]:
        """A page from before an update may lack a field with choices: then it has its initial value."""
        chosen = {name: field.initial for name, field in FIELDS.items() if field.kind == "choice"}
        missing = {name: initial for name, initial in chosen.items() if self.cleaned_data.get(name) == ""}
        return {**self.cleaned_data, **missing}

    def values(self) -> TaskFields:
        return cast("TaskFields", self.cleaned_data)

    def changes(self) -> TaskFields:
        return cast("TaskFields", {name: self.cleaned_data[name] for name in self.changed_data})


def _offers_mails(owner: User) -> bool:
    return settings.SENDS_MAIL and not owner.mails_reminders


def _form_field(field: TaskField) -> forms.Field:
    label = field.label.capitalize()
    match field.kind:
        case "line":
            plain = forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"})
            return forms.CharField(
                label=label, max_length=field.limit, required=field.is_required, widget=plain
            )
        case "text":
            area = forms.Textarea(attrs={"rows": 3, "dir": "auto"})
            return LinesField(label=label, max_length=field.limit, required=field.is_required, widget=area)
        case "due" | "day" | "duration":
            return _OWN[field.kind](label=label, required=field.is_required)
        case "list":
            return forms.ChoiceField(label=label, required=field.is_required)
        case "task":
            return ParentField(label=label)
        case "choice":
            return forms.ChoiceField(
                label=label, choices=field.choices, initial=field.initial, required=field.is_required
            )
        case "repeat":
            plain = forms.TextInput(attrs={"autocomplete": "off", "placeholder": _("every Monday")})
            return forms.CharField(
                label=label,
                max_length=field.limit,
                required=field.is_required,
                widget=plain,
                help_text=_("every day, every 2 weeks, every month on the 1st"),
            )
        case "minutes":
            plain = forms.TextInput(attrs={"autocomplete": "off", "placeholder": _("30 minutes")})
            return NoticesField(
                label=label,
                max_length=200,
                required=field.is_required,
                widget=plain,
                help_text=_("Before it is due, separated by commas: 30 minutes, 1 day"),
            )
        case "tags":
            plain = forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"})
            return TagsField(
                label=label,
                max_length=1_500,
                required=field.is_required,
                widget=plain,
                help_text=_("Separated by commas: home, garden"),
            )


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
    mails_reminders = forms.BooleanField(
        label=_("Mail me my reminders, too"),
        required=False,
        help_text=_("To your address, once it is confirmed. A link in each mail switches them off."),
    )

    class Meta:
        model = User
        fields = ["time_zone", *_DATE_FIELDS, "email", "ask_before", "custom_instructions"]
        field_classes = {"custom_instructions": LinesField}
        widgets = {"custom_instructions": forms.Textarea(attrs={"rows": 4, "dir": "auto"})}
        labels = {"custom_instructions": _("Instructions for the agent")}

    def __init__(self, request: HttpRequest, user: User) -> None:
        super().__init__(request.POST if request.method == "POST" else None, instance=user)
        self._request = request
        account = ["email", "password", "mails_reminders"]
        self.order_fields(["time_zone", *_DATE_FIELDS, *account, "ask_before", "custom_instructions"])
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

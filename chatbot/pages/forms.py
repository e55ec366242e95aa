"""The forms of the pages. The domain validates each value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast
from uuid import UUID

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from chatbot.domain.conversations.commands import TITLE_LENGTH
from chatbot.domain.conversations.sharing import LIFETIMES
from chatbot.domain.tasks.fields import FIELDS, TaskField, TaskFields
from chatbot.domain.tasks.merge_edits import edited_fields
from chatbot.editing import (
    DayField,
    DueField,
    EstimateField,
    LinesField,
    NoticesField,
    ParentField,
    TagsField,
    TaskEdit,
    list_choices,
)
from chatbot.models import Task, User

_OWN: dict[str, type[forms.Field]] = {"due": DueField, "day": DayField, "duration": EstimateField}


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

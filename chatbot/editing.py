"""Forms that stay open while others change the same row: a task's form on the page and in the admin.

Such a form carries its initial values (Django's hidden initial data). What differs from them is what the
person changed, however the row has changed since.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import from_current_timezone, to_current_timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from chatbot.domain.errors import DomainError, Invalid
from chatbot.domain.tasks.fields import TaskFields
from chatbot.domain.tasks.merge_edits import EditConflict, edited_fields, sentence
from chatbot.formatting import notice, notices
from chatbot.models import TaskList, User
from chatbot.reading import read_notice


class LinesField(forms.CharField):
    """Multi-line text; browsers send line breaks as CR LF."""

    def to_python(self, value: Any) -> Any:
        return (super().to_python(value) or "").replace("\r\n", "\n")


class TagsField(forms.CharField):
    """Tags separated by commas."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return [tag.strip() for tag in (super().to_python(value) or "").split(",") if tag.strip(" #")]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return set(initial or ()) != set(self.to_python(data))


class DayField(forms.DateField):
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class DueWidget(forms.MultiWidget):
    """A day, and a time of day that may be left out."""

    use_fieldset = True
    supports_microseconds = False

    def __init__(self, widgets: Sequence[forms.Widget] = (), attrs: Any = None) -> None:
        day = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "aria-label": gettext_lazy("Day")})
        clock = forms.TimeInput(format="%H:%M", attrs={"type": "time", "aria-label": gettext_lazy("Time")})
        super().__init__(widgets or (day, clock), attrs)

    def decompress(self, value: Any) -> list[Any]:
        if isinstance(value, datetime):
            local = to_current_timezone(value)
            return [local.date(), local.time()]
        return [value, None]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Pages from before an update send one value: "2026-12-01T17:00"."""
        if name in data:
            return _day_and_time(data[name])
        return super().value_from_datadict(data, files, name)


class HiddenDueWidget(forms.HiddenInput):
    """The same in one field: "2026-12-01", "2026-12-01T17:00"."""

    def format_value(self, value: Any) -> str:
        if isinstance(value, list):
            return "T".join(filter(None, value))
        if isinstance(value, datetime):
            return f"{to_current_timezone(value):%Y-%m-%dT%H:%M:%S}"
        return value.isoformat() if value else ""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return _day_and_time(data.get(name, ""))


def _day_and_time(text: str) -> list[str]:
    day, _sign, clock = text.partition("T")
    return [day, clock]


class DueField(forms.MultiValueField):
    """When a task is due: a date is a day without a time, a datetime a moment."""

    widget = DueWidget
    hidden_widget = HiddenDueWidget

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            (forms.DateField(required=False), forms.TimeField(required=False)),
            require_all_fields=False,
            **kwargs,
        )

    def compress(self, data_list: Any) -> date | datetime | None:
        day, clock = data_list or (None, None)
        if clock is None:
            return day
        if day is None:
            raise ValidationError(_("Choose a day."))
        return from_current_timezone(datetime.combine(day, clock))


class NoticesField(forms.CharField):
    """Times before a task is due, separated by commas: "30 minutes, 1 day"."""

    def prepare_value(self, value: Any) -> Any:
        return notices(value, get_language() or "en") if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        parts = [part.strip() for part in (super().to_python(value) or "").split(",") if part.strip()]
        return sorted(minutes_of(part) for part in parts)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(sorted(initial or ()) != self.to_python(data))
        except ValidationError:
            return True


class ParentField(forms.CharField):
    """The number of the task of which the form's task is a subtask."""

    def __init__(self, **kwargs: Any) -> None:
        attributes = {"autocomplete": "off", "inputmode": "numeric", "placeholder": "#12"}
        super().__init__(
            required=False,
            max_length=10,
            widget=forms.TextInput(attrs=attributes),
            help_text=gettext_lazy("The number of another task"),
            **kwargs,
        )


class EstimateField(forms.Field):
    """How long a task takes: "30 minutes", "2h"."""

    def __init__(self, **kwargs: Any) -> None:
        plain = forms.TextInput(attrs={"autocomplete": "off", "placeholder": _("30 minutes")})
        super().__init__(widget=plain, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return notice(value, get_language() or "en") if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:
        if not (text := str(value or "").strip()):
            return None
        minutes = read_notice(text, language=get_language() or "en")
        if not minutes:
            raise ValidationError(
                _("“%(text)s” is no duration. Write it like “30 minutes” or “2 hours”.") % {"text": text}
            )
        return minutes


def list_choices(owner: User, *, kept: str = "") -> list[tuple[str, str]]:
    """The inbox and the lists on which a task can be; an archived one, if it is on that."""
    lists = TaskList.objects.of(owner)
    offered = [(str(one.pk), one.name) for one in lists if not one.is_archived or str(one.pk) == kept]
    return [("", _("Inbox")), *offered]


def minutes_of(text: str) -> int:
    minutes = read_notice(text, language=get_language() or "en")
    if minutes is None:
        raise ValidationError(
            _("“%(text)s” is no time before it is due. Write it like “30 minutes” or “1 day”.")
            % {"text": text}
        )
    return minutes


class Edit(forms.BaseForm):
    """A form that distinguishes what the person changed from what others changed."""

    def carry_initial(self) -> None:
        """Pages from before an update carry no initial values; fields are compared with the current row."""
        for name, field in self.fields.items():
            hidden, key = field.hidden_widget(), self[name].html_initial_name
            is_missing = self.is_bound and hidden.value_omitted_from_data(self.data, self.files, key)
            field.show_hidden_initial = not is_missing


class TaskEdit(Edit):
    """The edit of a task, which is refused if others have changed the same field."""

    def seen(self) -> TaskFields:
        """The initial values of the fields that the person has changed."""
        return cast(TaskFields, dict(self._seen()))

    def refuse(self, error: DomainError, viewer: User) -> None:
        """Show the domain's error at its field; errors of single tags belong to the field of all tags."""
        if isinstance(error, EditConflict):
            self._show_conflict(error, viewer)
            return
        field = {"tag": "tags"}.get(error.field, error.field) if isinstance(error, Invalid) else ""
        self.add_error(field if field in self.fields else None, error.message)

    def _show_conflict(self, conflict: EditConflict, viewer: User) -> None:
        """Show what others changed, and keep what the person typed, which overwrites it when sent again."""
        changed = self.changed_data
        data = cast(Any, self.data).copy()
        for name, value in edited_fields(conflict.task).items():
            field, bound = self.fields[name], self[name]
            shown = field.prepare_value(value)
            parts = [*_sent(field.hidden_widget(), bound.html_initial_name, shown)]
            if name not in changed:
                parts += _sent(field.widget, bound.html_name, shown)
            for part, text in parts:
                data[part] = text
        self.data = data
        self.add_error(None, conflict.message)
        for difference in conflict.differences:
            self.add_error(difference.field, sentence(difference, conflict.task.owner, viewer))

    def _seen(self) -> Iterator[tuple[str, Any]]:
        for name in self.changed_data:
            field = self.fields[name]
            if not field.show_hidden_initial or name not in TaskFields.__annotations__:
                continue
            hidden = field.hidden_widget()
            raw = hidden.value_from_datadict(self.data, self.files, self[name].html_initial_name)
            try:
                yield name, field.clean(raw)
            except ValidationError:
                continue  # no page of ours carries such a value


def _sent(widget: forms.Widget, name: str, value: Any) -> Iterator[tuple[str, str]]:
    """What a browser would send for a widget with that value."""
    if isinstance(widget, forms.MultiWidget):
        for number, part in enumerate(widget.decompress(value) or ()):
            yield from _sent(widget.widgets[number], f"{name}_{number}", part)
        return
    text = widget.format_value(value)
    yield name, text[0] if isinstance(text, list) else text or ""

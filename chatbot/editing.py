"""Forms that stay open while others change the same row: a task's form on the page and in the admin.

Such a form carries its initial values (Django's hidden initial data). What differs from them is what the
person changed, however the row has changed since.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from chatbot.domain.errors import DomainError, Invalid
from chatbot.domain.tasks.edits import EditConflict, edited_fields, sentence
from chatbot.domain.tasks.fields import TaskFields
from chatbot.formatting import notices
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

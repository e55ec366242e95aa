"""What the admin takes of a task. The domain has the last word on each value."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms

from chatbot.domain.errors import DomainError, Invalid
from chatbot.domain.tasks import TaskFields
from chatbot.models import Task

from .model_admin import ModelForm

DOMAIN_FIELDS = ("title", "description", "priority", "due_at", "tags")


class TagsField(forms.CharField):
    """Tags separated by commas."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return [tag.strip() for tag in (super().to_python(value) or "").split(",") if tag.strip(" #")]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return set(initial or ()) != set(self.to_python(data))


class TaskForm(ModelForm[Task]):
    tags = TagsField(
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField", "autocapitalize": "none"}),
        help_text="Separated by commas: home, garden",
    )
    completed = forms.BooleanField(required=False, label="Done")

    # The domain's objection to what was sent before, shown in place of saving it again.
    refusal: DomainError | None = None

    class Meta:
        model = Task
        fields = ["owner", "title", "description", "priority", "due_at"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            return
        self.initial.update(tags=self.instance.tag_names, completed=self.instance.completed)
        for field in self.fields.values():
            # What counts as a change is what differs from the page as it was sent: the agent may have changed
            # the task since, and what it did is not undone by a field that nobody touched.
            field.show_hidden_initial = True

    def clean_description(self) -> str:
        # Browsers send line breaks as CR LF.
        return str(self.cleaned_data["description"]).replace("\r\n", "\n")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.refusal is not None:
            name = self.refusal.field if isinstance(self.refusal, Invalid) else ""
            field = "tags" if name == "tag" else name
            self.add_error(field if field in self.fields else None, self.refusal.message)
        return cleaned

    def values(self) -> TaskFields:
        return self._fields(DOMAIN_FIELDS)

    def changes(self) -> TaskFields:
        return self._fields(self.changed_data)

    def _fields(self, names: Iterable[str]) -> TaskFields:
        wanted = set(names)
        return cast(TaskFields, {name: self.cleaned_data[name] for name in DOMAIN_FIELDS if name in wanted})

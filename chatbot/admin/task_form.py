"""The admin's form of a task. The domain validates each value."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib.admin.widgets import AdminDateWidget, AdminTimeWidget
from django.utils.translation import gettext_lazy as _

from chatbot.domain.errors import DomainError
from chatbot.domain.tasks.fields import FIELDS, TaskFields
from chatbot.editing import DueField, DueWidget, LinesField, TagsField, TaskEdit
from chatbot.models import Task, TaskList, User

from .model_admin import ModelForm

_OWN_FIELDS = {"due", "tags", "list", "task"}


if TYPE_CHECKING:
    ModelChoiceField = forms.ModelChoiceField[Task]
else:
    ModelChoiceField = forms.ModelChoiceField


class ParentField(ModelChoiceField):
    """A task of the same owner, by its number."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.strip().removeprefix("#") if isinstance(value, str) else value)


class TaskAdminForm(TaskEdit, ModelForm[Task]):
    tags = TagsField(
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField", "autocapitalize": "none"}),
        help_text=_("Separated by commas: home, garden"),
    )
    due_at = DueField(
        required=False,
        label=_("Due"),
        widget=DueWidget(
            (
                AdminDateWidget(attrs={"aria-label": _("Day")}),
                AdminTimeWidget(attrs={"aria-label": _("Time")}),
            )
        ),
    )
    list = forms.ModelChoiceField(TaskList.objects.none(), required=False, empty_label=_("Inbox"))
    parent = ParentField(
        Task.objects.none(),
        to_field_name="number",
        required=False,
        label=_("Subtask of"),
        widget=forms.TextInput(),
        help_text=_("The number of another task"),
    )
    completed = forms.BooleanField(required=False, label=_("Done"))

    # The domain's error about the form that was just sent; with it the form is shown instead of saved.
    refusal: DomainError | None = None
    viewer: User

    class Meta:
        model = Task
        fields = ["owner", *(name for name, field in FIELDS.items() if field.kind not in _OWN_FIELDS)]
        field_classes = {name: LinesField for name, field in FIELDS.items() if field.kind == "text"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            for name in ("list", "parent"):  # whose lists and tasks these could be is not known yet
                del self.fields[name]
            return
        self.initial.update(
            due_at=self.instance.due,
            tags=self.instance.tag_names,
            completed=self.instance.completed,
            parent=self.instance.parent,
        )
        lists = cast("forms.ModelChoiceField[TaskList]", self.fields["list"])
        lists.queryset = TaskList.objects.of(self.instance.owner)
        parents = cast("ParentField", self.fields["parent"])
        parents.queryset = Task.objects.of(self.instance.owner)
        self.carry_initial()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.refusal is not None:
            self.refuse(self.refusal, self.viewer)
        return cleaned

    def values(self) -> TaskFields:
        return self._fields(FIELDS)

    def changes(self) -> TaskFields:
        return self._fields(self.changed_data)

    def _fields(self, names: Iterable[str]) -> TaskFields:
        wanted = set(names)
        return cast(
            TaskFields,
            {name: self.cleaned_data[name] for name in FIELDS if name in wanted & self.cleaned_data.keys()},
        )

"""The form with the arguments with which a tool call is approved."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.fields import InvalidJSONInput
from django.utils.translation import gettext_lazy as _

from chatbot.domain.journal.approvals import proposal_result
from chatbot.models import ToolCall


class ArgumentsField(forms.JSONField):
    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except (ValueError, RecursionError) as error:  # numbers of thousands of digits, depths of thousands
            raise ValidationError(self.error_messages["invalid"], "invalid") from error

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Show invalid input again as it was entered."""
        return InvalidJSONInput(data or "")


class DecisionForm(forms.Form):
    arguments = ArgumentsField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "class": "vLargeTextField", "spellcheck": "false"}),
        help_text=_("As JSON. Other arguments may narrow what is listed here, and never widen it."),
        error_messages={"invalid": _("Enter valid JSON.")},
    )

    def changed_arguments(self, call: ToolCall) -> Any:
        """The entered arguments; `None` if they are empty or those of the model."""
        entered = self.cleaned_data["arguments"]
        proposed = proposal_result(call).arguments
        return None if entered is None or entered in (call.arguments, proposed) else entered

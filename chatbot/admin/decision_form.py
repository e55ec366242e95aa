"""With which arguments a tool call is approved."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.fields import InvalidJSONInput

from chatbot.domain.journal.approvals import proposal_result
from chatbot.models import ToolCall


class ArgumentsField(forms.JSONField):
    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except (ValueError, RecursionError) as error:  # numbers of thousands of digits, depths of thousands
            raise ValidationError(self.error_messages["invalid"], "invalid") from error

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What was entered is shown again as it was."""
        return InvalidJSONInput(data or "")


class DecisionForm(forms.Form):
    arguments = ArgumentsField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "class": "vLargeTextField", "spellcheck": "false"}),
        help_text="As JSON. Other arguments may narrow what is listed here, and never widen it.",
        error_messages={"invalid": "Enter valid JSON."},
    )

    def changed_arguments(self, call: ToolCall) -> Any:
        """What was entered, or `None` if it is what the model gave, or nothing."""
        entered = self.cleaned_data["arguments"]
        proposed = proposal_result(call).arguments
        return None if entered is None or entered in (call.arguments, proposed) else entered

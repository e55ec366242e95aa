"""The two fields for a new password, in the same words on every page."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.forms import SetPasswordForm, SetPasswordMixin
from django.utils.translation import gettext_lazy as _

from chatbot.models import User

HELP = _("At least 8 characters; not a common word, not only digits.")
AGAIN = _("Password again")


class NewPassword(SetPasswordMixin[User]):
    """Says what is wrong with a password at the first of its fields, whose names end with 1 and 2."""

    fields: dict[str, Any]

    def describe_passwords(self, name: str = "password") -> None:
        self.fields[f"{name}1"].help_text = HELP
        self.fields[f"{name}2"].label = AGAIN
        self.fields[f"{name}2"].help_text = ""

    def validate_password_for_user(self, user: User, password_field_name: str = "") -> None:
        super().validate_password_for_user(user, f"{(password_field_name or 'password2').removesuffix('2')}1")


class ChooseNewPasswordForm(NewPassword, SetPasswordForm[User]):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.describe_passwords("new_password")

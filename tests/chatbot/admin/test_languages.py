"""The admin in German: also the names that Django makes of those in the code."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.utils import flatten, label_for_field
from django.db.models import Model
from django.utils import translation

from chatbot.models import Task

SAME = {"Status", "Text", "#", "Plan", "Name", "Position", "Agent", "Details", "Token", "Feedback"}
OURS = [
    model
    for model in apps.get_models()
    if model._meta.app_label in {"chatbot", "streaming"} and admin.site.is_registered(model)
]


def labels(model: type[Model], language: str) -> list[str]:
    model_admin: Any = admin.site.get_model_admin(model)
    names = dict.fromkeys(flatten([*model_admin.list_display, *(model_admin.fields or ())]))
    with translation.override(language):
        columns = [str(label_for_field(name, model, model_admin)) for name in names if name != "__str__"]
        return [str(model._meta.verbose_name), str(model._meta.verbose_name_plural), *columns]


@pytest.mark.parametrize("model", OURS)
def test_the_names_of_models_and_columns_are_german(model: type[Model]) -> None:
    pairs = zip(labels(model, "en"), labels(model, "de"), strict=True)
    same = {english for english, german in pairs if english == german}
    assert {name for name in same if name[:1].upper() + name[1:] not in SAME} == set()


def test_names_are_translated_without_a_change_of_the_models() -> None:
    assert "verbose_name" not in Task._meta.get_field("title").deconstruct()[3]
    with translation.override("de"):
        assert str(Task._meta.verbose_name_plural) == "Aufgaben"

"""Choosing a model on the chat page, without a script."""

from __future__ import annotations

import json
import re

from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from chatbot.models import Conversation, Run
from chatbot.settings.models import read_models


def offer(settings: Settings, *models: dict[str, str]) -> None:
    settings.AGENT_MODELS = read_models({"AGENT_API_KEY": "sk-x", "AGENT_MODELS": json.dumps(models)})
    settings.AGENT_ENDPOINT = settings.AGENT_MODELS[0]


def test_a_model_is_chosen_with_a_message_and_named_on_its_answer(alices: Client, settings: Settings) -> None:
    offer(settings, {"model": "small", "label": "Quick"}, {"model": "large", "label": "Thorough"})
    page = alices.get(reverse("chat-new")).text
    assert re.findall(r"<option[^>]*>(.*?)</option>", page) == ["Quick", "Thorough"]
    response = alices.post(reverse("messages"), {"message": "Add milk", "model": "large"}, follow=True)
    assert (Conversation.objects.get().model, Run.objects.get().model) == ("large", "large")
    assert '<option value="large" selected>Thorough</option>' in response.text
    assert '<span class="run-model" data-model>Thorough</span>' in response.text


def test_a_model_that_is_not_offered_is_refused(alices: Client, settings: Settings) -> None:
    offer(settings, {"model": "small"}, {"model": "large"})
    response = alices.post(reverse("messages"), {"message": "Add milk", "model": "huge"})
    assert response.status_code == 400
    assert "There is no such model to choose." in response.text
    assert "Add milk</textarea>" in response.text


def test_without_a_choice_there_is_nothing_to_choose(alices: Client, settings: Settings) -> None:
    offer(settings, {"model": "small"})
    assert 'name="model"' not in alices.get(reverse("chat-new")).text

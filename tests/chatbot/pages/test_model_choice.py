"""Choosing a model on the chat page, without a script."""

from __future__ import annotations

import json

from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from chatbot.domain.journal.turns import Response, record_turn
from chatbot.models import Conversation, Run, User
from chatbot.offline_assistant.model import MODEL_NAME
from chatbot.settings.models import read_models
from tests.chatbot.pages.scenes import begin
from tests.markup import parse


def offer(settings: Settings, *models: dict[str, str]) -> None:
    settings.AGENT_MODELS = read_models({"AGENT_API_KEY": "sk-x", "AGENT_MODELS": json.dumps(models)})
    settings.AGENT_ENDPOINT = settings.AGENT_MODELS[0]


def test_a_model_is_chosen_with_a_message_and_named_on_its_answer(alices: Client, settings: Settings) -> None:
    offer(settings, {"model": "small", "label": "Quick"}, {"model": "large", "label": "Thorough"})
    page = parse(alices.get(reverse("chat-new")))
    assert page.texts("[name=model] option") == ["Quick", "Thorough"]
    response = alices.post(reverse("messages"), {"message": "Add milk", "model": "large"}, follow=True)
    assert (Conversation.objects.get().model, Run.objects.get().model) == ("large", "large")
    page = parse(response)
    assert page.one("[name=model] option[selected]")["value"] == "large"
    assert page.texts("[data-model]") == ["Thorough"]


def test_a_model_that_is_not_offered_is_refused(alices: Client, settings: Settings) -> None:
    offer(settings, {"model": "small"}, {"model": "large"})
    response = alices.post(reverse("messages"), {"message": "Add milk", "model": "huge"})
    assert response.status_code == 400
    assert "There is no such model to choose." in response.text
    assert parse(response).one("textarea#message").text == "Add milk"


def test_with_one_model_there_is_no_choice_and_it_is_named(alices: Client, settings: Settings) -> None:
    offer(settings, {"model": "small"})
    assert not parse(alices.get(reverse("chat-new"))).all("[name=model]")
    response = alices.post(reverse("messages"), {"message": "Add milk"}, follow=True)
    assert parse(response).texts("[data-model]") == ["small"]


def test_the_offline_assistant_is_named(alices: Client, alice: User) -> None:
    scene = begin(alice)
    record_turn(scene.claim, Response(0, {"output": []}, {"model": MODEL_NAME}))
    begin(alice, "Again", scene.succeed().conversation).succeed()

    page = parse(alices.get(reverse("conversation", args=[scene.run.conversation_id])))

    assert page.texts("[data-model]") == ["Offline assistant"] * 2

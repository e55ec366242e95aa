from __future__ import annotations

from django.urls import path

from chatbot.api.rest.endpoint import NotFoundEndpoint

from . import views

urlpatterns = [
    path("models", views.Models.as_view(), name="openai-models"),
    path("models/<path:name>", views.OneModel.as_view(), name="openai-model"),
    path("chat/completions", views.ChatCompletions.as_view(), name="openai-chat-completions"),
    path("<path:unknown>", NotFoundEndpoint.as_view()),
]

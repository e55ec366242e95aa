from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class ChatbotConfig(AppConfig):
    name = "chatbot"
    verbose_name = "Lockstep"

    def ready(self) -> None:
        import_module("chatbot.background.checks")  # it registers them

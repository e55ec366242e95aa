"""Which of the configured models answers in a conversation."""

from __future__ import annotations

from django.conf import settings

from chatbot.domain.errors import Invalid
from chatbot.model_endpoint import ModelEndpoint


def models_offered() -> tuple[ModelEndpoint, ...]:
    """What people can choose from; nothing where there is no choice."""
    models: tuple[ModelEndpoint, ...] = settings.AGENT_MODELS
    return models if len(models) > 1 else ()


def require_offered(name: str) -> str:
    """Raises `Invalid` for the name of a model that people cannot choose."""
    if name not in {model.model for model in models_offered()}:
        raise Invalid("There is no such model to choose.", "model")
    return name


def endpoint_of(name: str) -> ModelEndpoint | None:
    """The model of that name, or the default where it is not configured (any more)."""
    default: ModelEndpoint | None = settings.AGENT_ENDPOINT
    return next((model for model in models_offered() if model.model == name), default)


def label_of(name: str) -> str:
    """What people call the model; empty where there is no choice."""
    return next((model.label for model in models_offered() if model.model == name), "")


def name_of(name: str) -> str:
    """The model's label, or its own name where there is no choice."""
    return label_of(name) or name


def stand_in(chosen: str, answered: str) -> dict[str, str]:
    """Which model answered instead of the chosen one, in people's words; empty if that one did."""
    if not chosen or not answered or answered == chosen:
        return {}
    return {"model": name_of(answered), "instead_of": name_of(chosen)}

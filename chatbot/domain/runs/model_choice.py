"""Which of the configured models answers in a conversation, and what people call it."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from chatbot.domain.errors import Invalid
from chatbot.model_endpoint import ModelEndpoint

_OFFLINE = ("", "offline-assistant")  # a run without an endpoint, and the name in its turns


def models_offered() -> tuple[ModelEndpoint, ...]:
    """The models that people can choose from; empty if there is no choice."""
    models: tuple[ModelEndpoint, ...] = settings.AGENT_MODELS
    return models if len(models) > 1 else ()


def require_offered(name: str) -> str:
    """Return the name, or raise `Invalid` if people cannot choose that model."""
    if name not in {model.model for model in models_offered()}:
        raise Invalid(_("There is no such model to choose."), "model")
    return name


def endpoint_of(name: str) -> ModelEndpoint | None:
    """The model of that name, or the default if it is not configured (any more)."""
    default: ModelEndpoint | None = settings.AGENT_ENDPOINT
    return next((model for model in models_offered() if model.model == name), default)


def label_of(name: str) -> str:
    """The label of a model; empty if people have no choice."""
    return next((model.label for model in models_offered() if model.model == name), "")


def name_of(name: str) -> str:
    """The label of a model, or its own name if people have no choice."""
    return label_of(name) or name


def answered_by(chosen: str, answered: str) -> str:
    """What people call the model that answered, or if that is not stored, the chosen one."""
    name = answered or chosen
    return _("Offline assistant") if name in _OFFLINE else name_of(name)


def stand_in(chosen: str, answered: str) -> dict[str, str]:
    """Labels of the fallback that answered and of the chosen model; empty if the chosen one answered."""
    if not chosen or not answered or answered == chosen:
        return {}
    return {"model": name_of(answered), "instead_of": name_of(chosen)}

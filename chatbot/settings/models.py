"""The models that people can choose from, the fallback model, and the model for titles."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from chatbot.model_endpoint import ModelEndpoint

from .endpoint import SETTINGS, read_endpoint
from .single_values import require_single_word

_FORM = 'AGENT_MODELS must be a JSON list, like [{"model": "gpt-5-mini", "label": "Quick"}].'


def read_models(environment: Mapping[str, str]) -> tuple[ModelEndpoint, ...]:
    """The default first; empty if the offline assistant answers.

    Each entry of `AGENT_MODELS` has the settings of its model, in lower case and without `AGENT_`. Missing
    ones are inherited, unless the entry names its own endpoint, so that no key is sent to another endpoint.
    """
    text = environment.get("AGENT_MODELS", "").strip()
    if not text:
        endpoint = read_endpoint(environment)
        return () if endpoint is None else (endpoint,)
    try:
        entries = json.loads(text)
    except ValueError as error:
        raise ImproperlyConfigured(_FORM) from error
    if not isinstance(entries, list) or not entries:
        raise ImproperlyConfigured(_FORM)
    models = tuple(_model(entry, environment) for entry in entries)
    if len({model.model for model in models}) < len(models):
        raise ImproperlyConfigured("AGENT_MODELS names a model twice.")
    return models


def fallback_of(name: str, models: tuple[ModelEndpoint, ...]) -> ModelEndpoint | None:
    for model in models:
        if model.model == name:
            return model
    if name:
        raise ImproperlyConfigured(f"AGENT_FALLBACK_MODEL must be one of AGENT_MODELS, not {name!r}.")
    return None


def title_model_of(name: str, models: tuple[ModelEndpoint, ...]) -> ModelEndpoint | None:
    """One of the models, or another one at the default endpoint, without the default model's own settings."""
    if not name:
        return None
    if not models:
        raise ImproperlyConfigured("AGENT_TITLE_MODEL needs a model endpoint, as AGENT_API_KEY sets one.")
    known = next((model for model in models if model.model == name), None)
    require_single_word("AGENT_TITLE_MODEL", name)
    return known or replace(models[0], model=name, label=name, temperature=None, reasoning_effort=None)


def _model(entry: Any, environment: Mapping[str, str]) -> ModelEndpoint:
    if not isinstance(entry, dict) or not entry.get("model"):
        raise ImproperlyConfigured(_FORM)
    own = {f"AGENT_{name.upper()}": _text(value) for name, value in entry.items()}
    if unknown := own.keys() - SETTINGS:
        raise ImproperlyConfigured(f"AGENT_MODELS: there is no {min(unknown)} to set for a model.")
    has_endpoint = bool(own.keys() & {"AGENT_PRESET", "AGENT_BASE_URL"})
    endpoint = read_endpoint(own if has_endpoint else {**environment, **own})
    if endpoint is None:
        raise ImproperlyConfigured(f"AGENT_MODELS: {entry['model']} has no endpoint; set AGENT_PRESET, too.")
    return endpoint


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)

"""Several models in the environment."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from chatbot.settings.models import fallback_of, read_models, title_model_of
from tests.subtests import as_subtests

KEY = "sk-a-very-secret-key"


def environment(*entries: Any, **given: str) -> dict[str, str]:
    named = {f"AGENT_{name}": value for name, value in given.items()}
    return {"AGENT_MODELS": json.dumps(entries), **named}


def test_one_model_needs_no_list() -> None:
    (model,) = read_models({"AGENT_API_KEY": KEY, "AGENT_MODEL": "gpt-5"})
    assert (model.model, model.label) == ("gpt-5", "gpt-5")
    assert read_models({}) == ()


def test_models_share_default_settings_but_never_a_key() -> None:
    quick, thorough, private = read_models(
        environment(
            {"model": "gpt-5-mini", "label": "Quick"},
            {"model": "gpt-5", "reasoning_effort": "high", "strict": False, "body": {"x": 1}},
            {"model": "qwen3", "preset": "ollama"},
            API_KEY=KEY,
            TEMPERATURE="1",
            MODEL="unused",
        )
    )
    assert (quick.label, quick.api_key, quick.temperature) == ("Quick", KEY, 1)
    assert (thorough.label, thorough.reasoning_effort, thorough.strict) == ("gpt-5", "high", False)
    assert thorough.body == {"x": 1}
    assert (private.base_url, private.api_key, private.temperature) == ("http://localhost:11434/v1", "", None)


@as_subtests(
    ("entries", "says"),
    [
        ("gpt-5", "AGENT_MODELS must be a JSON list"),
        ("[]", "AGENT_MODELS must be a JSON list"),
        ('["gpt-5"]', "AGENT_MODELS must be a JSON list"),
        ('[{"label": "Quick"}]', "AGENT_MODELS must be a JSON list"),
        ('[{"model": "a"}, {"model": "a"}]', "AGENT_MODELS names a model twice."),
        ('[{"model": "a", "tmperature": 1}]', "AGENT_MODELS: there is no AGENT_TMPERATURE to set"),
        ('[{"model": "a", "temperature": -1}]', "AGENT_TEMPERATURE must be a number from 0 on"),
        ('[{"model": "a b"}]', "AGENT_MODEL contains a space"),
    ],
)
def test_an_invalid_list_is_refused(entries: str, says: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=re.escape(says)):
        read_models({"AGENT_MODELS": entries, "AGENT_API_KEY": KEY})


def test_the_fallback_is_one_of_them() -> None:
    models = read_models(environment({"model": "a"}, {"model": "b"}, API_KEY=KEY))
    assert fallback_of("b", models) is models[1]
    assert fallback_of("", models) is None
    with pytest.raises(ImproperlyConfigured, match="must be one of AGENT_MODELS, not 'c'"):
        fallback_of("c", models)


def test_the_model_for_titles_is_one_of_them_or_another_one_of_the_same_endpoint() -> None:
    models = read_models(
        environment({"model": "a"}, {"model": "b"}, API_KEY=KEY, REASONING_EFFORT="high", TEMPERATURE="1")
    )
    assert title_model_of("b", models) is models[1]
    other = title_model_of("tiny", models)
    assert other is not None
    assert (other.model, other.label, other.base_url, other.api_key) == (
        "tiny",
        "tiny",
        models[0].base_url,
        KEY,
    )
    assert (other.reasoning_effort, other.temperature) == (None, None)
    assert title_model_of("", models) is None
    with pytest.raises(ImproperlyConfigured, match="AGENT_TITLE_MODEL needs a model endpoint"):
        title_model_of("tiny", ())
    with pytest.raises(ImproperlyConfigured, match="AGENT_TITLE_MODEL contains a space"):
        title_model_of("a tiny one", models)

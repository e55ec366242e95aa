"""What is sent to an endpoint, as its settings want it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from agents import ModelSettings
from openai import Omit
from openai.types.shared import Reasoning

from chatbot.model_endpoint import ModelEndpoint


def model_settings(endpoint: ModelEndpoint | None) -> ModelSettings:
    if endpoint is None:
        return ModelSettings()
    is_chat = endpoint.api == "chat"
    renamed = is_chat and endpoint.max_tokens_parameter != "max_tokens" and endpoint.max_tokens is not None
    # Nothing is to be kept at the provider; but chat endpoints other than OpenAI's may refuse to be told so.
    keeps = not is_chat or endpoint.preset == "openai"
    return ModelSettings(
        temperature=endpoint.temperature,
        max_tokens=None if renamed else endpoint.max_tokens,
        reasoning=Reasoning(effort=endpoint.reasoning_effort) if endpoint.reasoning_effort else None,
        parallel_tool_calls=endpoint.parallel_tool_calls,
        include_usage=endpoint.stream_options or None,
        store=False if keeps else None,
        extra_headers=_headers(endpoint),
        extra_query=dict(endpoint.query) or None,
        extra_body=dict(endpoint.body) or None,
        extra_args={endpoint.max_tokens_parameter: endpoint.max_tokens} if renamed else None,
    )


def _headers(endpoint: ModelEndpoint) -> dict[str, Any]:
    """Those of every request. The client adds the key as a bearer token where no header is named for it."""
    if not endpoint.key_header:
        return dict(endpoint.headers)
    return {"Authorization": Omit(), endpoint.key_header: endpoint.api_key, **endpoint.headers}


def fit_request(endpoint: ModelEndpoint, body: Any) -> Any:
    """The body with the roles and keys that the endpoint takes. The SDK has no settings for these."""
    if not isinstance(body, Mapping):
        return body
    fitted = dict(body)
    if "messages" in fitted:
        fitted["messages"] = [_with_role(message, endpoint.system_role) for message in fitted["messages"]]
    if "tools" in fitted and not endpoint.strict:
        fitted["tools"] = [_without_strict(tool) for tool in fitted["tools"]]
    if not endpoint.stream_options:
        fitted.pop("stream_options", None)
    return fitted


def _with_role(message: dict[str, Any], system_role: str) -> dict[str, Any]:
    return {**message, "role": system_role} if message.get("role") == "system" else message


def _without_strict(tool: dict[str, Any]) -> dict[str, Any]:
    """Chat completions have the key within `function`, the Responses API has it beside the name."""
    lean = {key: value for key, value in tool.items() if key != "strict"}
    if "function" in lean:
        lean["function"] = {key: value for key, value in lean["function"].items() if key != "strict"}
    return lean

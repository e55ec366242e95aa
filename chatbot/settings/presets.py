"""Presets: the default settings for each kind of endpoint.

Settings in the environment override the preset. Sources are the providers' API references; where those say
nothing, the error message of the endpoint is quoted.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

# For unknown endpoints: what most of them accept.
COMPATIBLE = {
    "AGENT_MODEL": "gpt-5-mini",
    "AGENT_API": "chat",
    "AGENT_MAX_TOKENS_PARAMETER": "max_tokens",
    "AGENT_SYSTEM_ROLE": "system",
    "AGENT_STRUCTURED_OUTPUT": "json_schema",
    "AGENT_STRICT": "true",
    "AGENT_STREAM_OPTIONS": "true",
    "AGENT_TOOL_MESSAGE_NAME": "false",
    "AGENT_FIRST_BYTE_TIMEOUT": "120",
    "AGENT_TIMEOUT": "60",
    "AGENT_RETRIES": "2",
    "AGENT_HISTORY_TOKENS": "6000",
}

# Local servers: they load the model first, generate without limit unless given one, and often have a small
# context.
_LOCAL = {
    "AGENT_MODEL": "",
    "AGENT_MAX_TOKENS": "8192",
    "AGENT_STRICT": "false",
    "AGENT_FIRST_BYTE_TIMEOUT": "300",
    "AGENT_HISTORY_TOKENS": "3000",
}

PRESETS: Mapping[str, Mapping[str, str]] = {
    "openai": {
        "AGENT_BASE_URL": "https://api.openai.com/v1",
        "AGENT_MAX_TOKENS_PARAMETER": "max_completion_tokens",  # reasoning models refuse max_tokens
        "AGENT_SYSTEM_ROLE": "developer",
    },
    "azure": {
        "AGENT_MODEL": "",  # the deployment's name
        "AGENT_KEY_HEADER": "api-key",
        "AGENT_MAX_TOKENS_PARAMETER": "max_completion_tokens",
    },
    "ollama": {**_LOCAL, "AGENT_BASE_URL": "http://localhost:11434/v1"},
    "vllm": {**_LOCAL, "AGENT_BASE_URL": "http://localhost:8000/v1"},
    "lmstudio": {**_LOCAL, "AGENT_BASE_URL": "http://localhost:1234/v1"},
    "llamacpp": {
        **_LOCAL,
        "AGENT_BASE_URL": "http://localhost:8080/v1",
        "AGENT_STRUCTURED_OUTPUT": "function",  # refuses a schema beside tools
        "AGENT_PARALLEL_TOOL_CALLS": "true",  # off unless asked for
    },
    "openrouter": {
        "AGENT_BASE_URL": "https://openrouter.ai/api/v1",
        "AGENT_MODEL": "",
        "AGENT_STRUCTURED_OUTPUT": "function",  # passes a schema on only to providers that know it
        "AGENT_MAX_TOKENS": "8192",  # reserves credit for as many tokens as may come
    },
    "groq": {
        "AGENT_BASE_URL": "https://api.groq.com/openai/v1",
        "AGENT_MODEL": "",
        "AGENT_MAX_TOKENS_PARAMETER": "max_completion_tokens",
        "AGENT_STRUCTURED_OUTPUT": "function",  # no schema while it streams
    },
    "mistral": {
        "AGENT_BASE_URL": "https://api.mistral.ai/v1",
        "AGENT_MODEL": "",
        "AGENT_STREAM_OPTIONS": "false",  # 422 extra_forbidden; the usage comes anyway
        "AGENT_TOOL_MESSAGE_NAME": "true",  # its reference has it
    },
    "gemini": {
        "AGENT_BASE_URL": "https://generativelanguage.googleapis.com/v1beta/openai",
        "AGENT_MODEL": "",
        "AGENT_STRICT": "false",
        "AGENT_STRUCTURED_OUTPUT": "function",  # refuses a schema beside tools
        "AGENT_TOOL_MESSAGE_NAME": "true",  # 400 "function_response.name: Name cannot be empty"
    },
    "deepseek": {
        "AGENT_BASE_URL": "https://api.deepseek.com/v1",
        "AGENT_MODEL": "",
        "AGENT_STRICT": "false",
        "AGENT_STRUCTURED_OUTPUT": "function",  # "This response_format type is unavailable now"
    },
    "together": {
        "AGENT_BASE_URL": "https://api.together.xyz/v1",
        "AGENT_MODEL": "",
        "AGENT_STRICT": "false",
        "AGENT_MAX_TOKENS": "8192",
    },
    "litellm": {
        "AGENT_BASE_URL": "http://localhost:4000/v1",
        "AGENT_MODEL": "",
    },
}
# Endpoints that require a key.
HOSTED = {"openai", "azure", "openrouter", "groq", "mistral", "gemini", "deepseek", "together"}
_AZURE_HOSTS = (".openai.azure.com", ".services.ai.azure.com", ".cognitiveservices.azure.com")
# The newest general version of Azure's older API, whose addresses name a deployment. Its v1 API takes none.
AZURE_API_VERSION = "2024-10-21"


def preset_of(address: str) -> str:
    """The preset of a hosted endpoint, by its host; empty for other hosts."""
    host = urlsplit(address).hostname or ""
    if host.endswith(_AZURE_HOSTS):
        return "azure"
    for name in HOSTED - {"azure"}:
        if host == urlsplit(PRESETS[name]["AGENT_BASE_URL"]).hostname:
            return name
    return ""

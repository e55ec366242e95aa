"""Which setting to change if an endpoint refuses something."""

from __future__ import annotations

import re

# Names in providers' error messages, and the setting that omits or changes that parameter.
_NAMED = (
    (r"stream_options|include_usage", "Set AGENT_STREAM_OPTIONS=false."),
    (r"use\W+max_completion_tokens", "Set AGENT_MAX_TOKENS_PARAMETER=max_completion_tokens."),
    (r"max_completion_tokens", "Set AGENT_MAX_TOKENS_PARAMETER=max_tokens."),
    (r"max_tokens", "Set AGENT_MAX_TOKENS_PARAMETER=max_completion_tokens, or another AGENT_MAX_TOKENS."),
    (r"temperature", "Leave AGENT_TEMPERATURE out, or set it to 1."),
    (r"reasoning", "Leave AGENT_REASONING_EFFORT out, or set one that this model knows."),
    (r"response_format|json_schema|text\.format", "Set AGENT_STRUCTURED_OUTPUT=function, or text."),
    (r"\bstrict\b|additionalProperties", "Set AGENT_STRICT=false."),
    (
        r"function_response\.name|tool.{0,40}\bname\b.{0,20}(required|missing|empty)",
        "Set AGENT_TOOL_MESSAGE_NAME=true.",
    ),
    (r"parallel_tool_calls", "Leave AGENT_PARALLEL_TOOL_CALLS out."),
    (r"api.version", 'Set AGENT_QUERY={"api-version": "…"} to one that your resource knows.'),
    (r"\bdeveloper\b|\brole\b", "Set AGENT_SYSTEM_ROLE=system, or developer."),
    (r"context.(length|window|size)|maximum context", "Set a smaller AGENT_HISTORY_TOKENS."),
    (r"tools?\b.{0,30}support|support.{0,20}tools?\b|tool.choice", "Choose a model that can call tools."),
    (r"model", "Look at AGENT_MODEL: the endpoint may not have a model of that name."),
)
_BY_KIND = {
    "unauthorized": "Look at AGENT_API_KEY; and at AGENT_KEY_HEADER, where the key has a header of its own.",
    "rate_limited": "Wait a minute. If the error persists, check the limits and the credit of your account.",
    "timeout": "Set a longer AGENT_FIRST_BYTE_TIMEOUT or AGENT_TIMEOUT, or choose a quicker model.",
    "unreachable": "Look at AGENT_BASE_URL: is the server running, and reachable from this machine?",
    "refused": "Look at AGENT_BASE_URL (many end in /v1) and AGENT_MODEL.",
    "wrong_address": "Look at AGENT_BASE_URL: many end in /v1.",
    "no_such_host": "Look at AGENT_BASE_URL: there is no host of that name.",
    "not_running": "Look at AGENT_BASE_URL: is the server running, and reachable from this machine?",
    "untrusted": "Look at AGENT_BASE_URL, and at the certificate of that server.",
    "unknown_model": "Look at AGENT_MODEL: the endpoint has no model of that name.",
    "no_credit": "Look at the credit of your account.",
    "wrong_country": "Choose another provider: this one does not serve your country.",
    "bad_response": "Look at AGENT_BASE_URL (many end in /v1) and AGENT_API: no model answers there.",
    "endless": "Set a smaller AGENT_MAX_TOKENS, or choose another AGENT_MODEL.",
    "context_overflow": "Set a smaller AGENT_HISTORY_TOKENS, or give the model a larger context.",
    "out_of_tokens": "Set a larger AGENT_MAX_TOKENS: it was spent on thinking.",
    "no_tools": "Choose another AGENT_MODEL: this one cannot call tools.",
    "calls a tool": "Choose another AGENT_MODEL: tasks are managed by calling tools.",
    "calls two tools at once": "Choose another AGENT_MODEL: tasks are managed by calling tools.",
    "makes a plan": "Try AGENT_STRUCTURED_OUTPUT=json_schema, function and text in turn.",
}


def advice(kind: str, detail: str = "") -> str:
    if kind in {"refused", "provider_error"}:
        for named, setting in _NAMED:
            if re.search(named, detail, re.IGNORECASE):
                return setting
    return _BY_KIND.get(kind, "The endpoint itself has a problem; its log may say more.")

"""Classify errors of an endpoint or the network by their message, since status codes alone mislead.

The messages are those of OpenAI, Azure, Anthropic, Gemini, Mistral, DeepSeek, OpenRouter, vLLM, llama.cpp and
Ollama.
"""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Iterator
from typing import Any

import httpx2
import openai

from .faults import Fault
from .untyped_json import text_in

_BY_WORDS: dict[str, tuple[str, ...]] = {
    "no_credit": (
        "insufficient_quota",
        "insufficient (balance|credit|fund|quota)",
        "exceeded your current quota",
        "requires more credits",
        "payment required",
        "billing",
    ),
    "wrong_country": (
        "unsupported_country",
        "(country|region|location).{0,40}(not |un)support",
        "not available in your",
    ),
    "context_overflow": (
        "context_length",
        "context[ _](length|window|size)",
        "maximum context",
        "max_model_len",
        "(prompt|input) is too long",
        "too many (input )?tokens",
        "reduce the length",
        "exceeds? the (available|maximum|model)",
    ),
    "content_filter": (
        "content[_ ](filter|policy)",
        "content management policy",
        "responsibleai",
        "flagged",
        "moderation",
    ),
    "no_tools": (
        "(not|n't) support (the use of )?(tool|function)",
        "support tool use",
        "(tools?|tool choice|tool use|function calling) (is|are) not (supported|enabled)",
        "enable-auto-tool-choice",
    ),
    "unknown_model": (
        "model[_ ]not[_ ](found|exist)",
        "(no such|unknown|invalid) model",
        "model .{0,80}(not found|not exist|not available)",
        "not a valid model",
    ),
}
_BY_STATUS = {
    401: "unauthorized",
    402: "no_credit",
    403: "unauthorized",
    404: "wrong_address",
    405: "wrong_address",
    408: "timeout",
    413: "context_overflow",
    429: "rate_limited",
}
# With other statuses the same words mean less: a busy endpoint also mentions too many tokens.
_MISTAKES = {400, 403, 404, 413, 422, 500}
_SPEAKING = {"no_credit": {*_MISTAKES, 402, 429}, "unknown_model": {400, 404, 422}}
_REFUSED = {400, 409, 415, 422}


def fault_of(error: openai.OpenAIError | httpx2.RequestError) -> Fault:
    """The `Fault` for an error of the HTTP client, also if the body of an error response is incomplete."""
    match error:
        case openai.APIStatusError():
            body = error.body if isinstance(error.body, dict) else {}
            said = text_in(body, "message") or _one_line(error.response.text)
            code, parameter = str(body.get("code") or body.get("type") or ""), text_in(body, "param")
            detail = f"status {error.status_code}, code {code or '–'}, parameter {parameter or '–'}: {said}"
            return Fault(kind_of(error.status_code, f"{code} {said}"), detail, error.status_code)
        case openai.APITimeoutError():
            return Fault("timeout", "no connection")
        case openai.APIConnectionError():
            return _fault_of_connection(error)
        case httpx2.RequestError():
            return Fault("unreachable", f"the connection broke: {error}")
        case _:
            return Fault("provider_error", str(error))


def fault_in(sent: dict[str, Any]) -> Fault | None:
    """The error in an object of an answer, which some endpoints send in the middle of a stream."""
    error = sent.get("error") or (sent if sent.get("object") == "error" else None)
    if not error:
        return None
    given = error if isinstance(error, dict) else {"message": str(error)}
    code = given.get("code") or given.get("type") or ""
    said = text_in(given, "message")
    status = _status_of(code)
    return Fault(
        kind_of(status, f"{code} {said}"), f"in the answer, code {code or '–'}: {_one_line(said)}", status
    )


def _status_of(code: Any) -> int:
    """The status of HTTP that the code of an error within an answer stands for."""
    said = str(code)
    if re.fullmatch("[45][0-9]{2}", said):
        return int(said)
    return 429 if re.search("rate_?limit", said, re.IGNORECASE) else 500


def kind_of(status: int, said: str) -> str:
    for kind, words in _BY_WORDS.items():
        if status in _SPEAKING.get(kind, _MISTAKES) and re.search("|".join(words), said, re.IGNORECASE):
            return kind
    return "refused" if status in _REFUSED else _BY_STATUS.get(status, "provider_error")


def _fault_of_connection(error: openai.APIConnectionError) -> Fault:
    causes = list(_causes(error))
    detail = "; ".join(dict.fromkeys(_one_line(str(cause)) for cause in causes if str(cause)))
    for kind, of_kind in (
        ("no_such_host", socket.gaierror),
        ("untrusted", ssl.SSLError),
        ("not_running", ConnectionRefusedError),
        ("wrong_address", httpx2.UnsupportedProtocol | httpx2.InvalidURL),
    ):
        if any(isinstance(cause, of_kind) for cause in causes):
            return Fault(kind, detail)
    return Fault("unreachable", detail)


def _causes(error: BaseException) -> Iterator[BaseException]:
    yield error
    inner = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    for cause in (*inner, error.__cause__ or error.__context__):
        if cause is not None:
            yield from _causes(cause)


def _one_line(text: str) -> str:
    return " ".join(text.split())[:500]

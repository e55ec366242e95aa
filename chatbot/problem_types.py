"""The kinds of problems that the API reports, by their code: `/api/v1/problems/{code}/` describes each."""

from __future__ import annotations

from http import HTTPStatus
from typing import NamedTuple

from chatbot.addresses import API_ROOT


class ProblemType(NamedTuple):
    status: int
    title: str
    description: str


PROBLEM_TYPES = {
    "authentication_failed": ProblemType(
        401, "Authentication failed", "The credentials are wrong, or of an account that is not active."
    ),
    "bad_request": ProblemType(400, "Bad request", "The request was refused before any of it was read."),
    "cancelled": ProblemType(
        409, "The run was stopped", "Somebody stopped the run before it was done. Retry it by its `run_id`."
    ),
    "conflict": ProblemType(
        409, "Conflict with the present state", "It is not in a state that allows this. Nothing was done."
    ),
    "idempotency_key_in_use": ProblemType(
        409,
        "First request not finished",
        "The first request with this `Idempotency-Key` is being carried out. Send it again later.",
    ),
    "idempotency_key_reused": ProblemType(
        422, "Key of another request", "The `Idempotency-Key` was used for another request. Nothing was done."
    ),
    "insufficient_scope": ProblemType(
        403,
        "Insufficient scope",
        "The personal token does not permit this. `WWW-Authenticate` names what would.",
    ),
    "invalid": ProblemType(
        400, "Invalid values", "`errors` says what is wrong, and where: in the body, a parameter or a header."
    ),
    "limit_reached": ProblemType(
        429, "Limit reached", "A limit of the account, until `reset_at`. Nothing was done."
    ),
    "method_not_allowed": ProblemType(
        405,
        "Method not allowed",
        "The address does not support this method. `Allow` names those that it does.",
    ),
    "not_acceptable": ProblemType(
        406, "Not acceptable", "`Accept` excludes what the address can answer with."
    ),
    "not_authenticated": ProblemType(401, "Not signed in", "The request has no credentials."),
    "not_found": ProblemType(404, "Not found", "It does not exist, or belongs to another person."),
    "parse_error": ProblemType(400, "Malformed body", "The body is not valid JSON in UTF-8."),
    "password_required": ProblemType(
        403, "Password required", "A session is not enough for this: use the token of a sign-in."
    ),
    "permission_denied": ProblemType(403, "Permission denied", "This person must not do this."),
    "personal_token_in_address": ProblemType(
        401, "Personal token in an address", "Addresses are logged. Send the token in `Authorization`."
    ),
    "personal_token_not_valid": ProblemType(
        401, "Personal token not valid", "The personal token was revoked, or has expired."
    ),
    "precondition_failed": ProblemType(
        412, "Precondition failed", "It is not as `If-Match` says. Read it, then send the request again."
    ),
    "second_factor_required": ProblemType(
        401, "Second factor required", "The account has a second factor: send its `code`, too."
    ),
    "server_error": ProblemType(
        500, "Server error", "A fault of the server, which it has logged. Send the request again later."
    ),
    "signed_out": ProblemType(401, "Signed out", "The person has signed out everywhere since this sign-in."),
    "throttled": ProblemType(429, "Too many requests", "Send the request again after `Retry-After` seconds."),
    "ticket_not_valid": ProblemType(401, "Ticket not valid", "The ticket was used already, or has expired."),
    "token_not_valid": ProblemType(
        401, "Token not valid", "The access or refresh token is wrong or has expired."
    ),
    "too_large": ProblemType(413, "Too large", "The body is larger than the server accepts."),
    "unavailable": ProblemType(
        503,
        "Unavailable",
        "The database is locked or unreachable. Send the request again after `Retry-After`.",
    ),
    "unsupported_media_type": ProblemType(
        415, "Unsupported media type", "The address takes another type of body."
    ),
}


def type_of(code: str) -> str:
    return f"{API_ROOT}problems/{code}/" if code in PROBLEM_TYPES else "about:blank"


def title_of(code: str, status: int) -> str:
    """Without a type of its own, a problem is its status (RFC 9457, 4.2.1)."""
    return PROBLEM_TYPES[code].title if code in PROBLEM_TYPES else HTTPStatus(status).phrase

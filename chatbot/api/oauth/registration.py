"""Dynamic client registration (RFC 7591): programs register themselves, without a secret."""

from __future__ import annotations

import math

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from pydantic import BaseModel, Field, ValidationError

from chatbot.auth.client_address import client_address
from chatbot.domain.errors import Invalid, LimitReached
from chatbot.domain.people.oauth_clients import register_client
from chatbot.domain.people.rate_limits import in_an_hour, use

_MOST_BYTES = 16_384


class ClientMetadata(BaseModel):
    """What counts of a registration. The rest is replaced by what the server has, as the RFC permits."""

    redirect_uris: list[str] = Field(min_length=1)
    client_name: str = "A program"
    grant_types: list[str] = ["authorization_code"]
    response_types: list[str] = ["code"]


@csrf_exempt
@require_POST
def register(request: HttpRequest) -> JsonResponse:
    if len(request.body) > _MOST_BYTES:
        return _refused("invalid_client_metadata", "This is too long.", 413)
    try:
        use(
            "oauth-registrations",
            client_address(request) or "",
            limit=settings.OAUTH_REGISTRATIONS_PER_HOUR,
            expires_at=in_an_hour(),
        )
        asked = ClientMetadata.model_validate_json(request.body)
        if "authorization_code" not in asked.grant_types or "code" not in asked.response_types:
            raise Invalid("Only authorization codes are issued.")
        client = register_client(asked.client_name, asked.redirect_uris)
    except LimitReached as error:
        seconds = max(math.ceil((error.reset_at - timezone.now()).total_seconds()), 1)
        refused = _refused("temporarily_unavailable", error.message, 429)
        refused.headers["Retry-After"] = str(seconds)
        return refused
    except ValidationError:
        return _refused("invalid_client_metadata", "This is not the metadata of a client (RFC 7591).")
    except Invalid as error:
        code = "invalid_redirect_uri" if error.field == "redirect_uris" else "invalid_client_metadata"
        return _refused(code, error.message)
    return _kept_nowhere(
        {
            "client_id": client.client_id,
            "client_id_issued_at": int(client.created.timestamp()),
            "client_name": client.name,
            "redirect_uris": asked.redirect_uris,
            "grant_types": ["authorization_code", "refresh_token"],
            "response_types": ["code"],
            "token_endpoint_auth_method": "none",
        },
        201,
    )


def _refused(code: str, sentence: str, status: int = 400) -> JsonResponse:
    return _kept_nowhere({"error": code, "error_description": sentence}, status)


def _kept_nowhere(body: dict[str, object], status: int) -> JsonResponse:
    return JsonResponse(body, status=status, headers={"Cache-Control": "no-store"})

"""The hook to which a mail server sends mails that become tasks."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import AuthenticationFailed, NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from chatbot.api.rest.parsing import FileParser
from chatbot.api.tokens import PublicEndpoint
from chatbot.auth.signatures import is_signed
from chatbot.domain.incoming_mail.add import add_from_mail

from .serializers import or_problem

_HEADERS = {
    "webhook-id": "Names the delivery.",
    "webhook-timestamp": "Seconds since 1970; at most five minutes ago.",
    "webhook-signature": "`v1,` and the HMAC-SHA256 of id, timestamp and body with the secret, in Base64.",
}
_MAIL = {"application/octet-stream": {"type": "string", "format": "binary"}}


class WrongSignature(AuthenticationFailed):
    default_detail = "The signature is missing, wrong or too old."


class DeliveredSerializer(serializers.Serializer[dict[str, int]]):
    people = serializers.IntegerField(help_text="With an address in the mail; 0 if all are unknown.")


class IncomingMail(PublicEndpoint):
    parser_classes = [FileParser]

    @extend_schema(
        operation_id="deliver_mail",
        auth=[],
        parameters=[
            OpenApiParameter(name, str, OpenApiParameter.HEADER, required=True, description=text)
            for name, text in _HEADERS.items()
        ],
        request=_MAIL,
        responses=or_problem({200: DeliveredSerializer}, 404, 413, 429),
    )
    def post(self, request: Request) -> Response:
        """Add a task to each person whose address the mail has, once, also if it is delivered again.

        The body is the mail (RFC 5322), whose headers have the recipients, signed as in Standard Webhooks.
        404 where `INCOMING_MAIL_DOMAIN` is not set.
        """
        if not settings.INCOMING_MAIL_DOMAIN:
            raise NotFound
        body: Any = request.data or b""
        if not is_signed(settings.INCOMING_MAIL_SECRET, request.headers, body, timezone.now()):
            raise WrongSignature
        return Response({"people": add_from_mail(body)})

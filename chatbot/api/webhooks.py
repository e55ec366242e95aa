"""Webhooks over REST: set them up, see what was delivered, send it again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from chatbot.api.rest.authentication import require_sign_in, user_of
from chatbot.api.rest.endpoint import Endpoint, ListEndpoint
from chatbot.api.rest.entity import Entity
from chatbot.api.rest.scopes import SIGN_IN_ONLY
from chatbot.api.rest.strict import Body, Flag, Moment, Text, Whole, Word
from chatbot.domain.errors import Invalid
from chatbot.domain.events import EVENTS
from chatbot.domain.webhooks import endpoints
from chatbot.domain.webhooks.endpoints import MOST_ENDPOINTS, get_endpoint
from chatbot.models import WebhookDelivery, WebhookEndpoint
from chatbot.models.webhook import URL_LENGTH

from .serializers import or_problem, problem

_EVENTS = "The types of events that it gets; none: all."
_TYPES = [(name, name) for name in EVENTS]
_NOT_NOW = problem(
    "Not in its present state.",
    "conflict",
    "Staff switched this webhook off. Ask them why.",
)


class WebhookBody(Body):
    url = Text(max_length=URL_LENGTH, help_text="https, without a user name.")
    events = serializers.ListField(child=Word(_TYPES), required=False, help_text=_EVENTS)


class WebhookChangeBody(Body):
    url = Text(max_length=URL_LENGTH, required=False)
    events = serializers.ListField(child=Word(_TYPES), required=False, help_text=_EVENTS)
    is_enabled = Flag(required=False)


class ReplayBody(Body):
    """One of both."""

    delivery = Whole(required=False, min_value=1, max_value=2**63 - 1, help_text="The id of a delivery.")
    since = Moment(required=False)


class WebhookSerializer(serializers.Serializer[WebhookEndpoint]):
    id = serializers.UUIDField()
    url = serializers.CharField()
    events = serializers.ListField(child=serializers.ChoiceField(_TYPES), help_text=_EVENTS)
    is_enabled = serializers.SerializerMethodField()
    disabled = serializers.ChoiceField(
        WebhookEndpoint.Disabled.choices, allow_null=True, help_text="Why it is disabled."
    )
    failures = serializers.IntegerField(help_text="Attempts in a row that failed.")
    next_attempt_at = Moment(help_text="No event is sent before.")
    created_at = Moment()

    def get_is_enabled(self, endpoint: WebhookEndpoint) -> bool:
        return endpoint.disabled is None


class SecretSerializer(WebhookSerializer):
    secret = serializers.CharField(help_text="What messages are signed with. Returned only this once.")


class DeliverySerializer(serializers.Serializer[WebhookDelivery]):
    id = serializers.IntegerField()
    message_id = serializers.CharField(help_text="The header `webhook-id`.")
    event_type = serializers.CharField()
    attempt = serializers.IntegerField()
    status = serializers.IntegerField(allow_null=True, help_text="Of the HTTP answer.")
    problem = serializers.ChoiceField(
        [("", ""), *WebhookDelivery.Problem.choices], help_text="Why there was no answer."
    )
    milliseconds = serializers.IntegerField()
    created_at = Moment()


class Webhooks(ListEndpoint):
    scope = SIGN_IN_ONLY

    @extend_schema(
        operation_id="list_webhooks",
        responses=or_problem({200: WebhookSerializer(many=True)}, 400),
    )
    def get(self, request: Request) -> Response:
        """List your webhooks, the latest first."""
        self.query()
        found = WebhookEndpoint.objects.of(user_of(request)).order_by("-created_at", "pk")
        return self.page(found, lambda endpoint: WebhookSerializer(endpoint).data)

    @extend_schema(
        operation_id="create_webhook",
        request=WebhookBody,
        responses=or_problem(
            {201: SecretSerializer},
            400,
            _409=problem(
                "There are too many webhooks.",
                "conflict",
                f"You have {MOST_ENDPOINTS} webhooks. Delete one of them first.",
            ),
        ),
    )
    def post(self, request: Request) -> Response:
        """Have your events sent to a URL from now on. It takes the token of a sign-in."""
        require_sign_in(request)
        endpoint = endpoints.create_endpoint(user_of(request), **WebhookBody.read(request))
        endpoint.refresh_from_db()
        return Response(SecretSerializer(endpoint).data, status=201)


class OneWebhook(Entity):
    locked = WebhookEndpoint
    scope = SIGN_IN_ONLY

    @extend_schema(operation_id="get_webhook", responses=or_problem({200: WebhookSerializer}, 404))
    def get(self, request: Request, endpoint_id: UUID) -> Response:
        return _shown(get_endpoint(user_of(request), endpoint_id))

    @extend_schema(
        operation_id="change_webhook",
        request=WebhookChangeBody,
        responses=or_problem({200: WebhookSerializer}, 400, 404, _409=_NOT_NOW),
    )
    def patch(self, request: Request, endpoint_id: UUID) -> Response:
        """Change it, or disable and enable it: then it continues with the event at which it stopped.

        It takes the token of a sign-in.
        """
        require_sign_in(request)
        given = WebhookChangeBody.read(request)
        return _shown(endpoints.change_endpoint(user_of(request), endpoint_id, **given))

    @extend_schema(operation_id="delete_webhook", responses=or_problem({204: None}, 404))
    def delete(self, request: Request, endpoint_id: UUID) -> Response:
        endpoints.delete_endpoint(user_of(request), endpoint_id)
        return Response(status=204)


class WebhookSecret(Endpoint):
    scope = SIGN_IN_ONLY

    @extend_schema(
        operation_id="renew_webhook_secret",
        request=None,
        responses=or_problem({200: SecretSerializer}, 404),
    )
    def post(self, request: Request, endpoint_id: UUID) -> Response:
        """Make a new secret. For a day, messages are signed with the one before as well.

        It takes the token of a sign-in.
        """
        require_sign_in(request)
        return Response(SecretSerializer(endpoints.renew_secret(user_of(request), endpoint_id)).data)


class WebhookTest(Endpoint):
    scope = SIGN_IN_ONLY

    @extend_schema(
        operation_id="test_webhook", request=None, responses=or_problem({202: WebhookSerializer}, 404, 429)
    )
    def post(self, request: Request, endpoint_id: UUID) -> Response:
        """Send a message of the type `webhook_test`. Its answer is among the deliveries a moment later."""
        endpoints.request_test(user_of(request), endpoint_id)
        return _shown(get_endpoint(user_of(request), endpoint_id), status=202)


class WebhookReplay(Endpoint):
    scope = SIGN_IN_ONLY

    @extend_schema(
        operation_id="replay_webhook",
        request=ReplayBody,
        responses=or_problem(
            {200: WebhookSerializer},
            400,
            404,
            _409=problem(
                "It cannot be sent again.", "conflict", "This event was deleted, and cannot be sent again."
            ),
        ),
    )
    def post(self, request: Request, endpoint_id: UUID) -> Response:
        """Send events again, under the same ids: that of a delivery and all after it, or all since a time."""
        owner, given = user_of(request), ReplayBody.read(request)
        match given:
            case {"delivery": delivery, **rest} if not rest:
                return _shown(endpoints.replay_from_delivery(owner, endpoint_id, delivery))
            case {"since": since, **rest} if not rest:
                return _shown(endpoints.replay_since(owner, endpoint_id, since))
        raise Invalid("Give either a delivery or a time.", "since")


class WebhookDeliveries(ListEndpoint):
    scope = SIGN_IN_ONLY

    @extend_schema(
        operation_id="list_webhook_deliveries",
        responses=or_problem({200: DeliverySerializer(many=True)}, 400, 404),
    )
    def get(self, request: Request, endpoint_id: UUID) -> Response:
        """List the attempts of the last 30 days, the latest first."""
        self.query()
        found = get_endpoint(user_of(request), endpoint_id).deliveries.order_by("-pk")
        return self.page(found, lambda delivery: DeliverySerializer(delivery).data)


def _shown(endpoint: WebhookEndpoint, status: int = 200) -> Response:
    data: Any = WebhookSerializer(endpoint).data
    return Response(data, status=status)

"""Personal tokens over REST: create, list and revoke them."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from chatbot.api.rest.authentication import require_sign_in, user_of
from chatbot.api.rest.endpoint import Endpoint, ListEndpoint
from chatbot.api.rest.scopes import SIGN_IN_ONLY
from chatbot.api.rest.strict import Body, Moment, Text, Whole, Word
from chatbot.domain.people.personal_tokens import (
    LIFETIMES,
    MOST_TOKENS,
    NAME_LENGTH,
    create_personal_token,
    revoke_personal_token,
)
from chatbot.models import PersonalToken

from .serializers import or_problem, problem

_SCOPES = (
    "read: GET of anything. write: changes to tasks, lists, chats, imports and templates. agent: messages, "
    "plans, approvals, stopping and undoing."
)
_DAYS = f"One of {', '.join(map(str, LIFETIMES))}; null: until it is revoked."


class TokenBody(Body):
    name = Text(help_text=f"What it is for, in at most {NAME_LENGTH} characters.")
    scopes = serializers.ListField(
        child=Word(PersonalToken.Scope.choices), allow_empty=False, help_text=_SCOPES
    )
    days = Whole(required=False, allow_null=True, default=None, help_text=_DAYS)


class PersonalTokenSerializer(serializers.Serializer[PersonalToken]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    scopes = serializers.ListField(child=serializers.ChoiceField(PersonalToken.Scope.choices))
    hint = serializers.CharField(help_text="The last characters of the token.")
    created_at = Moment()
    expires_at = Moment(allow_null=True)
    used_at = Moment(allow_null=True, help_text="When it was used last, give or take an hour.")


class NewPersonalTokenSerializer(PersonalTokenSerializer):
    token = serializers.CharField(help_text="The token itself. It is returned only this once.")


class PersonalTokens(ListEndpoint):
    scope = SIGN_IN_ONLY

    @extend_schema(
        operation_id="list_personal_tokens",
        responses=or_problem({200: PersonalTokenSerializer(many=True)}, 400),
    )
    def get(self, request: Request) -> Response:
        """List your personal tokens, the latest first."""
        self.query()
        tokens = PersonalToken.objects.of(user_of(request)).order_by("-created_at", "pk")
        return self.page(tokens, lambda token: PersonalTokenSerializer(token).data)

    @extend_schema(
        operation_id="create_personal_token",
        request=TokenBody,
        responses=or_problem(
            {201: NewPersonalTokenSerializer},
            400,
            _409=problem(
                "There are too many tokens.",
                "conflict",
                f"You have {MOST_TOKENS} tokens. Revoke one of them first.",
            ),
        ),
    )
    def post(self, request: Request) -> Response:
        """Create a token for a program of yours. It takes the token of a sign-in."""
        require_sign_in(request)
        token, text = create_personal_token(user_of(request), **TokenBody.read(request))
        token.refresh_from_db(fields=["created_at"])
        return Response({**PersonalTokenSerializer(token).data, "token": text}, status=201)


class OnePersonalToken(Endpoint):
    scope = SIGN_IN_ONLY

    @extend_schema(operation_id="revoke_personal_token", responses=or_problem({204: None}, 404))
    def delete(self, request: Request, token_id: UUID) -> Response:
        revoke_personal_token(user_of(request), token_id)
        return Response(status=204)

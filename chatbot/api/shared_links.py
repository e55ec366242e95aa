"""Links with which anybody can read a conversation, over REST."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from chatbot.api.rest.authentication import user_of
from chatbot.api.rest.endpoint import Endpoint, ListEndpoint
from chatbot.api.rest.scopes import SIGN_IN_ONLY
from chatbot.api.rest.strict import Body, Flag, Moment, Whole
from chatbot.domain.conversations.commands import find_conversation
from chatbot.domain.conversations.sharing import LIFETIMES, MOST_LINKS, revoke_link, share_conversation
from chatbot.models import SharedLink

from .serializers import or_problem, problem

_DAYS = ", ".join(map(str, LIFETIMES))


class ShareBody(Body):
    days = Whole(help_text=f"How long it is valid: {_DAYS}.")
    shows_name = Flag(required=False, help_text="Whether the page shows the owner's user name.")


class LinkSerializer(serializers.Serializer[SharedLink]):
    id = serializers.UUIDField()
    conversation_id = serializers.UUIDField()
    shows_name = serializers.BooleanField()
    created_at = Moment()
    expires_at = Moment()


class NewLinkSerializer(LinkSerializer):
    url = serializers.CharField(help_text="The address of the page. It is returned only this once.")


class Links(ListEndpoint):
    @extend_schema(
        operation_id="list_links",
        responses=or_problem({200: LinkSerializer(many=True)}, 400),
    )
    def get(self, request: Request) -> Response:
        """List the valid links, the latest first."""
        self.query()
        links = SharedLink.objects.of(user_of(request)).valid().order_by("-created_at", "pk")
        return self.page(links, lambda link: LinkSerializer(link).data)


class ConversationLinks(Endpoint):
    scope = SIGN_IN_ONLY

    @extend_schema(
        operation_id="share_conversation",
        request=ShareBody,
        responses=or_problem(
            {201: NewLinkSerializer},
            400,
            404,
            _409=problem(
                "There are too many links.",
                "conflict",
                f"You have {MOST_LINKS} links. Revoke one of them first.",
            ),
        ),
    )
    def post(self, request: Request, conversation_id: UUID) -> Response:
        """Create a link: everybody who has it can read the whole conversation, also what is said later."""
        owner = user_of(request)
        find_conversation(owner, conversation_id)
        given = ShareBody.read(request)
        link, token = share_conversation(owner, conversation_id, **given)
        link.refresh_from_db(fields=["created_at"])
        url = request.build_absolute_uri(reverse("shared", args=[token]))
        shown: dict[str, Any] = {**LinkSerializer(link).data, "url": url}
        return Response(shown, status=201)


class OneLink(Endpoint):
    scope = SIGN_IN_ONLY

    @extend_schema(operation_id="revoke_link", responses=or_problem({204: None}, 404))
    def delete(self, request: Request, link_id: UUID) -> Response:
        """Revoke a link. Its page is gone with the next request, also for those who have it open."""
        revoke_link(user_of(request), link_id)
        return Response(status=204)

from __future__ import annotations

from uuid import UUID

from django.db.models import Prefetch
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from chatbot.api.rest.authentication import user_of
from chatbot.api.rest.endpoint import Endpoint, ListEndpoint
from chatbot.api.rest.strict import Body, Flag, Query, Text, Word
from chatbot.domain.conversations import commands as conversations
from chatbot.models import Conversation, Run

from .serializers import ConversationSerializer, MessageSerializer, or_problem


class ConversationBody(Body):
    title = Text(allow_blank=True, required=False)
    is_pinned = Flag(required=False)


class MessageQuery(Query):
    ordering = Word(["position", "-position"], default="position", required=False)


class Conversations(ListEndpoint):
    @extend_schema(
        operation_id="list_conversations",
        responses=or_problem({200: ConversationSerializer(many=True)}, 400),
    )
    def get(self, request: Request) -> Response:
        """List the conversations, the latest first."""
        self.query()
        rows = Conversation.objects.of(user_of(request)).chats().order_by("-updated_at", "pk")
        return self.page(rows, lambda row: ConversationSerializer(row).data)


class OneConversation(Endpoint):
    @extend_schema(
        operation_id="get_conversation",
        responses=or_problem({200: ConversationSerializer}, 404),
    )
    def get(self, request: Request, conversation_id: UUID) -> Response:
        conversation = conversations.find_conversation(user_of(request), conversation_id)
        return Response(ConversationSerializer(conversation).data)

    @extend_schema(
        operation_id="rename_conversation",
        request=ConversationBody,
        responses=or_problem({200: ConversationSerializer}, 400, 404),
    )
    def patch(self, request: Request, conversation_id: UUID) -> Response:
        """Rename a conversation, or pin it: pinned ones are listed first on the pages."""
        fields = ConversationBody.read(request, partial=True)
        owner = user_of(request)
        conversation = conversations.find_conversation(owner, conversation_id)
        if "title" in fields:
            conversation = conversations.rename_conversation(owner, conversation_id, fields["title"])
        if "is_pinned" in fields:
            pinned = fields["is_pinned"]
            conversation = conversations.pin_conversation(owner, conversation_id, is_pinned=pinned)
        return Response(ConversationSerializer(conversation).data)

    @extend_schema(
        operation_id="delete_conversation",
        responses=or_problem({204: None}, 404, 409),
    )
    def delete(self, request: Request, conversation_id: UUID) -> Response:
        """Delete a conversation with all its messages; 409 while it has an active run."""
        conversations.delete_conversation(user_of(request), conversation_id)
        return Response(status=204)


class Messages(ListEndpoint):
    query_class = MessageQuery

    @extend_schema(
        operation_id="list_messages",
        parameters=[MessageQuery],
        responses=or_problem({200: MessageSerializer(many=True)}, 400, 404),
    )
    def get(self, request: Request, conversation_id: UUID) -> Response:
        """List the messages of a conversation."""
        conversation = conversations.find_conversation(user_of(request), conversation_id)
        asked = Prefetch("triggered_runs", Run.objects.only("pk", "trigger_id", "created_at"))
        rows = conversation.messages.select_related("run").prefetch_related(asked)
        return self.page(rows.order_by(self.query()["ordering"]), lambda row: MessageSerializer(row).data)

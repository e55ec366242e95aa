from __future__ import annotations

from uuid import UUID

from django.db.models import Prefetch
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from chatbot.api.rest.authentication import user_of
from chatbot.api.rest.endpoint import Endpoint, ListEndpoint
from chatbot.api.rest.entity import Entity
from chatbot.api.rest.strict import Body, Empty, Flag, Moment, Query, Text, Word
from chatbot.domain.conversations import commands as conversations
from chatbot.domain.conversations.deletion import delete_conversation, restore_conversation
from chatbot.domain.conversations.unread import mark_read, with_unread
from chatbot.models import Conversation, Run, User

from .serializers import ConversationSerializer, MessageSerializer, or_problem


class ConversationBody(Body):
    title = Text(allow_blank=True, required=False)
    is_pinned = Flag(required=False)
    is_archived = Flag(required=False)


class ConversationQuery(Query):
    updated_since = Moment(required=False, help_text="With a message of that moment or later.")


class MessageQuery(Query):
    before = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=2**31 - 1,
        help_text="A position: the messages as they were before the one there, with what it has replaced.",
    )
    ordering = Word(["position", "-position"], default="position", required=False)


class Conversations(ListEndpoint):
    query_class = ConversationQuery

    @extend_schema(
        operation_id="list_conversations",
        parameters=[ConversationQuery],
        responses=or_problem({200: ConversationSerializer(many=True)}, 400),
    )
    def get(self, request: Request) -> Response:
        """List the conversations, archived ones too, the latest first."""
        rows = with_unread(Conversation.objects.of(user_of(request)).chats()).order_by("-updated_at", "pk")
        if since := self.query().get("updated_since"):
            rows = rows.filter(updated_at__gte=since)
        return self.page(rows, lambda row: ConversationSerializer(row).data)


class OneConversation(Entity):
    locked = Conversation

    @extend_schema(
        operation_id="get_conversation",
        responses=or_problem({200: ConversationSerializer}, 404),
    )
    def get(self, request: Request, conversation_id: UUID) -> Response:
        return _shown(user_of(request), conversation_id)

    @extend_schema(
        operation_id="rename_conversation",
        request=ConversationBody,
        responses=or_problem({200: ConversationSerializer}, 400, 404, 409),
    )
    def patch(self, request: Request, conversation_id: UUID) -> Response:
        """Rename, pin or archive a conversation.

        Pinned ones are listed first on the pages, archived ones on a page of their own. A new message takes a
        conversation out of the archive; 409 if one is archived while it has an active run.
        """
        fields = ConversationBody.read(request, partial=True)
        owner = user_of(request)
        if "title" in fields:
            conversations.rename_conversation(owner, conversation_id, fields["title"])
        if "is_pinned" in fields:
            conversations.pin_conversation(owner, conversation_id, is_pinned=fields["is_pinned"])
        if "is_archived" in fields:
            archived = fields["is_archived"]
            conversations.archive_conversation(owner, conversation_id, is_archived=archived)
        return _shown(owner, conversation_id)

    @extend_schema(
        operation_id="delete_conversation",
        responses=or_problem({204: None}, 404, 409),
    )
    def delete(self, request: Request, conversation_id: UUID) -> Response:
        """Delete a conversation with all its messages; 409 while it has an active run.

        It can be restored for a minute, and is then deleted for good.
        """
        delete_conversation(user_of(request), conversation_id)
        return Response(status=204)


class Restore(Endpoint):
    @extend_schema(
        operation_id="restore_conversation",
        request=None,
        responses=or_problem({200: ConversationSerializer}, 400, 404),
    )
    def post(self, request: Request, conversation_id: UUID) -> Response:
        """Restore a conversation that was deleted within the last minute."""
        Empty.read(request)
        owner = user_of(request)
        restore_conversation(owner, conversation_id)
        return _shown(owner, conversation_id)


class Read(Endpoint):
    @extend_schema(
        operation_id="read_conversation", request=None, responses=or_problem({204: None}, 400, 404)
    )
    def post(self, request: Request, conversation_id: UUID) -> Response:
        """Say that the owner has seen all answers of a conversation."""
        Empty.read(request)
        owner = user_of(request)
        conversations.find_conversation(owner, conversation_id)
        mark_read(owner, conversation_id)
        return Response(status=204)


def _shown(owner: User, conversation_id: UUID) -> Response:
    chats = with_unread(Conversation.objects.of(owner).chats())
    conversation = conversations.get_conversation(chats, conversation_id)
    return Response(ConversationSerializer(conversation).data)


class Messages(ListEndpoint):
    query_class = MessageQuery

    @extend_schema(
        operation_id="list_messages",
        parameters=[MessageQuery],
        responses=or_problem({200: MessageSerializer(many=True)}, 400, 404),
    )
    def get(self, request: Request, conversation_id: UUID) -> Response:
        """List the messages of a conversation, without those that edits have replaced, and their answers."""
        conversation = conversations.find_conversation(user_of(request), conversation_id)
        asked = Prefetch("triggered_runs", Run.objects.only("pk", "trigger_id", "created_at"))
        before = self.query().get("before")
        messages = conversation.messages
        rows = messages.before(before) if before else messages.current()
        rows = rows.select_related("run").prefetch_related(asked)
        return self.page(rows.order_by(self.query()["ordering"]), lambda row: MessageSerializer(row).data)

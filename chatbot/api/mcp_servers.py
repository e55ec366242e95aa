"""MCP servers over REST: add them, see their tools, have them asked again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from chatbot.api.rest.authentication import require_sign_in, user_of
from chatbot.api.rest.endpoint import Endpoint, ListEndpoint
from chatbot.api.rest.scopes import SIGN_IN_ONLY
from chatbot.api.rest.strict import Body, Flag, Moment, Text
from chatbot.domain.mcp_servers import servers
from chatbot.domain.mcp_servers.servers import MOST_SERVERS, get_server
from chatbot.models import McpServer
from chatbot.models.mcp_server import HEADER_LENGTH, NAME_LENGTH, SECRET_LENGTH, URL_LENGTH

from .serializers import or_problem, problem

_SENT = "Sent to the server, as a bearer token or in `header`. It is never returned."
_HEADER = "The header in which the token is sent as it is; empty: as a bearer token."
_TRUSTED = "Its tools that only read, as it says, are called without approval."


class McpServerBody(Body):
    name = Text(max_length=NAME_LENGTH, help_text="The names of its tools begin with it.")
    url = Text(max_length=URL_LENGTH, help_text="https, without a user name; streamable HTTP.")
    token = Text(max_length=SECRET_LENGTH, required=False, allow_blank=True, help_text=_SENT)
    header = Text(max_length=HEADER_LENGTH, required=False, allow_blank=True, help_text=_HEADER)
    is_trusted = Flag(required=False, help_text=_TRUSTED)


class McpServerChangeBody(Body):
    name = Text(max_length=NAME_LENGTH, required=False)
    url = Text(max_length=URL_LENGTH, required=False, help_text="With another host, the token is deleted.")
    token = Text(max_length=SECRET_LENGTH, required=False, allow_blank=True, help_text=_SENT)
    header = Text(max_length=HEADER_LENGTH, required=False, allow_blank=True, help_text=_HEADER)
    is_trusted = Flag(required=False, help_text=_TRUSTED)
    is_enabled = Flag(required=False)


class McpToolSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(help_text="As the server calls it.")
    offered = serializers.CharField(
        allow_null=True, help_text="As the agent calls it; null: it is not offered."
    )
    description = serializers.CharField()
    is_read_only = serializers.BooleanField(help_text="As the server says.")
    skipped = serializers.ChoiceField(
        McpServer.Skipped.choices, allow_null=True, help_text="Why it is not offered."
    )


class McpServerSerializer(serializers.Serializer[McpServer]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    prefix = serializers.CharField(help_text="Of the names of its tools, before two underscores.")
    url = serializers.CharField()
    header = serializers.CharField()
    has_token = serializers.SerializerMethodField()
    is_enabled = serializers.BooleanField()
    is_disabled_by_staff = serializers.BooleanField()
    is_trusted = serializers.BooleanField()
    problem = serializers.ChoiceField(
        [("", ""), *McpServer.Problem.choices], help_text="Why its tools could not be read; empty: they were."
    )
    looked_at = Moment(allow_null=True, help_text="When it was asked for its tools.")
    tools = serializers.SerializerMethodField()
    created_at = Moment()

    def get_has_token(self, server: McpServer) -> bool:
        return bool(server.secret)

    @extend_schema_field(McpToolSerializer(many=True))
    def get_tools(self, server: McpServer) -> list[dict[str, Any]]:
        return [
            {
                "name": tool["name"],
                "offered": tool.get("offered"),
                "description": tool.get("description", ""),
                "is_read_only": tool["is_read_only"],
                "skipped": tool.get("skipped"),
            }
            for tool in server.tools
        ]


class McpServers(ListEndpoint):
    scope = SIGN_IN_ONLY

    @extend_schema(
        operation_id="list_mcp_servers", responses=or_problem({200: McpServerSerializer(many=True)}, 400)
    )
    def get(self, request: Request) -> Response:
        """List the MCP servers whose tools the agent uses, by name."""
        self.query()
        found = McpServer.objects.of(user_of(request)).order_by("name", "pk")
        return self.page(found, lambda server: McpServerSerializer(server).data)

    @extend_schema(
        operation_id="add_mcp_server",
        request=McpServerBody,
        responses=or_problem(
            {201: McpServerSerializer},
            400,
            429,
            _409=problem(
                "There are too many.",
                "conflict",
                f"You have {MOST_SERVERS} MCP servers. Delete one of them first.",
            ),
        ),
    )
    def post(self, request: Request) -> Response:
        """Let the agent use the tools of an MCP server, which is asked for them soon.

        It takes the token of a sign-in.
        """
        require_sign_in(request)
        return _shown(servers.add_server(user_of(request), **McpServerBody.read(request)), status=201)


class OneMcpServer(Endpoint):
    scope = SIGN_IN_ONLY

    @extend_schema(operation_id="get_mcp_server", responses=or_problem({200: McpServerSerializer}, 404))
    def get(self, request: Request, server_id: UUID) -> Response:
        return _shown(get_server(user_of(request), server_id))

    @extend_schema(
        operation_id="change_mcp_server",
        request=McpServerChangeBody,
        responses=or_problem(
            {200: McpServerSerializer},
            400,
            404,
            429,
            _409=problem(
                "Not in its present state.", "conflict", "Staff switched this MCP server off. Ask them why."
            ),
        ),
    )
    def patch(self, request: Request, server_id: UUID) -> Response:
        """Change it, or switch it off and on; if its tools may be others then, it is asked for them again.

        It takes the token of a sign-in.
        """
        require_sign_in(request)
        given = McpServerChangeBody.read(request)
        return _shown(servers.change_server(user_of(request), server_id, **given))

    @extend_schema(operation_id="delete_mcp_server", responses=or_problem({204: None}, 404))
    def delete(self, request: Request, server_id: UUID) -> Response:
        servers.delete_server(user_of(request), server_id)
        return Response(status=204)


class McpServerCheck(Endpoint):
    scope = SIGN_IN_ONLY

    @extend_schema(
        operation_id="check_mcp_server",
        request=None,
        responses=or_problem(
            {202: McpServerSerializer},
            404,
            429,
            _409=problem(
                "It is switched off.", "conflict", "This MCP server is switched off. Switch it on first."
            ),
        ),
    )
    def post(self, request: Request, server_id: UUID) -> Response:
        """Have it asked for its tools again. What it answers is in `tools` or `problem` a moment later."""
        return _shown(servers.request_look(user_of(request), server_id), status=202)


def _shown(server: McpServer, status: int = 200) -> Response:
    data: Any = McpServerSerializer(server).data
    return Response(data, status=status)

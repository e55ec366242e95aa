"""Approve, decline and undo tool calls."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from chatbot.api.rest.authentication import user_of
from chatbot.api.rest.endpoint import Endpoint, ListEndpoint
from chatbot.api.rest.scopes import AGENT
from chatbot.api.rest.strict import Body, Empty, Object
from chatbot.domain.journal import approvals
from chatbot.domain.tasks.undo import undo_call
from chatbot.models import ToolCall

from .run_serializers import ToolCallSerializer
from .serializers import CANNOT_UNDO, or_problem, problem
from .tool_call_rows import tool_call_rows

_UNKNOWN = problem("There is no such tool call.", "not_found", "There is no such tool call.")
_DECIDED = problem(
    "It is decided already, or needs no decision.",
    "conflict",
    "This was approved already by alice.",
    "This was expired already.",
    "This needs no decision: it is done.",
)


class ApprovalBody(Body):
    arguments = Object(
        required=False,
        help_text="To approve with other arguments than the model's. They may narrow what was proposed, and "
        "never widen it.",
    )


class Approvals(ListEndpoint):
    @extend_schema(
        operation_id="list_approvals", responses=or_problem({200: ToolCallSerializer(many=True)}, 400)
    )
    def get(self, request: Request) -> Response:
        """List the tool calls that wait for a decision, the oldest first."""
        self.query()
        rows = tool_call_rows().select_related("run", "decided_by")
        waiting = rows.filter(run__owner=user_of(request), status=ToolCall.Status.AWAITING_APPROVAL)
        return self.page(waiting.order_by("started_at", "pk"), lambda row: ToolCallSerializer(row).data)


class Approve(Endpoint):
    scope = AGENT

    @extend_schema(
        operation_id="approve_tool_call",
        request=ApprovalBody,
        responses=or_problem(
            {200: ToolCallSerializer},
            _400=problem(
                "The arguments do not fit the tool.",
                "invalid",
                "The arguments do not fit: 'some' is not one of ['all', 'pending', 'completed']",
                "arguments: This must be an object.",
            ),
            _404=_UNKNOWN,
            _409=_DECIDED,
        ),
    )
    def post(self, request: Request, call_id: str) -> Response:
        """Approve a tool call; the run resumes. The first decision counts."""
        body = ApprovalBody.read(request)
        user = user_of(request)
        return _shown(approvals.approve(user, call_id, by=user, arguments=body.get("arguments")))


class Decline(Endpoint):
    scope = AGENT

    @extend_schema(
        operation_id="decline_tool_call",
        request=None,
        responses=or_problem({200: ToolCallSerializer}, 400, _404=_UNKNOWN, _409=_DECIDED),
    )
    def post(self, request: Request, call_id: str) -> Response:
        """Decline a tool call: it changes nothing, and the run resumes with that as the output."""
        Empty.read(request)
        user = user_of(request)
        return _shown(approvals.decline(user, call_id, by=user))


class Undo(Endpoint):
    scope = AGENT

    @extend_schema(
        operation_id="undo_tool_call",
        request=None,
        responses=or_problem({200: ToolCallSerializer}, 400, _404=_UNKNOWN, _409=CANNOT_UNDO),
    )
    def post(self, request: Request, call_id: str) -> Response:
        """Undo a tool call: restore all tasks that it changed, or none."""
        Empty.read(request)
        owner = user_of(request)
        undo_call(owner, call_id)
        return _shown(ToolCall.objects.of(owner).filter(call_id=call_id).latest("started_at"))


def _shown(call: ToolCall) -> Response:
    """The answer with the call's current state."""
    return Response(ToolCallSerializer(tool_call_rows().select_related("run").get(pk=call.pk)).data)

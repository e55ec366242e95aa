"""Decisions on calls: a person is asked in the client, where it can, and else on the page.

The newest revision of the protocol asks by a result, and the client repeats its call with the answer. Before
that, a server asks at once, for which it needs a connection that stays open, as stdio is.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from mcp import types
from mcp.types import ElicitRequest, ElicitRequestFormParams, ElicitResult
from mcp.types.version import MODERN_PROTOCOL_VERSIONS

from chatbot.api.rest.scopes import AGENT
from chatbot.domain.errors import NotFound
from chatbot.domain.journal import approvals
from chatbot.domain.journal.approvals import AlreadyDecided, proposal_result
from chatbot.models import ToolCall

from .client import Client, Context

_QUESTION = "decision"
_NO_FIELDS = {"type": "object", "properties": {}}
_NAMED = 20  # tasks in a question


def asks_at_once(client: Client, context: Context) -> bool:
    return (
        _may_decide(client)
        and _has_forms(context)
        and not _is_newest(context)
        and context.session.can_send_request
    )


def asks_by_result(client: Client, context: Context) -> bool:
    return _may_decide(client) and _has_forms(context) and _is_newest(context)


async def ask(call: ToolCall, context: Context) -> str:
    """The person's answer: accept, decline or cancel."""
    answer = await context.session.elicit_form(_words(call), _NO_FIELDS, context.request_id)
    return answer.action


def question(call: ToolCall) -> types.InputRequiredResult:
    form = ElicitRequestFormParams(message=_words(call), requested_schema=_NO_FIELDS)
    requests: types.InputRequests = {_QUESTION: ElicitRequest(params=form)}
    return types.InputRequiredResult(input_requests=requests, request_state=call.call_id)


def answer_in(params: types.CallToolRequestParams) -> str:
    """The person's answer in a repeated call; "cancel" if there is none."""
    answer = (params.input_responses or {}).get(_QUESTION)
    return answer.action if isinstance(answer, ElicitResult) else "cancel"


def asked(client: Client, call_id: str, tool: str, arguments: dict[str, Any]) -> ToolCall:
    """The call that a client was asked about. It must be this one, since a client could name any.

    Raises `NotFound`.
    """
    calls = ToolCall.objects.of(client.owner).filter(call_id=call_id, name=tool, run__client=client.name)
    call = calls.select_related("run").order_by("-started_at").first()
    if call is None or call.arguments != arguments:
        raise NotFound("There is no such call to decide on.")
    return call


def decide(client: Client, call: ToolCall, action: str) -> None:
    """Store the person's answer, unless the call is decided by now; "cancel" leaves it to the page.

    So does the answer of a client whose token does not permit decisions.
    """
    verbs = {"accept": approvals.approve, "decline": approvals.decline}
    if _may_decide(client) and (verb := verbs.get(action)):
        with suppress(AlreadyDecided):
            verb(client.owner, call.call_id, by=client.owner)


def _may_decide(client: Client) -> bool:
    """As over REST: a program could answer for its user, and a token that only changes tasks must not."""
    return AGENT in client.scopes


def _has_forms(context: Context) -> bool:
    declared = context.session.client_capabilities
    elicitation = declared.elicitation if declared else None
    return elicitation is not None and (elicitation.form is not None or elicitation.url is None)


def _is_newest(context: Context) -> bool:
    return context.protocol_version in MODERN_PROTOCOL_VERSIONS


def _words(call: ToolCall) -> str:
    """The question, and the tasks that it is about."""
    proposal = proposal_result(call)
    lines = [
        f"#{task.number} {task.title}" + (f": {task.change}" if task.change else "")
        for task in proposal.tasks
    ]
    more = [f"and {proposal.count - _NAMED} more"] if proposal.count > _NAMED else []
    return "\n".join([proposal.summary, *lines[:_NAMED], *more])

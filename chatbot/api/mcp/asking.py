"""`ask_assistant`: a message to the agent, and its answer."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from mcp import types
from pydantic import Field, ValidationError

from chatbot.api.rest.waiting import Submitted, submitted
from chatbot.domain.errors import DomainError
from chatbot.domain.runs.submit_call import chat_with
from chatbot.domain.runs.submit_message import submit_message
from chatbot.models import Run
from chatbot.tools import Arguments
from chatbot.tools.common import hints
from chatbot.tools.common.fields import lean

from .client import Client, Context, database
from .results import STOPPED, address, done, refused, refused_by, unfinished
from .waiting import GONE, key_of, wait

NAME = "ask_assistant"


class AskAssistant(Arguments):
    message: Annotated[str, Field(description="What the user wants, in their own words.")]


TOOL = types.Tool(
    name=NAME,
    title="Ask the assistant",
    description="Give Lockstep's own assistant a request about the tasks, in words. It has the tools that "
    "are offered here, and answers in words. Prefer these tools where you know what to do.",
    input_schema=lean(AskAssistant.model_json_schema()),
    annotations=types.ToolAnnotations(
        title="Ask the assistant",
        read_only_hint=False,
        destructive_hint=False,  # it asks the person before
        idempotent_hint=False,
        open_world_hint=False,
    ),
)


async def ask(client: Client, params: types.CallToolRequestParams, context: Context) -> types.CallToolResult:
    try:
        sent = await database(_submitted, client, params)
    except ValidationError as error:
        return refused(hints.explain(error), hints.after_misfit(error))
    except DomainError as error:
        return refused_by(error)
    run = await wait(client, sent, context)
    return refused(GONE, "") if run is None else await database(_answer, client, run)


def _submitted(client: Client, params: types.CallToolRequestParams) -> Submitted:
    """In the chat with the calls of this client, so that the assistant knows of them."""
    asked = AskAssistant.model_validate(params.arguments or {})
    chat = chat_with(client.owner, client.name)
    submit = partial(
        submit_message,
        client.owner,
        asked.message,
        conversation_id=chat.pk if chat else None,
        idempotency_key=key_of(params),
    )
    return submitted(client.owner, submit)


def _answer(client: Client, run: Run) -> types.CallToolResult:
    match run.status:
        case Run.Status.SUCCEEDED:
            return done({"answer": run.reply.content, **address(client, run)})
        case Run.Status.FAILED | Run.Status.CANCELLED:
            return refused(run.error or STOPPED, "")
        case _:
            return unfinished(client, run)

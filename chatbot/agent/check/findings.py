"""Find out by requests what works with a model."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from agents import FunctionTool

from chatbot.agent.database import database
from chatbot.agent.endpoint.answer import Answer, AnsweringModel
from chatbot.agent.endpoint.client import EndpointModel
from chatbot.agent.endpoint.faults import Fault
from chatbot.agent.invoke import offered
from chatbot.agent.sdk_items import output_items, request_of
from chatbot.agent.team import PlanSchema
from chatbot.domain.errors import Invalid
from chatbot.domain.plans.proposal_schema import parse_plan
from chatbot.model_endpoint import ModelEndpoint

from .advice import advice

_INSTRUCTIONS = "You are being tried out. Do exactly what you are asked to do, in as few words as possible."
_PLANNING = """\
You plan. Answer with a plan: a short title, two steps, each with a title, a detail, the agent "Task Manager"
and the positions of the earlier steps that it depends on, and a note of one sentence."""
_LONGEST = 300  # characters of what a provider says

type Trial = Callable[[AnsweringModel], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class Finding:
    """`problem` is empty if the test passed; `remark` is for the operator in either case."""

    what: str
    problem: str = ""
    advice: str = ""
    remark: str = ""


class _Wrong(Exception):
    """The model answered, but not as requested."""


async def try_out(endpoint: ModelEndpoint) -> AsyncIterator[Finding]:
    """The findings, one by one. If not even a question is answered, nothing else is tried."""
    model = EndpointModel(endpoint)
    try:
        for what, trial in _TRIALS.items():
            finding = await _tried(what, trial, model)
            yield finding
            if finding.problem and trial is _answers:
                return
    finally:
        await model.close()


def _line(said: str) -> str:
    line = " ".join(said.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


async def _tried(what: str, trial: Trial, model: AnsweringModel) -> Finding:
    try:
        return Finding(what, remark=await trial(model))
    except Fault as fault:
        kind = fault.kind.replace("_", " ")
        said = f"{kind}: {fault.detail}" if fault.detail else kind
        return Finding(what, _line(said), advice(fault.kind, fault.detail))
    except _Wrong as wrong:
        return Finding(what, str(wrong), advice(what))


async def _answers(model: AnsweringModel) -> str:
    answer = await _ask(model, [_says("Answer with the one word: ready")])
    if not answer.text.strip():
        raise _Wrong("the answer is empty")
    if answer.usage is None:
        return "but the endpoint does not say how many tokens it took"
    return ""


async def _calls_a_tool(model: AnsweringModel) -> str:
    items = [_says("Call the tool list_tasks, once. Then say how many tasks there are.")]
    called = await _ask(model, items, tools=True)
    if "list_tasks" not in {made.name for made in called.calls}:
        raise _Wrong("it called no tool")
    await _go_on(model, items, called)
    return ""


async def _calls_two_at_once(model: AnsweringModel) -> str:
    asked = "Add two tasks, Milk and Bread: call the tool add_task twice, both calls in one answer."
    items = [_says(asked)]
    called = await _ask(model, items, tools=True)
    if not called.calls:
        raise _Wrong("it called no tool")
    await _go_on(model, items, called)
    return "" if len(called.calls) > 1 else "but one after the other"


async def _plans(model: AnsweringModel) -> str:
    request = request_of(_PLANNING, [_says("Goal:\nClean the house")], [], PlanSchema())  # type: ignore[list-item]
    answer = await _answer(model, request)
    try:
        await database(parse_plan, answer.text)
    except Invalid as error:
        raise _Wrong(f"its plan cannot be used. {error.message}") from error
    return ""


_TRIALS: dict[str, Trial] = {
    "answers a question": _answers,
    "calls a tool": _calls_a_tool,
    "calls two tools at once": _calls_two_at_once,
    "makes a plan": _plans,
}


async def _go_on(model: AnsweringModel, items: list[dict[str, Any]], called: Answer) -> None:
    """Send the calls back with their outputs, which some endpoints refuse."""
    for number, made in enumerate(called.calls, 1):
        made.call_id = f"check{number:04}"
    output = json.dumps({"count": 0, "tasks": []})
    outputs = [
        {"type": "function_call_output", "call_id": made.call_id, "output": output} for made in called.calls
    ]
    made_items = [item.model_dump(exclude_unset=True) for item in output_items(called)]
    answer = await _ask(model, [*items, *made_items, *outputs], tools=True)
    if not answer.text.strip() and not answer.calls:
        raise _Wrong("it says nothing after a tool's output")


async def _ask(model: AnsweringModel, items: list[dict[str, Any]], *, tools: bool = False) -> Answer:
    given: list[FunctionTool] = offered({}) if tools else []
    return await _answer(model, request_of(_INSTRUCTIONS, items, [*given], None))  # type: ignore[arg-type]


async def _answer(model: AnsweringModel, request: Any) -> Answer:
    async with aclosing(model.answer(request)) as pieces:
        async for piece in pieces:
            if isinstance(piece, Answer):
                return piece
    raise Fault("bad_response", "no answer came")


def _says(text: str) -> dict[str, Any]:
    return {"role": "user", "content": text}

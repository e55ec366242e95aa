"""Makes a plan for a goal, or offers to make one."""

from __future__ import annotations

from chatbot.formatting.sentences import marked, say
from chatbot.offline_assistant.language.commands import Add, MakePlan, Say
from chatbot.offline_assistant.language.parsing import parse
from chatbot.offline_assistant.questions import offer_to_plan
from chatbot.offline_assistant.tool_uses import call
from chatbot.offline_assistant.wording import escaped, shortened

from .adding import add_tasks
from .steps import Situation, Steps
from .talking import LEFT_EVERYTHING

A_PLAN, A_TASK = marked("Make a plan"), marked("Just add a task")
HOW = marked("That sounds like a goal. Write “make a plan:” before it, and I begin with one.")
_SHORT = 80
_AGREED = ([Say("yes")], [Say("praise")])  # "ok" praises


def make_a_plan(wanted: MakePlan, situation: Situation) -> Steps[str]:
    if wanted.is_offer:
        question = say("“{goal}” sounds like a goal. What shall I do with it?", goal=shortened(wanted.goal))
        [asked] = yield [call("ask_user", question=question, options=[say(A_PLAN), say(A_TASK)])]
        if asked.error:
            return offer_to_plan(wanted.goal) if len(wanted.goal) <= _SHORT else say(HOW)
        answer = str(asked.data.get("answer") or "").casefold()
        if "task" in answer or "aufgabe" in answer or answer.startswith("add"):
            return (yield from add_tasks(Add((wanted.task,)), situation))
        if "plan" not in answer and parse(answer, situation.now) not in _AGREED:
            return say(LEFT_EVERYTHING)
    [outcome] = yield [call("make_plan", goal=wanted.goal)]
    plan = outcome.data.get("plan")
    if outcome.error or not isinstance(plan, dict):
        return outcome.error or say("I got no answer, so I don't know whether there is a plan now.")
    title, url = escaped(str(plan.get("title"))), str(plan.get("url"))
    return say(
        "I'm making a plan: [{title}]({url}). Look at it there, change it, and approve it.",
        title=title,
        url=url,
    )

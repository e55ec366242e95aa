"""Adds lists."""

from __future__ import annotations

from chatbot.assistant.language.commands import AddList
from chatbot.assistant.tool_uses import call
from chatbot.formatting.sentences import say

from .steps import Situation, Steps


def add_list(add: AddList, situation: Situation) -> Steps[str]:
    [outcome] = yield [call("add_list", name=add.name)]
    return outcome.error or say("Added the list {name}.", name=str(outcome.data.get("list") or add.name))

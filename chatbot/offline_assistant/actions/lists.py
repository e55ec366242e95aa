"""Adds lists."""

from __future__ import annotations

from chatbot.formatting.sentences import say
from chatbot.offline_assistant.language.commands import AddList
from chatbot.offline_assistant.tool_uses import call

from .steps import Situation, Steps


def add_list(add: AddList, situation: Situation) -> Steps[str]:
    [outcome] = yield [call("add_list", name=add.name)]
    return outcome.error or say("Added the list {name}.", name=str(outcome.data.get("list") or add.name))

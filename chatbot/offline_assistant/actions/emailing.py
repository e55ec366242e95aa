"""Emails the list to its owner."""

from __future__ import annotations

from chatbot.formatting.sentences import say
from chatbot.offline_assistant.language.commands import Email
from chatbot.offline_assistant.tool_uses import call
from chatbot.offline_assistant.wording import escaped, tasks_words

from .steps import Situation, Steps, not_done


def email_list(email: Email, situation: Situation) -> Steps[str]:
    [outcome] = yield [call("email_tasks", status=email.status, note=email.note)]
    if said := not_done(outcome, say("I sent nothing")):
        return said
    address = escaped(str(outcome.data.get("sent_to") or say("your address")))
    tasks = tasks_words(outcome.count, email.status)
    return say("Emailed {tasks} to {address}.", tasks=tasks, address=address)

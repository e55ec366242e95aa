"""Emails the list to the person whose it is."""

from __future__ import annotations

from chatbot.assistant.language.commands import Email
from chatbot.assistant.tool_uses import email_tasks
from chatbot.assistant.wording import escaped, plural

from .steps import Situation, Steps


def email_list(email: Email, situation: Situation) -> Steps[str]:
    [outcome] = yield [email_tasks(email.status, email.note)]
    if outcome.error:
        return outcome.error
    if outcome.declined:
        late = "in time" in outcome.declined
        return "Nobody approved this in time, so I sent nothing." if late else "All right, I sent nothing."
    kind = {"pending": "open ", "completed": "completed ", "overdue": "overdue ", "all": ""}[email.status]
    address = escaped(str(outcome.data.get("sent_to") or "your address"))
    return f"Emailed {plural(outcome.count, f'{kind}task')} to {address}."

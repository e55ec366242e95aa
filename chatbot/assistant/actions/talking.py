"""The assistant's fixed replies: small talk, help and refusals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from chatbot.assistant.language.commands import Say
from chatbot.assistant.language.context import is_german_spoken
from chatbot.assistant.questions import ask_again, ask_if_meant, offer_to_add
from chatbot.assistant.wording import escaped, quoted

_EXAMPLES = {
    "Add": [
        "add buy milk tomorrow at 7pm #home, high priority",
        "add milk and eggs, then mark task 1 as done",
    ],
    "Look": [
        "show my tasks",
        "what's overdue?",
        "find tasks about the dentist",
        "how many tasks do I have left?",
    ],
    "Change": [
        "move task 3 to friday",
        "rename task 3 to buy oat milk",
        "make task 3 urgent",
        "tag task 3 with work",
        "remove the due date of task 3",
    ],
    "Finish and delete": ["mark task 3 as done", "reopen task 3", "delete all completed tasks"],
    "More": ["email me my tasks", "make a plan for the team offsite in June: venue, travel, agenda"],
}
_GERMAN_EXAMPLES = {
    "Add": [
        "füge Milch kaufen morgen um 19 Uhr #haushalt hinzu, dringend",
        "füge Milch und Eier hinzu, dann erledige Aufgabe 1",
    ],
    "Look": [
        "zeig mir meine Aufgaben",
        "was ist überfällig?",
        "suche nach Zahnarzt",
        "was ist morgen Nachmittag fällig?",
        "wie viele Aufgaben habe ich noch?",
    ],
    "Change": [
        "verschiebe Aufgabe 3 auf Freitag",
        "benenne Aufgabe 3 in Hafermilch kaufen um",
        "mach Aufgabe 3 dringend",
        "tagge Aufgabe 3 mit arbeit",
        "entferne das Datum von Aufgabe 3",
    ],
    "Finish and delete": [
        "markiere Aufgabe 3 als erledigt",
        "Aufgabe 3 ist noch nicht erledigt",
        "lösche alle erledigten Aufgaben",
    ],
    "More": [
        "schicke mir meine Aufgaben per Mail",
        "mach einen Plan für das Sommerfest im Juni: Ort, Essen, Musik",
    ],
}


def _example(text: str) -> str:
    """A link that puts the text into the message box of the page."""
    return f"[{text}](?message={quote(text)})"


def _help(examples: Mapping[str, Sequence[str]]) -> str:
    groups = (
        "\n".join([f"**{name}**", *(f"- {_example(text)}" for text in texts)])
        for name, texts in examples.items()
    )
    return "\n\n".join(["I keep your task list. You can write, for example:", *groups])


_GERMAN_HELP = _help(_GERMAN_EXAMPLES)

IDENTITY = (
    "I'm the offline assistant: I follow rules and am not a language model, so I understand task requests in "
    "plain English, in German where that is the language of your settings, and nothing else. To talk to a "
    "language model, set AGENT_BASE_URL (any OpenAI-compatible endpoint) and AGENT_API_KEY, then restart the "
    "application."
)

_TEXTS = {
    "greeting": "Hello! I'm the offline assistant for your tasks. Tell me what to add, show or tick off.",
    "wellbeing": "I'm just a set of rules, but all is well here. What would you like to do with your tasks?",
    "thanks": "You're welcome!",
    "praise": "Good. Tell me when there is something else to add or tick off.",
    "farewell": "Goodbye! Your list stays as it is.",
    "help": _help(_EXAMPLES),
    "identity": IDENTITY,
    "negated": "All right, I haven't changed anything.",
    "conditional": "I can't follow conditions like that, so I haven't changed anything.",
    "yes": "I'm not sure what the yes is for. What would you like to do with your tasks?",
    "no": "All right, I've left everything as it is.",
    "empty": "Your message was empty. What would you like to do with your tasks?",
    "not_emailed": (
        "I can only email you all of your tasks, or the open, completed or overdue ones, and only to your "
        "own address. I sent nothing."
    ),
    "exclusion": (
        "I'm not sure which tasks you want and which are to be left out, so I changed nothing. Please name "
        "those to leave out by their numbers, like “delete all tasks except 1 and 2”."
    ),
    "unrelated": (
        "I can only help with your tasks: I'm the offline assistant, a set of rules, not a language model. "
        "Try “add buy milk tomorrow”, “show my tasks” or “help”."
    ),
}  # fmt: skip


def is_small_talk(text: str) -> bool:
    """Whether `text` is one of the assistant's own fixed replies."""
    return text in _TEXTS.values() or text == _GERMAN_HELP


def answer(say: Say) -> str:
    if say.topic == "help" and is_german_spoken():
        return _GERMAN_HELP
    if say.topic == "unclear":
        return f"I'm not sure what to do with that. {offer_to_add(say.about)}"
    if say.topic == "no_date":
        return f"{escaped(say.about)}, so I changed nothing."
    if say.topic == "not_listed":
        return f"{escaped(say.about)}, so I listed nothing."
    if say.topic == "misspelt":
        return ask_if_meant(say.about)
    if say.topic == "half":
        return f"I didn't understand {quoted(say.about)}, so that is not done."
    if say.topic == "not_an_answer":
        return ask_again(say.about)
    return _TEXTS[say.topic]

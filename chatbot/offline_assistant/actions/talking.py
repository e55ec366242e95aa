"""The assistant's fixed replies: small talk, help and refusals."""

from __future__ import annotations

from functools import cache
from urllib.parse import quote

from chatbot.formatting.request_dates import current_date_settings, written_in
from chatbot.formatting.sentences import LANGUAGES, marked, say, say_again
from chatbot.offline_assistant.language.commands import Say
from chatbot.offline_assistant.language.listing import NOT_UNDERSTOOD
from chatbot.offline_assistant.questions import ask_again, ask_if_meant, offer_to_add
from chatbot.offline_assistant.wording import escaped, quoted
from chatbot.reading import MESSAGES

_EXAMPLES = {
    marked("Add"): [
        "add buy milk tomorrow at 7pm #home, high priority",
        "add milk and eggs, then mark task 1 as done",
    ],
    marked("Look"): [
        "show my tasks",
        "what's overdue?",
        "find tasks about the dentist",
        "how many tasks do I have left?",
    ],
    marked("Change"): [
        "move task 3 to friday",
        "rename task 3 to buy oat milk",
        "make task 3 urgent",
        "tag task 3 with work",
        "remove the due date of task 3",
    ],
    marked("Finish and delete"): ["mark task 3 as done", "reopen task 3", "delete all completed tasks"],
    marked("More"): ["email me my tasks", "make a plan for the team offsite in June: venue, travel, agenda"],
}
_GERMAN_EXAMPLES = {
    marked("Add"): [
        "füge Milch kaufen morgen um 19 Uhr #haushalt hinzu, dringend",
        "füge Milch und Eier hinzu, dann erledige Aufgabe 1",
    ],
    marked("Look"): [
        "zeig mir meine Aufgaben",
        "was ist überfällig?",
        "suche nach Zahnarzt",
        "was ist morgen Nachmittag fällig?",
        "wie viele Aufgaben habe ich noch?",
    ],
    marked("Change"): [
        "verschiebe Aufgabe 3 auf Freitag",
        "benenne Aufgabe 3 in Hafermilch kaufen um",
        "mach Aufgabe 3 dringend",
        "tagge Aufgabe 3 mit arbeit",
        "entferne das Datum von Aufgabe 3",
    ],
    marked("Finish and delete"): [
        "markiere Aufgabe 3 als erledigt",
        "Aufgabe 3 ist noch nicht erledigt",
        "lösche alle erledigten Aufgaben",
    ],
    marked("More"): [
        "schicke mir meine Aufgaben per Mail",
        "mach einen Plan für das Sommerfest im Juni: Ort, Essen, Musik",
    ],
}


def _example(text: str) -> str:
    """A link that puts the text into the message box of the page."""
    return f"[{text}](?message={quote(text)})"


def _help() -> str:
    examples = _GERMAN_EXAMPLES if current_date_settings().written_in == "de" else _EXAMPLES
    groups = (
        "\n".join([f"**{say(name)}**", *(f"- {_example(text)}" for text in texts)])
        for name, texts in examples.items()
    )
    return "\n\n".join([say("I keep your task list. You can write, for example:"), *groups])


IDENTITY = marked(
    "I'm the offline assistant: I follow rules and am not a language model, so I understand task requests in "
    "plain English, in German where that is the language of your settings, and nothing else. To talk to a "
    "language model, set AGENT_BASE_URL (any OpenAI-compatible endpoint) and AGENT_API_KEY, then restart the "
    "application."
)
LEFT_EVERYTHING = marked("All right, I've left everything as it is.")

_TEXTS = {
    "greeting": marked(
        "Hello! I'm the offline assistant for your tasks. Tell me what to add, show or tick off."
    ),
    "wellbeing": marked(
        "I'm just a set of rules, but all is well here. What would you like to do with your tasks?"
    ),
    "thanks": marked("You're welcome!"),
    "praise": marked("Good. Tell me when there is something else to add or tick off."),
    "farewell": marked("Goodbye! Your list stays as it is."),
    "identity": IDENTITY,
    "negated": marked("All right, I haven't changed anything."),
    "conditional": marked("I can't follow conditions like that, so I haven't changed anything."),
    "yes": marked("I'm not sure what the yes is for. What would you like to do with your tasks?"),
    "no": LEFT_EVERYTHING,
    "empty": marked("Your message was empty. What would you like to do with your tasks?"),
    "not_emailed": marked(
        "I can only email you all of your tasks, or the open, completed or overdue ones, and only to your "
        "own address. I sent nothing."
    ),
    "exclusion": marked(
        "I'm not sure which tasks you want and which are to be left out, so I changed nothing. Please name "
        "those to leave out by their numbers, like “delete all tasks except 1 and 2”."
    ),
    "unrelated": marked(
        "I can only help with your tasks: I'm the offline assistant, a set of rules, not a language model. "
        "Try “add buy milk tomorrow”, “show my tasks” or “help”."
    ),
}


def is_small_talk(text: str) -> bool:
    """Whether `text` is one of the assistant's own fixed replies, in any language."""
    return text in _fixed_replies()


@cache
def _fixed_replies() -> frozenset[str]:
    replies = set()
    for language in LANGUAGES:
        with written_in(language):
            replies |= {_help(), *map(say, _TEXTS.values())}
    return frozenset(replies)


def _in_language(problem: str) -> str:
    return say_again(problem, (*MESSAGES.values(), NOT_UNDERSTOOD))


def answer(what: Say) -> str:
    match what.topic:
        case "help":
            return _help()
        case "unclear":
            return f"{say("I'm not sure what to do with that.")} {offer_to_add(what.about)}"
        case "no_date":
            return say("{reason}, so I changed nothing.", reason=escaped(_in_language(what.about)))
        case "not_listed":
            return say("{reason}, so I listed nothing.", reason=escaped(_in_language(what.about)))
        case "misspelt":
            return ask_if_meant(what.about)
        case "half":
            return say("I didn't understand {words}, so that is not done.", words=quoted(what.about))
        case "not_an_answer":
            return ask_again(what.about)
    return say(_TEXTS[what.topic])

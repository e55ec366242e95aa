"""Corrects the title of the task just added: "I meant the electrician"."""

from __future__ import annotations

from chatbot.assistant.language.commands import Change, Changes, Correct, Mentioned
from chatbot.assistant.language.corrections import corrected_title
from chatbot.assistant.questions import ask_missing
from chatbot.assistant.wording import paragraphs

from .changing import change_tasks
from .finding import Search, find_tasks, learn
from .steps import Situation, Steps


def correct_title(wanted: Correct, situation: Situation) -> Steps[str]:
    found = yield from find_tasks((Mentioned(),), Search("change", "all"), situation)
    yield from learn(found)
    if found.problems:
        return paragraphs(*found.problems)
    task = found.known[found.numbers[0]]
    title = corrected_title(task.title, wanted.words)
    if title is None:
        situation.speak_of(found.numbers)
        return ask_missing("title", task.number)
    return (yield from change_tasks(Change((Mentioned(),), Changes(title=title)), situation))

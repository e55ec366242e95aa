"""What an agent of the team does in its step, and how the whole is summed up."""

from __future__ import annotations

from collections.abc import Callable

from chatbot.assistant.actions.carrying_out import carry_out_all
from chatbot.assistant.actions.steps import Situation, Steps
from chatbot.assistant.language.commands import Add, Command, Find, MakePlan, Say
from chatbot.assistant.language.parsing import parse
from chatbot.assistant.transcript import Transcript

from .advising import advise
from .letters import Letter, read_letter
from .looking import count, search
from .making import make_tasks
from .proposing import TITLES
from .reviewing import review, sum_up
from .roles import Role, role_of
from .tasks import lines_of

_WORK: dict[Role, Callable[[Letter], Steps[str]]] = {
    "researcher": search,
    "analyst": count,
    "advisor": advise,
    "manager": make_tasks,
    "reviewer": review,
}
_ROLES = {title: role for role, title in TITLES.items()}


def work_on(transcript: Transcript) -> Steps[str]:
    letter = read_letter(transcript)
    if letter.is_summary:
        return (yield from sum_up(letter))
    if commands := _requests(letter):
        return (yield from carry_out_all(commands, Situation(transcript.now)))
    return (yield from _WORK[_role(transcript.part, letter)](letter))


def _role(agent: str, letter: Letter) -> Role:
    """By what the step is, where that is plain; else by who does it."""
    if letter.title in _ROLES:
        return _ROLES[letter.title]
    if lines_of(letter.detail):
        return "manager"
    return role_of(agent) or role_of(f"{letter.title} {letter.detail}") or "analyst"


def _requests(letter: Letter) -> list[Command]:
    """What a person wrote into a step of their own, where it reads like a request: "add milk tomorrow"."""
    if letter.title in _ROLES or lines_of(letter.detail):
        return []
    for text in (letter.title, letter.detail):
        commands = parse(text, letter.now) if text else []
        if commands and not any(isinstance(command, Say) or _is_vague(command) for command in commands):
            return commands
    return []


def _is_vague(command: Command) -> bool:
    """A command that would ask back, or search for the words of a sentence."""
    match command:
        case Add(tasks=tasks):
            return not all(task.title for task in tasks)
        case Find() | MakePlan():
            return True
    return False

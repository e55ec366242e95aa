"""The work of an agent in its step, and the summary of a plan."""

from __future__ import annotations

from collections.abc import Callable

from chatbot.formatting.sentences import LANGUAGES, say_in
from chatbot.offline_assistant.actions.carrying_out import carry_out_all
from chatbot.offline_assistant.actions.steps import Situation, Steps
from chatbot.offline_assistant.language.commands import Add, Command, Find, MakePlan, Say
from chatbot.offline_assistant.language.parsing import parse
from chatbot.offline_assistant.transcript import Transcript

from .advising import advise
from .assignments import Assignment, read_assignment
from .looking import count, search
from .making import make_tasks
from .proposing import TITLES
from .reviewing import review, sum_up
from .roles import Role, role_of
from .tasks import lines_of

_WORK: dict[Role, Callable[[Assignment], Steps[str]]] = {
    "researcher": search,
    "analyst": count,
    "advisor": advise,
    "manager": make_tasks,
    "reviewer": review,
}
_ROLES = {say_in(language, title): role for role, title in TITLES.items() for language in LANGUAGES}


def work_on(transcript: Transcript) -> Steps[str]:
    assignment = read_assignment(transcript)
    if assignment.is_summary:
        return (yield from sum_up(assignment))
    if commands := _requests(assignment):
        return (yield from carry_out_all(commands, Situation(transcript.now)))
    return (yield from _WORK[_role(transcript.part, assignment)](assignment))


def _role(agent: str, assignment: Assignment) -> Role:
    """The role by the text of the step if that is clear, else by the agent."""
    if assignment.title in _ROLES:
        return _ROLES[assignment.title]
    if lines_of(assignment.detail):
        return "manager"
    return role_of(agent) or role_of(f"{assignment.title} {assignment.detail}") or "analyst"


def _requests(assignment: Assignment) -> list[Command]:
    """The requests in a step that a person wrote: "add milk tomorrow"."""
    if assignment.title in _ROLES or lines_of(assignment.detail):
        return []
    for text in (assignment.title, assignment.detail):
        commands = parse(text, assignment.now) if text else []
        if commands and not any(isinstance(command, Say) or _is_vague(command) for command in commands):
            return commands
    return []


def _is_vague(command: Command) -> bool:
    """Whether the command would ask back, or search for the words of a sentence."""
    match command:
        case Add(tasks=tasks):
            return not all(task.title for task in tasks)
        case Find() | MakePlan():
            return True
    return False

"""The language of an answer: that of the message or the goal, or else that of the person's settings."""

from __future__ import annotations

from .language.commands import MakePlan, Say
from .language.context import is_german_spoken
from .language.goals import read_goal
from .language.parsing import german_requests, normalized, parse
from .plans.assignments import read_assignment
from .transcript import Transcript


def language_of(transcript: Transcript) -> str:
    """A message that the German table does not cover is English if it is an English request.

    A command, such as "/plan", has no language.
    """
    if not is_german_spoken():
        return "en"
    if transcript.part:
        return read_assignment(transcript).goal.language
    if transcript.message.lstrip().startswith("/") or german_requests(
        *normalized(transcript.message, transcript.now)
    ):
        return "de"
    requests = [one for one in parse(transcript.message, transcript.now) if not isinstance(one, Say)]
    match requests:
        case [MakePlan(goal=goal)]:
            return read_goal(goal, transcript.now).language
    return "en" if requests else "de"

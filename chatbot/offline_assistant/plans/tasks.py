"""The tasks that a plan is to add, as lines that a person can read and edit before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from chatbot.formatting import due_by
from chatbot.formatting.request_dates import current_date_settings
from chatbot.formatting.sentences import say_in
from chatbot.offline_assistant.language.commands import NewTask
from chatbot.offline_assistant.language.context import Context, is_german_spoken
from chatbot.offline_assistant.language.goals import Goal
from chatbot.offline_assistant.language.new_tasks import read_new_task
from chatbot.offline_assistant.language.patterns import rx
from chatbot.offline_assistant.language.quoting import Quotes, mask
from chatbot.offline_assistant.language.verbs import begins_with_verb

MOST_TASKS = 20
_LINE = re.compile(r"^[ \t]*[-*•][ \t]+(?P<text>\S.*)$", re.MULTILINE)
_WORD = re.compile(r"[^\W_]+")
_DATED = rx(
    r"\s+(?:by\s+(?:[a-z]{3}\s+)?\d{1,2}\s+[a-z]{3}|bis\s+(?:[a-z]{2}\.,\s+)?\d{1,2}\.\s+[a-zä]+\.?)\s+\d{4}(?=\s|$)"
)
_INFINITIVE = re.compile(r"\s[a-zäöüß]+n$")
_TOO_NEAR = timedelta(days=14)  # in a shorter time everything is due on the last day
_SATURDAY = 5
_TAG_LENGTH = 30
_LONGEST_LINE = 400


def lines_of(detail: str) -> list[str]:
    """The tasks in a step's detail, one a line."""
    return [match["text"].strip() for match in _LINE.finditer(detail)][:MOST_TASKS]


def listed(lines: Sequence[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def task_lines(goal: Goal, parts: Sequence[str], now: datetime) -> list[str]:
    """A line for each part, with a due day if the goal has one, and a common tag."""
    lines = [_line(part, goal) for part in parts]
    return dated(lines, goal.day, now) if goal.day else lines


def dated(lines: Sequence[str], last: date, now: datetime) -> list[str]:
    """The lines with days up to the last one, replacing those of an earlier proposal."""
    days = spread(len(lines), now.date(), last)
    return [_with_day(_DATED.sub("", line), day, now) for line, day in zip(lines, days, strict=True)]


def undated(lines: Sequence[str]) -> list[str]:
    return [_DATED.sub("", line) for line in lines]


def reordered(lines: Sequence[str], order: Sequence[str]) -> list[str]:
    """The lines in another order. Their days stay in place, so that what comes first is due first."""
    days = [found[0] if (found := _DATED.search(line)) else "" for line in lines]
    if not all(days):
        return list(order)
    return [_with_words(_DATED.sub("", line), day) for line, day in zip(order, days, strict=True)]


def has_day(line: str, now: datetime) -> bool:
    masked, quotes = mask(line[:_LONGEST_LINE])
    return _context(now, quotes).read(masked).due is not None


def read_line(line: str, now: datetime) -> NewTask:
    masked, quotes = mask(line)
    return read_new_task(masked, _context(now, quotes))


def _context(now: datetime, quotes: Quotes) -> Context:
    """Lines are read as on the page of the plan."""
    return Context(now, quotes, "de" if is_german_spoken() else "en")


def spread(count: int, today: date, last: date) -> list[date]:
    """Days for so many tasks, in order: evenly on workdays until the last, or all on it if it is near."""
    if last - today < _TOO_NEAR:
        return [last] * count
    step = (last - today) / count
    return [*(_workday(today + step * at) for at in range(1, count)), last][:count]


def tag_of(subject: str) -> str:
    """ "Team offsite" → "team-offsite"; "" if no tag is possible."""
    words: list[str] = []
    for word in _WORD.findall(subject.lower()):
        if len("-".join([*words, word])) > _TAG_LENGTH:
            break
        words.append(word)
    tag = "-".join(words)
    return tag if tag[:1].isalpha() else ""


def _line(part: str, goal: Goal) -> str:
    is_sentence = begins_with_verb(part) or (goal.language == "de" and _INFINITIVE.search(part))
    is_bare = len(part.split()) <= 2 and not is_sentence  # "venue" alone says too little
    text = say_in(goal.language, "{part} for the {subject}")
    title = text.format(part=part, subject=goal.subject) if is_bare else part
    tag = tag_of(goal.subject)
    return title[:1].upper() + title[1:] + (f" #{tag}" if tag and "#" not in part else "")


def _with_day(line: str, day: date, now: datetime) -> str:
    if has_day(line, now):
        return line
    return _with_words(line, f" {due_by(day, current_date_settings())}")


def _with_words(line: str, words: str) -> str:
    """The line with words before its tags."""
    before, mark, tags = line.partition(" #")
    return f"{before}{words}{mark}{tags}"


def _workday(day: date) -> date:
    return day - timedelta(days=max(day.weekday() - _SATURDAY + 1, 0))

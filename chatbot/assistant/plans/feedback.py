"""Revises a proposal by a person's feedback: "without travel", "also catering", "by July", "shorter"."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import datetime
from typing import Any

from chatbot.assistant.language.context import Context, days_in
from chatbot.assistant.language.goals import Goal
from chatbot.assistant.language.patterns import cut, rx, tidy
from chatbot.assistant.language.quoting import mask
from chatbot.assistant.language.splitting import split_items
from chatbot.assistant.matching import matches
from chatbot.assistant.wording import day_words, joined, plural

from .roles import role_of
from .tasks import MOST_TASKS, dated, lines_of, listed, task_lines

Proposal = dict[str, Any]
_CLAUSE = rx(
    r"\s*(?:[.;!\n]+|,?\s+(?:and|but)\s+(?=(?:without|also|add|no|drop|remove|skip|by|until|call|rename)\b)|,\s+(?=(?:without|also|but|no|drop|remove|skip)\b))\s*"
)
_LEADING = rx(r"^(?:please|but|and|ok(?:ay)?|good|well|so|then|just|,|\s)+\s*")
_WITHOUT = rx(
    r"(?:(?:do\s+it\s+)?without|no(?!t\b)|drop|remove|skip|leave\s+out|not|(?:i|we)\s+(?:do\s+not|don['’]?t)\s+(?:need|want))\s+"
    r"(?:any\s+|the\s+|a\s+)?(?P<what>.+)"
)
_ALSO = rx(
    r"(?:also|add|include|plus|and\s+also|with|(?:i|we)\s+(?:also\s+)?(?:need|want))\s+(?:also\s+|add\s+|include\s+|the\s+|a\s+)?(?P<what>.+)"
)
_SHORTER = rx(
    r".*\b(?:shorter|fewer\s+steps|less\s+steps|simpler|(?:just|only)\s+(?:make\s+|add\s+)?the\s+tasks|^the\s+tasks$|one\s+step|too\s+(?:long|many\s+steps|much))\b.*"
)
_CALLED = rx(r"(?:call\s+it|name\s+it|rename\s+it(?:\s+to)?|the\s+title\s+(?:is|should\s+be))\s+(?P<what>.+)")
_STEP = rx(r"(?:the\s+)?steps?\s+(?P<numbers>\d+(?:\s*(?:,|and|&)\s*\d+)*)")
_NUMBER = rx(r"\d+")
_AND = rx(r"^and\s+|(?:\s+|^)and$")
_LONGEST_LIST = 3_500  # characters


def revised(last: Proposal, feedback: str, goal: Goal, now: datetime) -> Proposal:
    """The last proposal revised, with a note of what was changed or not understood."""
    plan = copy.deepcopy(last)
    said: list[str] = []
    for clause in [_LEADING.sub("", part) for part in _CLAUSE.split(feedback) if part and part.strip()]:
        done = _change(plan, clause.strip(), goal, now)
        said.append(done or f"I did not understand “{clause.strip()[:120]}”.")
    plan["note"] = " ".join(dict.fromkeys(said))[:500]
    return plan


def _change(plan: Proposal, clause: str, goal: Goal, now: datetime) -> str:
    """Apply one clause. Returns what was changed, or "" if the clause is not understood."""
    if (found := _CALLED.fullmatch(clause)) and (title := found["what"].strip(" \"'“”.")):
        plan["title"] = title[:255]
        return f"Called it “{plan['title'][:120]}”."
    if found := _WITHOUT.fullmatch(clause):
        return _drop(plan, found["what"], now)
    if found := _ALSO.fullmatch(clause):
        return _add(plan, found["what"], goal, now)
    if _SHORTER.fullmatch(clause):
        return _shorten(plan)
    days = days_in(clause[:400], now)
    if days and days.last and (holder := _holder(plan)):
        last = max(days.last, now.date())
        _set_lines(holder, dated(lines_of(holder["detail"]), last, now))
        return f"Set the dates to {day_words(last, now)}."
    return ""


def _drop(plan: Proposal, what: str, now: datetime) -> str:
    done: list[str] = []
    if found := _STEP.search(what):
        # First those by number: dropping others renumbers the steps.
        numbers = {int(number) for number in _NUMBER.findall(found["numbers"])}
        done.append(_keep(plan, lambda place, step: place not in numbers) or "There is no such step.")
        what = _AND.sub("", cut(what, found.start(), found.end()))
    dropped = {item: _drop_item(plan, item) for item in (_items(what, now) if what else ())}
    done += filter(None, dropped.values())
    if unknown := [item for item, said in dropped.items() if not said]:
        done.append(f"There is nothing to drop for {joined(unknown)}.")
    return " ".join(done)


def _drop_item(plan: Proposal, item: str) -> str:
    """Remove the tasks that mention it, or else the steps."""
    holder = _holder(plan)
    lines = lines_of(holder["detail"]) if holder else []
    left = [line for line in lines if not matches(item, line)]
    if holder is None or len(left) == len(lines):
        return _keep(plan, lambda place, step: not _is_meant(step, item))
    if not left:
        return f"Kept {item}: without it there would be nothing to do."
    _set_lines(holder, left)
    return f"Dropped {item}."


def _add(plan: Proposal, what: str, goal: Goal, now: datetime) -> str:
    holder, items = _holder(plan), _items(what, now)
    if holder is None or not items:
        return ""
    lines = [*lines_of(holder["detail"]), *task_lines(goal, items, now)]
    if len(lines) > MOST_TASKS or len(listed(lines)) > _LONGEST_LIST:
        return f"There is no room for {joined(items)}: a step takes up to {MOST_TASKS} tasks."
    _set_lines(holder, lines)
    return f"Added {joined(items)}."


def _shorten(plan: Proposal) -> str:
    done = _keep(plan, lambda place, step: role_of(str(step.get("agent"))) == "manager")
    return f"Made it shorter. {done}".strip() if done else "It is as short as it can be."


def _is_meant(step: dict[str, Any], words: str) -> bool:
    return matches(words, f"{step.get('title')} {step.get('agent')}") or (
        role_of(words) is not None and role_of(words) == role_of(str(step.get("agent")))
    )


def _keep(plan: Proposal, is_kept: Callable[[int, dict[str, Any]], bool]) -> str:
    """Remove steps, unless none would be left. Returns the removed ones, in words."""
    steps = list(enumerate(plan["steps"], start=1))
    kept = [place for place, step in steps if is_kept(place, step)]
    gone = [step["title"] for place, step in steps if place not in kept]
    if not kept or not gone:
        return ""
    places = {old: new for new, old in enumerate(kept, start=1)}
    plan["steps"] = [
        {**step, "depends_on": [places[needed] for needed in step.get("depends_on", ()) if needed in places]}
        for place, step in steps
        if place in places
    ]
    titles = joined([f"“{title[:80]}”" for title in gone])
    return f"Left out {plural(len(gone), 'step')}: {titles}."


def _holder(plan: Proposal) -> dict[str, Any] | None:
    """The step that lists the tasks to add."""
    return next((step for step in plan["steps"] if lines_of(step.get("detail", ""))), None)


def _set_lines(step: dict[str, Any], lines: list[str]) -> None:
    head, mark, _ = f"\n{step['detail']}".partition("\n- ")
    step["detail"] = f"{head if mark else ''}\n{listed(lines)}".strip()


def _items(text: str, now: datetime) -> list[str]:
    masked, quotes = mask(text)
    context = Context(now, quotes)
    items = split_items(masked, context, one_task=False, many_tasks=True)
    plain = (tidy(context.plain(item)).rstrip(".!") for item in items)
    return [item for item in plain if any(map(str.isalnum, item))][:12]

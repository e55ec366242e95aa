"""Revises a proposal by a person's feedback: "without travel", "start with the agenda", "only two steps"."""

from __future__ import annotations

import copy
from datetime import datetime
from typing import Any

from chatbot.assistant.language.context import Context, days_in
from chatbot.assistant.language.goals import Goal
from chatbot.assistant.language.patterns import NUMBER_WORD, count_of, cut, rx, tidy
from chatbot.assistant.language.quoting import mask
from chatbot.assistant.language.splitting import split_items
from chatbot.assistant.matching import matches
from chatbot.assistant.wording import day_words, joined

from .arranging import Proposal, is_meant, keep_steps, limit_steps, move_step
from .roles import role_of
from .tasks import MOST_TASKS, dated, lines_of, listed, reordered, task_lines

_BEGINNING = (
    r"(?:without|also|add|no|drop|remove|skip|by|until|call|rename|start|begin|end|finish|put|only|just|at\s+most|fewer"
    r"|make\s+it|shorter)\b"
)
_CLAUSE = rx(
    rf"\s*(?:[.;!\n]+|,?\s+(?:and|but)\s+(?:then\s+)?(?={_BEGINNING})|,\s+(?=(?:but\s+)?{_BEGINNING}))\s*"
)
_LEADING = rx(r"^(?:please|but|and|ok(?:ay)?|good|well|so|then|just|,|\s)+\s*")
_TRAILING = rx(r"[\s,]+(?:please|thanks|thank\s+you)[.!,\s]*$")
_WITHOUT = rx(
    r"(?:(?:do\s+it\s+)?without|no(?!t\b)|drop|remove|skip|leave\s+out|not|(?:i|we)\s+(?:do\s+not|don['’]?t)\s+(?:need|want))\s+"
    r"(?:any\s+|the\s+|a\s+)?(?P<what>.+)"
)
_ALSO = rx(
    r"(?:also|add|include|plus|and\s+also|with|(?:i|we)\s+(?:also\s+)?(?:need|want))\s+(?:also\s+|add\s+|include\s+|the\s+|a\s+)?(?P<what>.+)"
)
_SHORTER = rx(
    r".*\b(?:shorter|simpler|(?:just|only)\s+(?:make\s+|add\s+)?the\s+tasks|^the\s+tasks$|too\s+(?:long|much))\b.*"
)
_FEWER = rx(r".*\b(?:fewer|less|too\s+many)\s+steps\b.*")
_COUNT = rx(
    rf"(?:(?:make\s+it|do\s+it\s+in|only|just|at\s+most|no\s+more\s+than|not\s+more\s+than|maximum|max|in|with)\s+)*"
    rf"(?P<count>\d{{1,2}}|{NUMBER_WORD}|a\s+single)\s+steps?(?:\s+(?:only|at\s+most|is\s+enough|are\s+enough|please))?[.,]?"
)
_FIRST = rx(
    r"(?:(?:please\s+)?(?:start|begin)\s+with|first(?:\s+(?:do|comes?))?)\s+(?:the\s+|a\s+)?(?P<what>.+)"
    r"|(?:put\s+|do\s+)?(?:the\s+)?(?P<named>.+?)\s+(?:comes?\s+|goes\s+)?first"
)
_LAST = rx(
    r"(?:end|finish|close)\s+with\s+(?:the\s+|a\s+)?(?P<what>.+)"
    r"|(?:put\s+|do\s+)?(?:the\s+)?(?P<named>.+?)\s+(?:comes?\s+|goes\s+)?last"
)
_CALLED = rx(r"(?:call\s+it|name\s+it|rename\s+it(?:\s+to)?|the\s+title\s+(?:is|should\s+be))\s+(?P<what>.+)")
_STEP = rx(r"(?:the\s+)?steps?\s+(?P<numbers>\d+(?:\s*(?:,|and|&)\s*\d+)*)")
_NUMBER = rx(r"\d+")
_AND = rx(r"^and\s+|(?:\s+|^)and$")
_UNKNOWN = "I did not understand"
_LONGEST_LIST = 3_500  # characters


def revised(last: Proposal, feedback: str, goal: Goal, now: datetime) -> Proposal:
    """The last proposal revised, with a note of what was changed or not understood."""
    plan = copy.deepcopy(last)
    said: list[str] = []
    masked, quotes = mask(feedback)
    bare = [_TRAILING.sub("", _LEADING.sub("", part)) for part in _CLAUSE.split(masked) if part]
    clauses = [quotes.restore(part).strip() for part in bare]
    for clause in filter(None, clauses):
        done = _change(plan, clause, goal, now)
        said.append(done or f"{_UNKNOWN} “{clause[:120]}”.")
    if any(line.startswith(_UNKNOWN) for line in said):
        said.append("I take “fewer steps”, “without X”, “also X”, “start with X” and “by 1 June”.")
    plan["note"] = " ".join(dict.fromkeys(said))[:500]
    return plan


def _change(plan: Proposal, clause: str, goal: Goal, now: datetime) -> str:
    """Apply one clause. Returns what was changed, or "" if the clause is not understood."""
    if (found := _CALLED.fullmatch(clause)) and (title := found["what"].strip(" \"'“”.")):
        plan["title"] = title[:255]
        return f"Called it “{plan['title'][:120]}”."
    if done := _change_steps(plan, clause, now):
        return done
    if found := _WITHOUT.fullmatch(clause):
        return _drop(plan, found["what"], now)
    if found := _ALSO.fullmatch(clause):
        return _add(plan, found["what"], goal, now)
    days = days_in(clause[:400], now)
    if days and days.last and (holder := _holder(plan)):
        last = max(days.last, now.date())
        _set_lines(holder, dated(lines_of(holder["detail"]), last, now))
        return f"Set the dates to {day_words(last, now)}."
    return ""


def _change_steps(plan: Proposal, clause: str, now: datetime) -> str:
    """Apply a clause about the number or the order of steps or tasks."""
    if found := _COUNT.fullmatch(clause):
        return limit_steps(plan, count_of(found["count"]))
    if _FEWER.fullmatch(clause):
        return limit_steps(plan, max(len(plan["steps"]) // 2, 1))
    if _SHORTER.fullmatch(clause):
        return _shorten(plan)
    if found := _FIRST.fullmatch(clause):
        return _move(plan, found["what"] or found["named"], to_end=False)
    if found := _LAST.fullmatch(clause):
        return _move(plan, found["what"] or found["named"], to_end=True)
    return ""


def _move(plan: Proposal, what: str, *, to_end: bool) -> str:
    """Move the tasks that are meant, or else the steps."""
    holder = _holder(plan)
    lines = lines_of(holder["detail"]) if holder else []
    meant = [line for line in lines if matches(what, line)]
    if holder is None or not meant:
        moved = move_step(plan, what, to_end=to_end)
        return moved or f"There is no task or step for {what}. You can add it: “also {what}”."
    others = [line for line in lines if line not in meant]
    _set_lines(holder, reordered(lines, [*others, *meant] if to_end else [*meant, *others]))
    return f"The tasks {'end' if to_end else 'start'} with {what}."


def _drop(plan: Proposal, what: str, now: datetime) -> str:
    done: list[str] = []
    if found := _STEP.search(what):
        # First those by number: dropping others renumbers the steps.
        numbers = {int(number) for number in _NUMBER.findall(found["numbers"])}
        done.append(keep_steps(plan, lambda place, step: place not in numbers) or "There is no such step.")
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
        return keep_steps(plan, lambda place, step: not is_meant(step, item))
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
    done = keep_steps(plan, lambda place, step: role_of(str(step.get("agent"))) == "manager")
    return f"Made it shorter. {done}".strip() if done else "It is as short as it can be."


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

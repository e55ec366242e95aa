"""Revises a proposal by a person's feedback: "without travel", "start with the agenda", "only two steps"."""

from __future__ import annotations

import copy
from datetime import datetime
from typing import Any

from chatbot.formatting.request_dates import current_date_settings
from chatbot.formatting.sentences import say
from chatbot.offline_assistant.language.context import Context, days_in
from chatbot.offline_assistant.language.goals import Goal
from chatbot.offline_assistant.language.patterns import count_of, cut, rx, tidy
from chatbot.offline_assistant.language.quoting import Quotes, mask
from chatbot.offline_assistant.language.splitting import split_items
from chatbot.offline_assistant.matching import matches
from chatbot.offline_assistant.wording import day_words, joined

from .arranging import Proposal, is_meant, keep_steps, limit_steps, move_step, named
from .roles import role_of
from .tasks import MOST_TASKS, dated, lines_of, listed, reordered, task_lines, undated
from .wishes import (
    ALSO,
    BEFORE,
    CALLED,
    COUNT,
    FEWER,
    FIRST,
    LAST,
    NO_DATES,
    ONLY,
    SHORTER,
    STEP,
    THEN,
    WITHOUT,
    clauses_of,
    step_numbers,
)

_AND = rx(r"^and\s+|(?:\s+|^)and$")
_LONGEST_LIST = 3_500  # characters


def revised(last: Proposal, feedback: str, goal: Goal, now: datetime) -> Proposal:
    """The last proposal revised, with a note of what was changed or not understood."""
    plan = copy.deepcopy(last)
    said: list[str] = []
    unknown: list[str] = []
    for clause in clauses_of(feedback):
        done = _change(plan, clause, goal, now)
        said.append(done or say("I did not understand {words}.", words=named(clause)))
        unknown += [] if done else [clause]
    if unknown:
        said.append(say("I take “fewer steps”, “without X”, “also X”, “start with X” and “by 1 June”."))
    plan["note"] = " ".join(dict.fromkeys(said))[:500]
    return plan


def _change(plan: Proposal, clause: str, goal: Goal, now: datetime) -> str:
    """Apply one clause. Returns what was changed, or "" if the clause is not understood."""
    if (found := CALLED.fullmatch(clause)) and (title := found["what"].strip(" \"'“”.")):
        plan["title"] = title[:255]
        return say("Called it {title}.", title=named(plan["title"]))
    if done := _change_steps(plan, clause, now):
        return done
    if NO_DATES.fullmatch(clause) and (holder := _holder(plan)):
        _set_lines(holder, undated(lines_of(holder["detail"])))
        return say("Left the dates out.")
    if found := WITHOUT.fullmatch(clause):
        return _drop(plan, found["what"] or found["named"], now)
    if (found := ONLY.fullmatch(clause)) and (done := _keep_only(plan, found["what"], now)):
        return done
    if found := ALSO.fullmatch(clause):
        return _add(plan, found["what"], goal, now)
    days = Context(now, Quotes(), goal.language).days_in(clause[:400]) or days_in(clause[:400], now)
    if days and days.last and (holder := _holder(plan)):
        last = max(days.last, now.date())
        _set_lines(holder, dated(lines_of(holder["detail"]), last, now))
        return say("Set the dates to {day}.", day=day_words(last, now))
    return ""


def _change_steps(plan: Proposal, clause: str, now: datetime) -> str:
    """Apply a clause about the number or the order of steps or tasks."""
    if FEWER.fullmatch(clause):
        return limit_steps(plan, max(len(plan["steps"]) // 2, 1))
    if found := COUNT.fullmatch(clause):
        return limit_steps(plan, count_of(found["count"]))
    if SHORTER.fullmatch(clause):
        return _shorten(plan)
    if found := FIRST.fullmatch(clause):
        return _move(plan, ", ".join(filter(None, found.groups())), now, to_end=False)
    if found := LAST.fullmatch(clause):
        return _move(plan, ", ".join(filter(None, found.groups())), now, to_end=True)
    if found := BEFORE.fullmatch(clause):
        pair = (found["what"], found["other"])
        return _put_before(plan, *(pair if found["where"].lower() == "before" else pair[::-1]))
    return ""


def _move(plan: Proposal, what: str, now: datetime, *, to_end: bool) -> str:
    """Move the tasks that are meant, or else the steps."""
    holder, items = _holder(plan), _items(THEN.sub(", ", what), now)
    lines = lines_of(holder["detail"]) if holder else []
    meant = list(dict.fromkeys(line for item in items for line in lines if matches(item, line)))
    if holder is None or not meant:
        moved = move_step(plan, what, to_end=to_end)
        return moved or say(
            "There is no task or step for {words}. You can add it: “also {words}”.", words=what
        )
    others = [line for line in lines if line not in meant]
    _set_lines(holder, reordered(lines, [*others, *meant] if to_end else [*meant, *others]))
    if to_end:
        return say("The tasks end with {words}.", words=joined(items))
    return say("The tasks start with {words}.", words=joined(items))


def _put_before(plan: Proposal, what: str, other: str) -> str:
    """Move the tasks that are meant before the other ones; "" if either are none."""
    holder = _holder(plan)
    lines = lines_of(holder["detail"]) if holder else []
    later = [line for line in lines if matches(other, line)]
    meant = [line for line in lines if matches(what, line) and line not in later]
    if holder is None or not meant or not later:
        return ""
    rest = [line for line in lines if line not in meant]
    place = rest.index(later[0])
    _set_lines(holder, reordered(lines, [*rest[:place], *meant, *rest[place:]]))
    return say("Put {words} before {others}.", words=what, others=other)


def _keep_only(plan: Proposal, what: str, now: datetime) -> str:
    """Keep only the tasks that are meant, if each item means one."""
    holder, items = _holder(plan), _items(what, now)
    lines = lines_of(holder["detail"]) if holder else []
    kept = [line for line in lines if any(matches(item, line) for item in items)]
    if holder is None or not items or not all(any(matches(item, line) for line in kept) for item in items):
        return ""
    _set_lines(holder, kept)
    return say("Kept only {words}.", words=joined(items))


def _drop(plan: Proposal, what: str, now: datetime) -> str:
    done: list[str] = []
    if found := STEP.search(what):
        # First those by number: dropping others renumbers the steps.
        numbers = step_numbers(what)
        done.append(
            keep_steps(plan, lambda place, step: place not in numbers) or say("There is no such step.")
        )
        what = _AND.sub("", cut(what, found.start(), found.end()))
    dropped = {item: _drop_item(plan, item) for item in (_items(what, now) if what else ())}
    done += filter(None, dropped.values())
    if unknown := [item for item, said in dropped.items() if not said]:
        done.append(say("There is nothing to drop for {words}.", words=joined(unknown)))
    return " ".join(done)


def _drop_item(plan: Proposal, item: str) -> str:
    """Remove the tasks that mention it, or else the steps."""
    holder = _holder(plan)
    lines = lines_of(holder["detail"]) if holder else []
    left = [line for line in lines if not matches(item, line)]
    if holder is None or len(left) == len(lines):
        return keep_steps(plan, lambda place, step: not is_meant(step, item))
    if not left:
        return say("Kept {words}: without it there would be nothing to do.", words=item)
    _set_lines(holder, left)
    return say("Dropped {words}.", words=item)


def _add(plan: Proposal, what: str, goal: Goal, now: datetime) -> str:
    holder, items = _holder(plan), _items(what, now)
    if holder is None or not items:
        return ""
    lines = [*lines_of(holder["detail"]), *task_lines(goal, items, now)]
    if len(lines) > MOST_TASKS or len(listed(lines)) > _LONGEST_LIST:
        return say(
            "There is no room for {words}: a step takes up to {count} tasks.",
            words=joined(items),
            count=MOST_TASKS,
        )
    _set_lines(holder, lines)
    return say("Added {words}.", words=joined(items))


def _shorten(plan: Proposal) -> str:
    done = keep_steps(plan, lambda place, step: role_of(str(step.get("agent"))) == "manager")
    return f"{say('Made it shorter.')} {done}" if done else say("It is as short as it can be.")


def _holder(plan: Proposal) -> dict[str, Any] | None:
    """The step that lists the tasks to add."""
    return next((step for step in plan["steps"] if lines_of(step.get("detail", ""))), None)


def _set_lines(step: dict[str, Any], lines: list[str]) -> None:
    head, mark, _ = f"\n{step['detail']}".partition("\n- ")
    step["detail"] = f"{head if mark else ''}\n{listed(lines)}".strip()


def _items(text: str, now: datetime) -> list[str]:
    masked, quotes = mask(text)
    context = Context(now, quotes, current_date_settings().written_in)
    items = split_items(masked, context, one_task=False, many_tasks=True)
    plain = (tidy(context.plain(item)).rstrip(".!") for item in items)
    return [item for item in plain if any(map(str.isalnum, item))][:12]

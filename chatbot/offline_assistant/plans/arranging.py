"""Changes which steps a proposal has, and their order: "only two steps", "start with the research"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from chatbot.formatting.sentences import say, say_count
from chatbot.offline_assistant.matching import matches
from chatbot.offline_assistant.wording import joined, shortened

from .roles import Role, role_of
from .wishes import step_numbers

Proposal = dict[str, Any]
# If only some steps are wanted, these first; steps of other agents after them.
_RANKS: tuple[Role, ...] = ("manager", "reviewer", "advisor", "researcher", "analyst")


def named(text: str) -> str:
    """In quotation marks, for a note, which is plain text."""
    return say("“{text}”", text=shortened(text, 120))


def keep_steps(plan: Proposal, is_kept: Callable[[int, dict[str, Any]], bool]) -> str:
    """Remove steps, unless none would be left. Returns the removed ones, in words."""
    steps = list(enumerate(plan["steps"], start=1))
    kept = [place for place, step in steps if is_kept(place, step)]
    gone = [step["title"] for place, step in steps if place not in kept]
    if not kept or not gone:
        return ""
    _arrange(plan, kept)
    titles = joined([named(title) for title in gone])
    return say_count(
        "Left out {count} step: {titles}.", "Left out {count} steps: {titles}.", len(gone), titles=titles
    )


def limit_steps(plan: Proposal, count: int) -> str:
    """Keep only so many steps, the most important ones."""
    steps: list[dict[str, Any]] = plan["steps"]
    if count < 1:
        return say("A plan needs one step at least.")
    if len(steps) <= count:
        return say_count("It has only {count} step.", "It has only {count} steps.", len(steps))
    ranked = sorted(range(1, len(steps) + 1), key=lambda place: _rank(steps[place - 1]))
    chosen = set(ranked[:count])
    return keep_steps(plan, lambda place, step: place in chosen)


def move_step(plan: Proposal, words: str, *, to_end: bool) -> str:
    """Move the step that the words mean. It no longer waits for steps that come after it."""
    steps = list(enumerate(plan["steps"], start=1))
    numbers = step_numbers(words)
    meant = [place for place, step in steps if place in numbers or (not numbers and is_meant(step, words))]
    others = [place for place, _ in steps if place not in meant]
    if not meant:
        return ""
    titles = joined([named(steps[place - 1][1]["title"]) for place in meant])
    _arrange(plan, [*others, *meant] if to_end else [*meant, *others])
    if to_end:
        return say("It ends with {titles}.", titles=titles)
    return say("It starts with {titles}.", titles=titles)


def is_meant(step: dict[str, Any], words: str) -> bool:
    return matches(words, f"{step.get('title')} {step.get('agent')}") or (
        role_of(words) is not None and role_of(words) == role_of(str(step.get("agent")))
    )


def _arrange(plan: Proposal, places: Sequence[int]) -> None:
    """Set the steps to those of these places, in this order, without dependencies on other or later ones."""
    new_places = {old: new for new, old in enumerate(places, start=1)}
    plan["steps"] = [
        {**step, "depends_on": sorted(_earlier(step, new_places, new))}
        for new, step in enumerate((plan["steps"][old - 1] for old in places), start=1)
    ]


def _earlier(step: dict[str, Any], new_places: dict[int, int], place: int) -> list[int]:
    needed = (new_places.get(old, place) for old in step.get("depends_on", ()))
    return [new for new in needed if new < place]


def _rank(step: dict[str, Any]) -> int:
    role = role_of(str(step.get("agent")))
    return _RANKS.index(role) if role in _RANKS else len(_RANKS)

"""The form to edit a proposal: its steps in order, each with its own key."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from chatbot.domain.text import normalize
from chatbot.models import Plan
from chatbot.models.plan import DETAIL_LENGTH, STEPS_PER_PLAN, TITLE_LENGTH
from chatbot.pages.plans.unread import sent_with, with_unread


@dataclass(slots=True)
class StepRow:
    key: str
    title: str = ""
    detail: str = ""
    agent: str = ""
    needs: list[str] = field(default_factory=list)  # keys of the steps that this one depends on
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DependencyChoice:
    key: str
    position: int
    title: str
    chosen: bool
    offered: bool  # only steps before this one


@dataclass(slots=True)
class PlanForm:
    version: int
    title: str
    rows: list[StepRow]
    title_error: str = ""
    error: str = ""
    focus: str = ""  # the id of the focused field or button

    @classmethod
    def of(cls, plan: Plan) -> PlanForm:
        rows = [
            StepRow(str(s.position), s.title, s.detail, s.agent, [str(needed) for needed in s.depends_on])
            for s in plan.current_steps
        ]
        return cls(plan.version, plan.title, rows)

    @classmethod
    def given(cls, data: QueryDict) -> PlanForm:
        """The form as it was sent; `check` validates it."""
        if "whole" not in data:
            data = with_unread(data)
        version = data.get("version", "")
        keys = dict.fromkeys(key for key in data.getlist("step") if key.isalnum())
        rows = [
            StepRow(
                key,
                title=normalize(data.get(f"title-{key}", ""), single_line=True),
                detail=normalize(data.get(f"detail-{key}", "").replace("\r\n", "\n")),
                agent=data.get(f"agent-{key}", ""),
                needs=[needed for needed in data.getlist(f"needs-{key}") if needed in keys],
            )
            for key in keys
        ]
        is_number = version.isascii() and version.isdigit() and len(version) < 6
        return cls(int(version) if is_number else 0, normalize(data.get("title", ""), single_line=True), rows)

    def change(self, action: str, key: str, agents: Iterable[str]) -> None:
        """Move a step `up` or `down`, `remove` it, or `add` one at the end; the focus goes where the page's
        script (static/plans/rows.js) would put it."""
        place = next((place for place, row in enumerate(self.rows) if row.key == key), None)
        if action == "add":
            self._add(agents)
        elif place is None:
            return
        elif action == "remove":
            self._remove(place)
        else:
            self._move(place, action)

    def _add(self, agents: Iterable[str]) -> None:
        if len(self.rows) >= STEPS_PER_PLAN:
            self.error = _("A plan has %(limit)d steps at most.") % {"limit": STEPS_PER_PLAN}
            self.focus = "add-step"
            return
        key = _new_key(row.key for row in self.rows)
        self.rows.append(StepRow(key, agent=next(iter(agents), "")))
        self.focus = f"title-{key}"

    def _remove(self, place: int) -> None:
        del self.rows[place]
        near = self.rows[min(place, len(self.rows) - 1)].key if self.rows else ""
        self.focus = f"title-{near}" if near else "add-step"

    def _move(self, place: int, action: str) -> None:
        row = self.rows.pop(place)
        self.rows.insert(max(place + (1 if action == "down" else -1), 0), row)
        # The first and last row lack one of the buttons.
        is_at_end = row is (self.rows[-1] if action == "down" else self.rows[0])
        self.focus = f"title-{row.key}" if is_at_end else f"{action}-{row.key}"

    @property
    def shown(self) -> str:
        return sent_with((row.key, row.title, row.detail, row.agent, row.needs) for row in self.rows)

    @property
    def steps(self) -> list[tuple[StepRow, list[DependencyChoice]]]:
        """The rows, each with the steps that it may depend on."""
        return [(row, self._choices(row, place)) for place, row in enumerate(self.rows)]

    def check(self) -> bool:
        """Validate, and add errors to the fields."""
        self.title_error = _title_problem(self.title)
        for row in self.rows:
            errors = {
                "title": _title_problem(row.title),
                "detail": _too_long(
                    _("The detail is too long: %(length)s of at most %(limit)s characters."),
                    row.detail,
                    DETAIL_LENGTH,
                ),
            }
            row.errors = {name: problem for name, problem in errors.items() if problem}
        wrong = ["title"] if self.title_error else []
        wrong += [f"{name}-{row.key}" for row in self.rows for name in row.errors]
        if not self.rows:
            self.error = _("A plan needs one step at least.")
            wrong.append("add-step")
        self.focus = wrong[0] if wrong else ""
        return not wrong

    def proposal(self) -> dict[str, Any]:
        """The proposal as JSON, without dependencies on later steps."""
        places = {row.key: place for place, row in enumerate(self.rows, start=1)}
        steps = [
            {
                "title": row.title,
                "detail": row.detail,
                "agent": row.agent,
                "depends_on": sorted(places[key] for key in row.needs if places[key] < places[row.key]),
            }
            for row in self.rows
        ]
        return {"title": self.title, "steps": steps}

    def _choices(self, row: StepRow, place: int) -> list[DependencyChoice]:
        return [
            DependencyChoice(other.key, number, other.title, other.key in row.needs, offered=number <= place)
            for number, other in enumerate(self.rows, start=1)
            if other is not row
        ]


def _title_problem(title: str) -> str:
    if not title:
        return _("Write a title.")
    return _too_long(
        _("The title is too long: %(length)s of at most %(limit)s characters."), title, TITLE_LENGTH
    )


def _too_long(problem: str, text: str, limit: int) -> str:
    """ "" if it is not."""
    return problem % {"length": f"{len(text):,}", "limit": f"{limit:,}"} if len(text) > limit else ""


def _new_key(keys: Iterable[str]) -> str:
    numbers = [int(key) for key in keys if key.isascii() and key.isdigit()]
    return str(max(numbers, default=0) + 1)

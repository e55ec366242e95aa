"""Plans in every state: as a card in the chat, in the list, and on their own page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.safestring import SafeString

from chatbot.domain.markdown import render_markdown
from chatbot.models import Plan
from chatbot.pages.chat.plan_cards import PlanCard
from chatbot.pages.chat.steps import ApprovalView
from chatbot.pages.plans import badges
from chatbot.pages.plans.badges import Badge
from chatbot.pages.plans.live import Stream
from chatbot.pages.plans.messages import Feed, PlanMessageView
from chatbot.pages.plans.steps import PlanStepView
from chatbot.pages.plans.task_chips import ProposedTaskView
from chatbot.pages.plans.view import PlanRow, PlanView, Progress
from chatbot.pages.style.sample import Sample, Section
from chatbot.pages.style.steps import NEW_ID, QUESTION, step
from chatbot.pages.style.tasks import rows

WHEN = SafeString('<time datetime="2026-11-30T09:00:00Z">today at 9:00</time>')
TITLE = "Prepare the team offsite in June"
CHIPS = (
    ProposedTaskView(0, "Book the venue", "2026-12-04", "Fri 4 Dec", "#offsite"),
    ProposedTaskView(1, "Ask everybody for food that they do not eat", "", "", ""),
)
PROPOSED = badges.PLANS[Plan.Status.AWAITING_APPROVAL]
EMPTY = {
    Plan.Status.DRAFT: Progress(0, 0, 0),
    Plan.Status.AWAITING_APPROVAL: Progress(4, 0, 0),
    Plan.Status.COMPLETED: Progress(4, 3, 1),
}

WISHES = ["Fewer steps", "Without the agenda"]


def _row(badge: Badge, progress: Progress) -> PlanRow:
    return PlanRow(NEW_ID(), TITLE, badge, progress, WHEN, is_proposal=badge is PROPOSED)


def _rows() -> dict[Plan.Status, PlanRow]:
    return {state: _row(badge, EMPTY.get(state, Progress(4, 2, 0))) for state, badge in badges.PLANS.items()}


def _step(position: int, badge: Badge, **fields: Any) -> PlanStepView:
    title = ("Find venues", "Compare the travel", "Draft the agenda", "Add the tasks")[position - 1]
    return PlanStepView(NEW_ID(), position, title, "Researcher", badge, **fields)


def _steps(status: Plan.Status) -> tuple[PlanStepView, ...]:
    result = render_markdown("Two of them have room for **40** people.")
    done = _step(1, badges.DONE, result=result, took="12 s", calls=(step("done", "Found 3 tasks"),))
    last = _step(4, badges.PLANNED, after="after 1 and 3")
    text = Stream(NEW_ID(), 1, "The train takes four hours, and")
    match status:
        case Plan.Status.DRAFT:
            return ()
        case Plan.Status.AWAITING_APPROVAL:
            detail = render_markdown("Compare *price* and way.")
            chips = _step(4, badges.PLANNED, after="after 1 and 3", tasks=CHIPS)
            return (_step(1, badges.PLANNED, detail=detail), _step(2, badges.PLANNED, after="after 1"), chips)
        case Plan.Status.RUNNING:
            acting = _step(
                3, badges.ACTING, elapsed=4_000, calls=(step("starting", "Searching your tasks…"),)
            )
            return (done, _step(2, badges.WORKING, elapsed=12_000, stream=text), acting, last)
        case Plan.Status.PAUSED:
            return (done, _step(2, badges.PAUSED, took="3 s"), last)
        case Plan.Status.COMPLETED:
            return (done, _step(2, badges.SKIPPED), _step(3, badges.DONE, took="2 s", result=result))
        case Plan.Status.FAILED:
            failed = _step(2, badges.FAILED, error="The model did not answer in time.", skip_url="#")
            return (done, failed, _step(4, badges.NOT_STARTED))
        case _:
            return (done, _step(2, badges.STOPPED), _step(4, badges.NOT_STARTED))


def _view(status: Plan.Status, **fields: Any) -> PlanView:
    is_over = status == Plan.Status.COMPLETED
    shown: dict[str, Any] = {
        "badge": badges.PLANS[status],
        "steps": _steps(status),
        "error": "A step failed: the model did not answer in time." if status == Plan.Status.FAILED else "",
        "result": render_markdown("The offsite is in **Ghent**, from 9 to 11 June.") if is_over else "",
        "created": rows("created")[:2] if is_over else [],
        "wishes": ["Fewer steps", "Without the agenda"] if status == Plan.Status.AWAITING_APPROVAL else [],
        **fields,
    }
    return PlanView(
        id=NEW_ID(),
        title=TITLE,
        goal="Prepare the team offsite in June: venue, travel, agenda",
        status=status,
        version=1,
        progress=_rows()[status].progress,
        facts=SafeString(f"Created {WHEN}"),
        problem="",
        **shown,
    )


def _asking() -> PlanView:
    approval = ApprovalView(NEW_ID()[:8], "message", is_question=True, options=("Lisbon", "Ghent"))
    asked = step("awaiting_approval", QUESTION, approval=approval)
    steps = (_step(1, badges.DONE, took="12 s"), _step(2, badges.WAITING, asking=(asked,)))
    return _view(Plan.Status.RUNNING, badge=badges.WAITING, steps=steps)


def _messages() -> list[PlanMessageView]:
    said = render_markdown("I did not find a venue for **60** people, so I looked for 40.")
    return [
        PlanMessageView("1", "", render_markdown("Approved by you"), WHEN),
        PlanMessageView("2", "Researcher", said, WHEN, badges.THINKING),
        PlanMessageView("3", "Reviewer", said, WHEN, badges.FAILED),
    ]


def sections() -> Iterator[Section]:
    plans = _rows()
    proposal = Plan.Status.AWAITING_APPROVAL
    yield Section(
        "Plan cards",
        [
            Sample(row.badge.word, "chat/_plan_card.html", {"card": PlanCard(row, status, 1)})
            for status, row in plans.items()
        ],
    )
    yield Section(
        "Plans in a list",
        [
            Sample(
                "Every state",
                "style/_plan_rows.html",
                {"plans": [*plans.values(), _row(badges.WAITING, Progress(4, 1, 0))]},
            )
        ],
    )
    views = [*(_view(state) for state in plans), _asking()]
    yield Section(
        "Pages of plans",
        [Sample(view.badge.word, "style/_plan.html", {"plan": view}) for view in views],
    )
    answer = PlanMessageView(
        "4", "Planner", render_markdown("I do not understand “start with the cake”."), WHEN
    )
    yield Section(
        "Messages of plans",
        [
            Sample("Feed", "style/_feed.html", {"messages": _messages()}),
            Sample(
                "Answer to feedback", "style/_dock.html", {"plan": _view(proposal, feed=Feed(answer=answer))}
            ),
        ],
    )

"""Steps of a timeline, with what a person is asked to decide."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from chatbot.domain.events import ProposedTask
from chatbot.models import Message, Run
from chatbot.pages.chat.arguments import ArgumentChoice, ArgumentField
from chatbot.pages.chat.messages import MessageView
from chatbot.pages.chat.runs import RunView
from chatbot.pages.chat.steps import ApprovalView, StepView
from chatbot.pages.style.sample import Sample, Section, ids

NEW_ID = ids()
QUESTION = "Which of the two trips shall I plan?"
FACTS = (("title", "Buy milk"), ("due", "Mon 30 Nov at 9:00"), ("tags", "home, soon"))
CHOICE = ArgumentField("numbers", "tasks")
STATUS = ArgumentField("status", "choice", choices=(ArgumentChoice('"all"', "All"),))


def step(state: str, text: str, **fields: Any) -> StepView:
    return StepView(NEW_ID()[:8], "add_task", state, text, **{"facts": FACTS, **fields})


def run(*steps: StepView, status: str = Run.Status.SUCCEEDED, reply: str = "", **fields: Any) -> RunView:
    state = Message.State.COMPLETE if reply else Message.State.PENDING
    message = MessageView(NEW_ID(), "assistant", state, text=reply, time="today at 9:00")
    return RunView(
        NEW_ID(), status, fields.pop("attempt", 1), steps, fields.pop("message", message), **fields
    )


def asking(text: str, **fields: Any) -> RunView:
    approval = ApprovalView(NEW_ID()[:8], "message", **{"expiry": "until Fri 4 Dec at 9:00", **fields})
    return run(step("awaiting_approval", text, approval=approval), status=Run.Status.AWAITING_APPROVAL)


def proposed(count: int, change: str = "") -> tuple[ProposedTask, ...]:
    titles = (
        "Buy milk",
        "Pay the rent",
        "Call the plumber, and ask him about the dripping tap in the kitchen",
    )
    return tuple(
        ProposedTask(id=UUID(int=number), number=number, title=titles[number % 3], change=change)
        for number in range(1, count + 1)
    )


def sections() -> Iterator[Section]:
    steps = [
        step("done", "Added ‘Buy milk’", duration="0.2 s", undoable=True),
        step("done", "Added ‘Buy bread’", undone=True),
        step("done", "Searched ‘cake’", count="3", duration="1.4 s"),
        step("starting", "Moving your tasks…", part=40, total=120),
        step("failed", "Marking a task as done", error="There is no task #99."),
        step("declined", "Delete 12 tasks?", decision="Declined by you"),
        step("stopped", "Searching your tasks…"),
        step("unfinished", "Emailing your tasks…"),
        step("done", "Added ‘Call Anna’", undoable=True, problem="‘Call Anna’ was changed since."),
    ]
    equal = [
        step("done", f"Moved ‘{title}’ to tomorrow", line_of_many="Moved {count} tasks to tomorrow")
        for title in ("Pay rent", "Call Anna", "Buy milk")
    ]
    yield Section(
        "Steps",
        [
            Sample(
                "Every state",
                "chat/_run.html",
                {"run": run(*steps, status=Run.Status.FAILED, summary="9 steps · 3 s")},
            ),
            Sample(
                "Folded", "chat/_run.html", {"run": run(*steps[:3], summary="3 steps · 26 s", reply="Done.")}
            ),
            Sample(
                "Equal steps", "chat/_run.html", {"run": run(*equal, *steps[:1], summary="4 steps · 1 s")}
            ),
            Sample("Thinking", "chat/_run.html", {"run": _waiting("Processing your request…", "running")}),
            Sample("Queued", "chat/_run.html", {"run": _waiting("Waiting · 2 before it", "queued")}),
        ],
    )
    deleting, moved = proposed(3), proposed(12, "due Fri 4 Dec → tomorrow")
    tasks = {"tasks": moved[:8], "others": moved[8:], "fields": (CHOICE,), "unlisted": 30}
    yield Section(
        "Decisions",
        [
            Sample(
                "Approval",
                "chat/_run.html",
                {"run": asking("Send your tasks to a@example.com?", action="send")},
            ),
            Sample(
                "Approval with arguments",
                "chat/_run.html",
                {"run": asking("Change 3 tasks?", action="change", tasks=deleting, fields=(STATUS,))},
            ),
            Sample(
                "Deletion",
                "chat/_run.html",
                {"run": asking("Delete 3 tasks?", action="delete", tasks=deleting, fields=(CHOICE,))},
            ),
            Sample(
                "Of many tasks", "chat/_run.html", {"run": asking("Move 42 tasks?", action="move", **tasks)}
            ),
            Sample(
                "Question",
                "chat/_run.html",
                {"run": asking(QUESTION, is_question=True, options=("Lisbon", "Ghent", "Another"))},
            ),
            Sample("Open question", "chat/_run.html", {"run": asking(QUESTION, is_question=True)}),
        ],
    )


def _waiting(text: str, status: str) -> RunView:
    attempt = 0 if status == Run.Status.QUEUED else 1
    return run(status=status, waiting=text, attempt=attempt)

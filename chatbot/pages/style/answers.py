"""Messages of a person, and answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from chatbot.domain.markdown import render_markdown
from chatbot.models import Message, Run
from chatbot.pages.chat.answer_tasks import Part, TaskList
from chatbot.pages.chat.editing import EditView
from chatbot.pages.chat.messages import MessageView
from chatbot.pages.chat.runs import RunView
from chatbot.pages.chat.versions import Versions
from chatbot.pages.style.sample import Sample, Section
from chatbot.pages.style.steps import NEW_ID, run, step
from chatbot.pages.style.tasks import LONG, rows

MARKDOWN = """
# A heading

Text with **bold**, *italic*, `code`, [a link](/tasks/) and ![a picture](/a.png).

* a list
* with two lines

1. numbered

> quoted

```python
def add(title: str) -> int:  # a comment
    return len("text") + 42
```

| Task | Due | Number |
|---|:-:|---:|
| Milk | today | 12 |
"""
HELP = "Try:\n\n* [Add buy milk](?message=Add+buy+milk)\n* [What is due this week?](?message=Due)"
TWO_OF_THREE = Versions("answers", "answer", 2, 3, earlier="#", later="#")


def _asked(text: str, state: str = Message.State.COMPLETE, **fields: Any) -> Sample:
    shown = {"edit_url": "#", "time": "today at 9:00", **fields}
    message = MessageView(NEW_ID(), "user", state, text=text, **shown)
    return Sample(fields.get("state_label") or text[:24], "chat/_message.html", {"message": message})


def _answer(name: str, *parts: Part, state: str = Message.State.COMPLETE, **fields: Any) -> Sample:
    words = {"text": "An answer.", "time": "today at 9:01", "state_label": fields.pop("state_label", "")}
    message = MessageView(NEW_ID(), "assistant", state, parts=parts, **words)
    return Sample(name, "chat/_run.html", {"run": run(*fields.pop("steps", ()), message=message, **fields)})


def sections() -> Iterator[Section]:
    text = Part(render_markdown("The rent is paid. **Two** tasks are left for today."))
    edit = EditView(NEW_ID(), "Add milk and bread", "#", changes=2, problem="A message cannot be empty.")
    deleted = ("Deleted 6 tasks", "Deleted ‘Buy milk’")
    undone = tuple(step("done", text, undone=True) for text in deleted)
    undoable = tuple(step("done", text, undoable=True) for text in deleted)
    yield Section(
        "Messages",
        [
            _asked("Add milk and bread"),
            _asked(LONG),
            _asked("Being sent", Message.State.PENDING, state_label="Sending…", edit_url=""),
            _asked("Taken back", Message.State.WITHDRAWN, state_label="Withdrawn", edit_url=""),
            replace(_asked("An edit", versions=TWO_OF_THREE), name="With versions"),
            replace(_asked("An edit", edit=edit), name="Being edited"),
        ],
    )
    yield Section(
        "Answers",
        [
            _answer("Text", text, model="gpt-large", regenerable=True),
            _answer("Markdown", Part(render_markdown(MARKDOWN))),
            _answer("Help", Part(render_markdown(HELP))),
            _answer("Tasks", text, Part(tasks=TaskList(tuple(rows("answer")[:3]), 3))),
            _answer("Suggestions", text, follow_ups=("Move it to tomorrow", "What else is due?")),
            _answer("Rated", text, rating="down", comment="It forgot the milk."),
            _answer("Versions", text, versions=TWO_OF_THREE, regenerable=True),
            _answer("Another model", text, model="small", instead_of="large"),
            _answer("Undone", text, steps=undone, summary="2 steps"),
            _answer(
                "Everything can be undone",
                text,
                steps=undoable,
                summary="2 steps · 1.2 s",
                regenerable=True,
            ),
            _answer("Stopped", text, state="stopped", state_label="Stopped", status=Run.Status.CANCELLED),
            _answer("Cut off", text, state=Message.State.CUT_OFF, state_label="Cut off", regenerable=True),
            Sample("Being written", "chat/_run.html", {"run": _streamed()}),
            Sample("Failed", "chat/_run.html", {"run": _failed()}),
            Sample(
                "Stopped before its first word", "chat/_run.html", {"run": run(status=Run.Status.CANCELLED)}
            ),
            _answer("Problem", text, problem="‘Milk’ was changed since, so nothing is undone."),
        ],
    )


def _streamed() -> RunView:
    reply = MessageView(NEW_ID(), "assistant", Message.State.STREAMING, text="The rent is paid, and")
    return run(step("done", "Found 3 tasks"), status=Run.Status.RUNNING, message=reply)


def _failed() -> RunView:
    error = "The model did not answer in time."
    return run(step("done", "Found 3 tasks"), status=Run.Status.FAILED, error=error)

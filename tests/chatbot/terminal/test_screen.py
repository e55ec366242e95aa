"""What is drawn on a terminal. Text of models and people is only text there."""

from __future__ import annotations

import io
import re
from typing import Any

from rich.console import Console

from chatbot.terminal.printable import one_line, printable
from chatbot.terminal.reply import Reply
from chatbot.terminal.screen import Screen, card
from tests.subtests import as_subtests

COLOUR = re.compile(r"\x1b\[[0-9;]*m")  # which rich writes itself
ACTING = [
    "\x1b]0;owned\x07",  # the title of the window
    "\x1b]52;c;cm0gLXJm\x07",  # the clipboard
    "\x1b]8;;https://evil.example\x1b\\here\x1b]8;;\x1b\\",
    "\x1b[2J\x1b[H",
    "\x9b2J\x9d0;owned\x9c",  # the same in C1 controls
    "\x1bPq\x1b\\",
    "\x08\x08\x08\x0b\x0c\x0e\x0f\x7f\x00",
    "\u202egnp.exe",
    "\ud83d",
    "&#27;]0;owned&#7; &#x9b;2J",
    "<https://evil.example/%1b]0;owned%07>",
    "[a](https://evil.example/%1b%5d0;owned%07)",
    "![\x1b[5m](https://evil.example/\x1b[5m)",
    "```\x1b[2J\n\x1b]0;owned\x07\n```",
    "`\x1b[2J` | \x9b2J",
    "[red]markup[/red] :skull:",
]


def screen() -> tuple[Screen, io.StringIO]:
    written = io.StringIO()
    console = Console(
        file=written, force_terminal=True, width=60, height=10, highlight=False, markup=False, emoji=False
    )
    return Screen(console), written


def acting(written: str) -> list[str]:
    """The characters of an output that a terminal would act on, without the colours."""
    return re.findall(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", COLOUR.sub("", written))


def proposal(**fields: Any) -> dict[str, Any]:
    task = {"id": "1", "number": 4, "title": "Buy milk", "change": "due today"}
    return {
        "summary": "Move 1 task?", "count": 1, "tasks": [task], "truncated": False, "arguments": {},
        "is_question": False, **fields,
    }  # fmt: skip


@as_subtests("text", ACTING)
def test_text_does_not_act_on_the_terminal(text: str) -> None:
    shown, written = screen()

    shown.answer(text)
    shown.step(text, "✓")
    shown.problem(text)

    assert acting(written.getvalue()) == []
    assert acting(printable(text)) == []
    assert acting(card(proposal(summary=text, tasks=[])).plain) == []


def test_titles_keep_to_their_line() -> None:
    assert one_line("Buy\r\nmilk\x1b[1A\t!") == "Buy milk[1A !"


def test_text_of_all_scripts_is_kept() -> None:
    text = "Grüße, 你好 👩‍👩‍👧 שלום\n\tend"
    assert printable(text) == text


def test_unfinished_answer_is_replaced_by_the_whole_one() -> None:
    shown, written = screen()

    shown.status("Thinking")
    shown.writing("# Half\x1b]0;owned\x07")
    shown.answer("**Whole** answer")

    text = written.getvalue()
    assert "\x1b]" not in text
    assert "Whole answer" in COLOUR.sub("", text)
    assert text.rindex("Half") < text.rindex("Whole")
    assert text.count("\x1b[?25l") == text.count("\x1b[?25h"), "the cursor is visible in the end"


def test_unfinished_answer_never_scrolls() -> None:
    shown, written = screen()

    shown.writing("\n".join(f"line {number}" for number in range(100)))
    shown.problem("Stopped")

    assert "line 99" in written.getvalue()
    assert "line 80" not in written.getvalue()


def test_card_lists_tasks_and_choices() -> None:
    assert (
        card(proposal(count=30, truncated=True)).plain
        == "Move 1 task?\n  4. Buy milk: due today\n  … 30 in all"
    )
    question = proposal(summary="Which?", tasks=[], is_question=True, arguments={"options": ["Red", "Blue"]})
    assert card(question).plain == "Which?\n  1) Red\n  2) Blue"


def test_reply_is_put_together_by_offsets() -> None:
    reply = Reply()
    for offset, text in [(0, "Hello"), (5, " world"), (9, "lost"), (40, "after a gap")]:
        reply.add({"offset": offset, "text": text})

    assert reply.text == "Hello worlost"

"""Title and notes of tasks that come from elsewhere, within their limits."""

from __future__ import annotations

from chatbot.models.task import DESCRIPTION_LENGTH, TITLE_LENGTH


def fitting(title: str, notes: str) -> tuple[str, str]:
    """What is too long for the title is in the notes as well; notes are cut."""
    if len(title) > TITLE_LENGTH:
        notes = f"{title}\n\n{notes}".strip()
    return _cut(title, TITLE_LENGTH), _cut(notes, DESCRIPTION_LENGTH)


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1]}…"

"""Replies while a card waits for a decision. Typed text never decides it."""

from __future__ import annotations

from chatbot.formatting.sentences import say

from .language.patterns import rx
from .language.talk import read_talk
from .questions import read_question
from .transcript import Transcript
from .wording import quoted

_DECISION = rx(
    r"(?:(?:yes|yeah|no|ok(?:ay)?|please|just)[\s,.!]+)*(?:ok(?:ay)?|alright|fine|approved?|accept(?:ed)?"
    r"|agreed?|confirm(?:ed)?|allow|declined?|reject(?:ed)?|deny|denied|refuse|skip)"
    r"(?:\s+(?:it|that|this|them|these|those|all|please|now|the\s+\w+))*[\s.!]*"
)


def point_at_card(transcript: Transcript) -> str | None:
    """The reply to a bare "yes", "no" or "approve it" while a card waits and no other question is open."""
    if not transcript.pending or not _is_decision(transcript.message) or _is_asked(transcript):
        return None
    newest = transcript.pending[-1]
    if newest.is_question:
        # The reply does not repeat the card's words: in the history they would be read as a question of the
        # assistant.
        return say(
            "My question above is still waiting for you. Use the buttons on its card, or type an option."
        )
    return say(
        "{what} is still waiting for you. Use the buttons on its card: "
        "what you type here does not decide it.",
        what=quoted(newest.asked),
    )


def _is_decision(message: str) -> bool:
    talk = read_talk(message.strip())
    return (talk is not None and talk.topic in {"yes", "no"}) or bool(_DECISION.fullmatch(message.strip()))


def _is_asked(transcript: Transcript) -> bool:
    """Whether the message answers a question of the last reply."""
    last = transcript.earlier[-1] if transcript.earlier else None
    return last is not None and last.role == "assistant" and read_question(last.text) is not None

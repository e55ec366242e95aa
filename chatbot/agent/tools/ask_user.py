from __future__ import annotations

from typing import Any

from pydantic import field_validator

from chatbot.domain.approvals import Proposal
from chatbot.domain.errors import Invalid
from chatbot.domain.text import normalize
from chatbot.domain.tool_calls import Outcome, SoFar
from chatbot.models import User

from . import texts
from .tool import Arguments, Tool

_QUESTION_LENGTH = 500
_MOST_OPTIONS = 6
_OPTION_LENGTH = 100
_ANSWER_LENGTH = 2_000


class AskUser(Arguments):
    """`answer` is the person's, never the model's."""

    question: str
    options: list[str] | None
    answer: str | None

    @field_validator("question")
    @classmethod
    def _asks(cls, question: str) -> str:
        if not normalize(question):
            raise ValueError("the question is empty")
        return question

    @field_validator("options")
    @classmethod
    def _fit_on_buttons(cls, options: list[str] | None) -> list[str] | None:
        if options and (len(options) > _MOST_OPTIONS or any(len(one) > _OPTION_LENGTH for one in options)):
            raise ValueError(f"at most {_MOST_OPTIONS} options of {_OPTION_LENGTH} characters")
        return options


def ask(owner: User, arguments: AskUser, earlier: int) -> Proposal | None:
    return Proposal(arguments.question[:_QUESTION_LENGTH], schema=_answer_schema(), is_question=True)


def answer(owner: User, arguments: AskUser, so_far: SoFar) -> Outcome:
    text = normalize(arguments.answer or "")
    if not text:
        raise Invalid("The user gave no answer.", "answer")
    return Outcome({"answer": text}, texts.answered(text))


def _answer_schema() -> dict[str, Any]:
    """An answer is an approval with the arguments that the model gave, and the answer among them."""
    schema = AskUser.model_json_schema()
    schema["properties"]["answer"] = {
        "type": "string",
        "minLength": 1,
        "maxLength": _ANSWER_LENGTH,
        "pattern": r"\S",
    }
    return schema


TOOL = Tool(
    "ask_user",
    "Ask the user one question, with up to six options to choose from if there are; leave the answer null.",
    AskUser,
    answer,
    approval=ask,
)

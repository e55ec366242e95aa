from __future__ import annotations

from typing import Annotated, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from pydantic import Field, GetJsonSchemaHandler, field_validator
from pydantic_core import CoreSchema

from chatbot.domain.errors import Invalid
from chatbot.domain.events import ToolOutput
from chatbot.domain.journal.approvals import Proposal
from chatbot.domain.journal.tool_calls import Outcome, SoFar
from chatbot.domain.text import normalize
from chatbot.models import User

from .tool import Arguments, Earlier, Tool

_QUESTION_LENGTH = 500
_MOST_OPTIONS = 6
_OPTION_LENGTH = 100
_ANSWER_LENGTH = 2_000


class AskUser(Arguments):
    # `answer` is added by the person; it is not in the schema for models, as a docstring would be.
    question: Annotated[str, Field(description="One question, at most 500 characters.")]
    options: Annotated[
        list[str] | None,
        Field(
            description="Up to six answers to choose from, of at most 100 characters; null for a free answer."
        ),
    ] = None
    answer: str | None = None

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        schema = handler.resolve_ref_schema(handler(core_schema))
        schema["properties"].pop("answer")
        return schema

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


class Answered(ToolOutput):
    answer: str


def ask(owner: User, arguments: AskUser, earlier: Earlier) -> Proposal | None:
    return Proposal(arguments.question[:_QUESTION_LENGTH], schema=_answer_schema(), is_question=True)


def answer(owner: User, arguments: AskUser, so_far: SoFar) -> Outcome:
    text = normalize(arguments.answer or "")
    if not text:
        raise Invalid("The user gave no answer.", "answer")
    return Outcome(Answered(answer=text), _answered(text))


def _answer_schema() -> dict[str, Any]:
    """A question is approved with the model's arguments and the answer."""
    schema = AskUser.model_json_schema()
    schema["properties"]["answer"] = {
        "type": "string",
        "minLength": 1,
        "maxLength": _ANSWER_LENGTH,
        "pattern": r"\S",
    }
    schema["required"] = [*schema.get("required", []), "answer"]
    return schema


def _answered(answer: str) -> str:
    return _("You answered: %(answer)s") % {"answer": answer}


TOOL = Tool(
    "ask_user",
    "Ask the user one question, with up to six options to choose from if there are. The user answers it.",
    AskUser,
    answer,
    approval=ask,
    kind="reads",
    output=Answered,
    starting=gettext_noop("Asking you..."),
    team_label="Ask the user a question",
    message=lambda call, dates: _answered(str((call.output or {}).get("answer", ""))),
)

"""Marks the words of code in answers by their kind, for style sheets."""

from __future__ import annotations

from html import escape

from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Generic, Keyword, Literal, Name, Operator
from pygments.util import ClassNotFound

CODE_LENGTH = 10_000  # characters; longer code is plain
_KINDS = {
    Comment: "comment",
    Keyword: "keyword",
    Operator.Word: "keyword",
    Literal.String: "string",
    Literal.Number: "number",
    Name.Attribute: "name",
    Name.Class: "name",
    Name.Decorator: "name",
    Name.Function: "name",
    Name.Tag: "name",
    Name.Variable: "name",
    Generic.Deleted: "deleted",
    Generic.Inserted: "inserted",
}
CLASSES = {f"code-{kind}" for kind in _KINDS.values()}


def coloured(code: str, language: str) -> str:
    """The code as HTML, with a `span` around each word of a kind; "" for a language that is not known."""
    if not language or len(code) > CODE_LENGTH:
        return ""
    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return ""
    return "".join(_marked(kind, text) for kind, text in lexer.get_tokens(code))


def _marked(kind: object, text: str) -> str:
    name = next((name for group, name in _KINDS.items() if kind in group), "")
    return f'<span class="code-{name}">{escape(text)}</span>' if name else escape(text)

"""The catalogues of translations have every marked text, and templates have no text that is not marked."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages import Catalog

from chatbot.catalogues import LOCALE, catalogue_path
from chatbot.catalogues.compiling import read_catalogue
from chatbot.catalogues.extraction import marked_texts, python_of
from chatbot.catalogues.pseudo import pseudo_catalogue

TEMPLATES = Path(__file__).parents[2] / "templates"
PARTS = re.compile(r"%\(\w+\)[sdr]|%%|\{\w*\}|<[^>]+>")
MARKED = re.compile(
    r"\{%\s*blocktranslate\b.*?\{%\s*endblocktranslate\s*%\}|\{%\s*comment\b.*?endcomment\s*%\}|\{#.*?#\}",
    re.DOTALL,
)
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
# Blocks whose text is attributes.
ATTRIBUTES = re.compile(
    r"\{% block (?:app_class|app_data|bodyclass|page_class|skip_to) %\}.*?\{% endblock %\}"
)
ARGUMENTS = re.compile(r'(?:(?:default|yesno):| (?:label|word)=)"([A-Z][a-z][^"]*)"')
TRANSLATED_ATTRIBUTES = {"alt", "aria-label", "placeholder", "title"}


@pytest.fixture(scope="module")
def german() -> Catalog:
    return read_catalogue(catalogue_path("de", "po"))


def texts_of(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, (tuple, list)) else (str(value),)


def test_german_has_every_marked_text_and_no_other(german: Catalog) -> None:
    marked = {(message.id, message.context) for message in marked_texts() if message.id}
    assert {(message.id, message.context) for message in german if message.id} == marked


def test_german_is_complete(german: Catalog) -> None:
    missing = [message.id for message in german if not all(texts_of(message.string))]
    assert missing == []
    assert [message.id for message in german if message.fuzzy and message.id] == []


def test_german_keeps_placeholders_and_tags(german: Catalog) -> None:
    for message in german:
        if message.id:
            wanted = {frozenset(PARTS.findall(text)) for text in texts_of(message.id)}
            for text in texts_of(message.string):
                assert frozenset(PARTS.findall(text)) in wanted, (message.id, text)
            assert list(message.check(german)) == [], message.id


def test_german_has_both_forms_of_what_is_counted(german: Catalog) -> None:
    counted = [message for message in german if isinstance(message.id, tuple)]
    assert counted
    assert {len(texts_of(message.string)) for message in counted} == {2}


def test_the_pseudo_language_keeps_placeholders_and_tags(german: Catalog) -> None:
    for message in filter(lambda message: message.id, pseudo_catalogue(german)):
        for text, pseudo in zip(texts_of(message.id), texts_of(message.string), strict=False):
            assert PARTS.findall(pseudo) == PARTS.findall(text)


def test_only_catalogues_are_in_the_repository() -> None:
    assert "*.mo" in (LOCALE.parent / ".gitignore").read_text().splitlines()


def test_texts_of_templates_are_found_within_any_other_text() -> None:
    found = python_of(
        "it's <b>5\" long</b>\n  {% translate 'One' %} {% blocktranslate %}{{ n }} a{% endblocktranslate %}"
    )
    assert "'One'" in found
    assert "'%(n)s a'" in found


class Literals(HTMLParser):
    """Collects the words that a template shows and does not mark."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._code = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._code += tag in {"code", "script", "style"}
        given = dict(attrs)
        is_shown = given.get("name") == "description" or given.get("type") == "submit"
        for name, value in attrs:
            if name in TRANSLATED_ATTRIBUTES or (is_shown and name in {"content", "value"}):
                self._read(value or "")

    def handle_endtag(self, tag: str) -> None:
        self._code -= tag in {"code", "script", "style"}

    def handle_data(self, data: str) -> None:
        if not self._code:
            self._read(data)

    def _read(self, text: str) -> None:
        self.found += [
            " ".join(part.split())
            for part in text.split("\0")
            if re.search("[A-Za-z]{2}", part.replace("Lockstep", ""))
        ]


def literals_in(path: Path) -> list[str]:
    """The texts between tags and in attributes, and those that a filter or an included template gets."""
    given = [found[1] for found in ARGUMENTS.finditer(path.read_text())]
    source = ATTRIBUTES.sub("\0", path.read_text())
    literals = Literals()
    literals.feed(TAG.sub(" \0 ", MARKED.sub(" \0 ", source)))
    literals.close()
    return literals.found + given


def test_templates_have_no_text_that_is_not_marked() -> None:
    drawn = [path for path in TEMPLATES.rglob("*.html") if path.parent.name != "style"]  # for developers
    found = {str(path.relative_to(TEMPLATES)): literals_in(path) for path in drawn}
    assert len(found) > 100
    assert {name: texts for name, texts in found.items() if texts} == {}

"""The notation of the tables of requests."""

from __future__ import annotations

import pytest

from chatbot.offline_assistant.language.templates import Table, Vocabulary
from tests.subtests import as_subtests

WORDS = Vocabulary(
    {"done": "done|finished", "article": "a|the"},
    {"number": r"#?\d+", "day": "frühe|späte"},
    letters=str.maketrans({"ö": "(?:ö|oe)", "ü": "(?:ü|ue)"}),
)


def fits(template: str, text: str) -> dict[str, str] | None:
    readings = Table(f"meaning\n    {template}", WORDS, str).readings(text)
    return next((dict(slots) for _, slots in readings), None)


@as_subtests(
    ("template", "text", "slots"),
    [
        ("mark {t} [as] <done>", "Mark the report  as done", {"t": "the report"}),
        ("mark {t} [as] <done>", "mark 2 finished", {"t": "2"}),
        ("[please|now]* mark {t}", "now please mark 2", {"t": "2"}),
        ("call {t:number} {x}", "call #2 2 calls", {"t": "#2", "x": "2 calls"}),
        ("delete [{t}]", "delete", {"t": ""}),
        ("{t}['s] title", "Bob’s title", {"t": "Bob"}),
        ("{t}( is|'s) <done>", "milk's done", {"t": "milk"}),
        ("note : {x}", "note:milk", {"x": "milk"}),
        ("note [:] {x}", "note milk", {"x": "milk"}),
        ("note [:] [that] {x}", "note: that is so", {"x": "is so"}),
        ("per [e-]mail", "per e-mail", {}),
        ("[<article>] un[-]tag {t}", "untag 2", {"t": "2"}),
        ("<!article>{t} <done>", "milk done", {"t": "milk"}),
        ("{d:day} {t}", "fruehe 2", {"d": "fruehe", "t": "2"}),
        ("lösche {t}", "loesche 2", {"t": "2"}),
    ],
)
def test_text_matches_a_template(template: str, text: str, slots: dict[str, str]) -> None:
    assert fits(template, text) == slots


@as_subtests(
    ("template", "text"),
    [
        ("mark {t} [as] <done>", "mark 2 asdone"),
        ("mark [all] {t}", "mark"),
        ("note [:] {x}", "notes"),
        ("<!article>{t} <done>", "the milk done"),
        ("per [e-]mail", "permail"),
        ("call {t:number} {x}", "call Bob now"),
        ("what? {x}", "what now"),
    ],
)
def test_other_text_does_not_match(template: str, text: str) -> None:
    assert fits(template, text) is None


def test_readings_are_in_the_order_of_the_table() -> None:
    table = Table("first\n    {t} <done>\nsecond\n    {t}", WORDS, str.upper)
    assert [meaning for meaning, _ in table.readings("milk done")] == ["FIRST", "SECOND"]


def test_missing_slot_is_empty() -> None:
    [(_, slots)] = Table("meaning\n    delete", WORDS, str).readings("delete")
    assert slots["t"] == ""


@as_subtests("template", ["mark {t", "mark [{t}", "mark ({t}]", "mark {t})", "mark }"])
def test_invalid_template_is_refused(template: str) -> None:
    with pytest.raises(ValueError, match="not a template"):
        WORDS.compiled(template)


def test_unknown_words_are_refused() -> None:
    with pytest.raises(KeyError):
        WORDS.compiled("mark {t} <dnoe>")

from __future__ import annotations

from chatbot.pages.highlight import LENGTH, excerpt, highlighted, highlighted_html
from tests.subtests import as_subtests


@as_subtests(
    ("text", "words", "html"),
    [
        ("Buy milk", ["MILK"], "Buy <mark>milk</mark>"),
        ("Cafe\u0301 Straße", ["café", "strasse"], "<mark>Cafe\u0301</mark> <mark>Straße</mark>"),
        ("a <b> & c", ["b"], "a &lt;<mark>b</mark>&gt; &amp; c"),
        ("milkmilk", ["milk"], "<mark>milk</mark><mark>milk</mark>"),
        ("butter", ["utt", "butter"], "<mark>butter</mark>"),
        ("abc", ["ab", "bc"], "<mark>ab</mark><mark>c</mark>"),
        ("nothing", ["zebra"], "nothing"),
        ("nothing", [], "nothing"),
        ("", ["x"], ""),
    ],
)
def test_each_occurrence_is_marked(text: str, words: list[str], html: str) -> None:
    assert highlighted(text, words) == html


@as_subtests(
    ("markup", "words", "html"),
    [
        ("<p>Buy <b>mi</b>lk &amp; milk</p>", ["milk"], "<p>Buy <b>mi</b>lk &amp; <mark>milk</mark></p>"),
        ('<a title="> a" href="/a">b</a> a', ["a"], '<a title="> a" href="/a">b</a> <mark>a</mark>'),
        ("<p>a &lt;b&gt; amp</p>", ["b", "amp"], "<p>a &lt;<mark>b</mark>&gt; <mark>amp</mark></p>"),
        ("<p>1 &lt; 2 &amp;amp;</p>", ["p"], "<p>1 &lt; 2 &amp;am<mark>p</mark>;</p>"),
        ("", ["milk"], ""),
    ],
)  # fmt: skip
def test_words_are_marked_in_the_text_of_html(markup: str, words: list[str], html: str) -> None:
    assert highlighted_html(markup, words) == html


def test_an_excerpt_is_the_place_of_the_first_word() -> None:
    shown = excerpt("word " * 100 + "\n\nzebra " + "tail " * 100, ["zebra"])
    assert shown.startswith("…word ")
    assert shown.endswith("…")
    assert "<mark>zebra</mark> tail" in shown
    assert len(shown) < LENGTH + 30


def test_a_short_text_is_shown_whole() -> None:
    assert excerpt("two\nlines", ["two"]) == "<mark>two</mark> lines"


def test_marks_of_markdown_are_left_out() -> None:
    text = "## Found\n\n- **#2** `Book` train 2 * 3\n1. ~~Call~~"
    assert excerpt(text, ["train"]) == "Found #2 Book <mark>train</mark> 2 * 3 Call"

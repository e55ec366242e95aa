"""Translates what a person wants of a proposed plan: "ohne Spiele, und fang mit dem Kuchen an"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from chatbot.offline_assistant.language.templates import Slots, Table

from .translating import VOCABULARY, bare, divided

_THE = "[der|die|das|den|dem]"
# In this order: "ohne Termine" are dates, "ohne Schritt 2" a step.
_WISHES = f"""
fewer steps
    weniger schritte|[das sind] zu viele schritte|nicht so viele schritte
{{n}} steps
    [nur|höchstens|maximal|mit]* {{n:count}} schritt[e] [(reicht|reichen|genügt|genügen)]
    (kürz[e]|reduzier[e]) (es|ihn|den plan) auf {{n:count}} schritt[e]
shorter
    [etwas|viel]* (kürzer|einfacher)|mach[e] (es|ihn|den plan) [etwas|viel]* (kürzer|einfacher)
    nur die aufgaben|[das ist] zu (lang|viel)
no dates
    (ohne|keine) [feste|festen] (daten|datum|termine|fristen|fälligkeiten|tage)
drop steps {{n}}
    (ohne|lass|streich[e]|entfern[e]|lösch[e]) [den|die] schritt[e] {{n:places}} [weg|aus|raus]
    [den|die] schritt[e] {{n:places}} (weglassen|auslassen|streichen|entfernen)
without {{x}}
    (ohne|kein[e|en]|streich[e]|entfern[e]) {_THE} {{x}}
    lass {_THE} {{x}} (weg|aus|raus)
    ich (brauche|will|möchte) kein[e|en] {{x}}
    {_THE} {{x}} (weglassen|auslassen|streichen|entfernen)
only {{x}}
    (nur|behalt[e] nur) [noch] {_THE} {{x}}
start with {{x}}
    mit {_THE} {{x}} (beginnen|anfangen|starten)
    (beginn[e]|fang[e]|start[e]) mit {_THE} {{x}} [an]
    zuerst {_THE} {{x}}
    {_THE} {{x}} [kommt] (zuerst|an den anfang)
end with {{x}}
    (end[e]|hör[e]|schließ[e]) mit {_THE} {{x}} [auf|ab]
    {_THE} {{x}} [kommt] (zuletzt|am ende|ans ende|zum schluss)
call it {{x}}
    nenn[e] (es|ihn|den plan) {{x}}
bis {{x}}
    (bis|spätestens) [zum|am|bis]* {{x}}
also {{x}}
    (auch|außerdem|zusätzlich|mit) [noch|auch]* {_THE} {{x}}
    (ergänz[e]|füg[e]) [noch|auch]* {_THE} {{x}} [hinzu]
    ich (brauche|will|möchte) (auch|noch) {_THE} {{x}}
    {_THE} {{x}} (hinzufügen|ergänzen)
{{x}} before {{y}}
    {_THE} {{x}} vor {_THE} {{y}}
{{x}} after {{y}}
    {_THE} {{x}} nach {_THE} {{y}}
"""
_NUMBERS = "ein zwei drei vier fünf sechs sieben acht neun zehn".split()
_NUMBER_OF = {word: str(number) for number, word in enumerate(_NUMBERS, start=1)} | {
    "eine": "1",
    "einen": "1",
}
_TABLE = Table(_WISHES, VOCABULARY, str)
_PIECES = re.compile(r"\s*(?:[;!]|(?<!\d)\.(?=\s|$)|,(?=\s))\s*")


def wishes(text: str, others: Callable[[str], Iterable[str]]) -> Iterator[str]:
    """The German wishes in a text, in English; `others` divides the lines without one."""
    for line in text.split("\n"):
        pieces = [(piece, divided(piece, _in_english)) for piece in _PIECES.split(line) if piece]
        if found := divided(line, _in_english):
            yield from found
        elif any(found for _, found in pieces):
            yield from chain.from_iterable(found or (piece,) for piece, found in pieces)
        else:
            yield from others(line)


def _in_english(text: str) -> str | None:
    for english, slots in _TABLE.readings(bare(text)):
        return english.format_map({"x": slots["x"], "y": slots["y"], "n": _count(slots)})
    return None


def _count(slots: Slots) -> str:
    said = slots["n"].lower().replace(" und ", " and ")
    return _NUMBER_OF.get(said, said)

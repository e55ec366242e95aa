"""Turns clauses with "zu" into titles: "Mama anzurufen" is "Mama anrufen".

Only a verb that contains "zu" is changed, at the end of the clause or before a date. "die Tür zu schließen"
is kept: a separate "zu" may be another word ("zu lassen").
"""

from __future__ import annotations

import re

from .targets import is_date_word

# Verbs with the prefix "hinzu", or "hin" and "zu" ("hinzufügen", "hinzuweisen"), are not changed.
_PREFIXES = """
    ab an auf aus bei durch ein fern fest fertig frei heim her heraus herunter hinzu hoch kennen los mit nach
    raus rein runter sauber sicher statt teil um vor vorbei weg weiter zu zurecht zurück zurueck zusammen
"""
_LONGEST_FIRST = "|".join(sorted(_PREFIXES.split(), key=len, reverse=True))
_ZU = re.compile(rf"(?P<prefix>{_LONGEST_FIRST})zu(?P<verb>[a-zäöüß]{{2,}}e[lr]?n)")
_AND = re.compile(r"(,\s+|\s+und\s+)")
_SUBORDINATE = re.compile(r"(?:dass|daß|ob|wie|wann|wer|was|wo|warum|wenn|weil)\b")


def without_zu(clause: str) -> str:
    if _SUBORDINATE.match(clause):
        return clause
    return "".join(map(_ended_by_verb, _AND.split(clause)))


def _ended_by_verb(part: str) -> str:
    words = part.split(" ")
    last = len(words) - 1
    while last > 0 and is_date_word(words[last]):
        last -= 1
    if match := _ZU.fullmatch(words[last]):
        words[last] = match["prefix"] + match["verb"]
    return " ".join(words)

"""Translates German requests into English by a table: "verschiebe 3 auf Freitag" is "move 3 auf Freitag".

Verbs and the words for tasks are translated; the English tables read the result. Titles are kept as typed,
and so are dates, which `chatbot.reading` reads in German. What is not in the table is read as English.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from functools import lru_cache
from itertools import islice

from chatbot.offline_assistant.language.lists import without_list
from chatbot.offline_assistant.language.patterns import rx
from chatbot.offline_assistant.language.templates import Slots, Table, Vocabulary

from .infinitives import without_zu
from .requests import REQUESTS
from .targets import EXCEPT
from .targets import in_english as target_in_english

_LEVELS = {
    "high": "hoch hohe hoher hohes dringend wichtig",
    "medium": "mittel mittlere mittlerer normal",
    "low": "niedrig niedrige niedriger gering geringe geringer unwichtig",
}
_LEVEL_OF = {word: level for level, words in _LEVELS.items() for word in words.split()}
_DATE = (
    r"(?:auf|um|bis|zu[mr]?|nach|ins?|im|vor|am|an|heute|gestern|morgen|übermorgen|seit|früher|später|zwischen|ab"
    r"|(?:diese|nächste|kommende|letzte|vorige)[nrsm]?)\b"
)
_WHEN = rf"(?:{_DATE}|(?:(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch)\b)"
_NUMBERS = (
    "eine?n?|halbe|anderthalb|zwei|drei|vier|fünf|sechs|acht|zehn|fünfzehn|zwanzig|dreißig|fünfundvierzig"
)
VOCABULARY = Vocabulary(
    {
        "my": "die|der|den|das|mein[e|en|er|es]",
        "list": "(zu|auf|in|an|aus|von) (die|der|mein[e|en|er]) (liste|aufgaben[liste]|to[-]do[-]liste)",
        "all": "alle[s]|alle aufgaben",
        "label": "[sehr] (dringend|wichtig)|<any> priorität|#<any>",
        "number": "[aufgabe] <digits>",
        "given": "<number>|es|sie|ihn",
        "clause": "<any> (was|die|welche) <any> (ist|sind)|<many> (von|vom) <day of tasks>",
        "many": "alles|(alle|die|meine) aufgaben",
        "thing": "(einen|eine|ein) <any>",
        "all deleted": (
            "alles|alle [meine] [gelöschten] aufgaben|die gelöschten aufgaben|alle gelöschten"
            "|[alles] was ich gelöscht habe|(den|meinen) [ganzen] papierkorb"
        ),
        "this time": (
            "diesmal|dieses mal|einmal|heute|morgen|diese woche|diesen monat"
            "|[am] ((mon|diens|donners|frei|sams|sonn)tag|mittwoch)"
        ),
        "put": "verschieb[e]|schieb[e]|setz[e]|stell[e]|pack[e]|zieh[e]|bring[e]",
        "to top": "[ganz] (nach oben|an den anfang|an die spitze) [(der|meiner) liste]",
        "to bottom": "[ganz] (nach unten|ans ende|an das ende) [(der|meiner) liste]",
        "subtask": "teilaufgabe[n]|unteraufgabe[n]|teil[-]aufgabe[n]",
    },
    {
        "d": rf"{_DATE}.*?",
        "when": rf"{_WHEN}.*?",
        "beginning": rf"(?!um\b){_WHEN}.*?",
        "day": r"(?:heute|morgen|übermorgen|am|um|nächste\w*),? .+?",
        "day of tasks": (
            r"(?:heute|gestern|(?:über)?morgen|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch)"
            r"(?: (?:früh|vormittag|mittag|nachmittag|abend))?"
        ),
        "digits": r"#?\d+",
        "places": r"\d+(?:(?:\s*,\s*|\s+und\s+)\d+)*",
        "count": r"(?:\d{1,2}|einen?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn)",
        "repeat": (
            r"(?:jede[nrsm]?|alle|täglich|wöchentlich|monatlich|vierteljährlich|jährlich|einmal)\b.*"
            r"|am .+ jede[nrs]\b.*"
        ),
        "duration": rf"(?:(?:etwa|ungefähr|rund|ca\.?|circa|zirka)\s+)*(?:\d|{_NUMBERS}).*",
        "notice": (
            rf"(?:\d+|{_NUMBERS})\s*(?:stunden?|std\.?|h|minuten?|min\.?|tage?n?|wochen?)\s+(?:vorher|davor|zuvor)"
        ),
        "level": "|".join(sorted(_LEVEL_OF, key=len, reverse=True)),
    },
    space=",? ",
    letters=str.maketrans({"ä": "(?:ä|ae)", "ö": "(?:ö|oe)", "ü": "(?:ü|ue)", "ß": "(?:ß|ss)"}),
)
_TABLE = Table(REQUESTS, VOCABULARY, str)
_IN_INBOX, _OF_LIST = rx(r"\b(?:im|in\s+(?:dem|meinem))\s+eingang\b"), "auf der Liste Eingang"
_TO_INBOX, _TO_LIST = rx(r"\bin\s+(?:den|meinen)\s+eingang\b"), "auf die Liste Eingang"
_ON_LIST = rx(r"\b(?:zur|(?:auf|in|an|aus|von|zu)\s+(?:der|die|meiner?|unserer?))\s+liste\b")
_LIST = rx(r"\b(?:(?:the|my)\s+)?list\b")
# After these, verbs are infinitives with "zu".
_ZU_CLAUSES = frozenset({"remind me to {x}", "remind me {d} to {x}", "don't forget to {x}"})
_OPENING = rx(
    r"^(?:(?:bitte|hallo|hey|hi|ok(?:ay)?|und|dann|jetzt|noch|mal|also|danach|außerdem)\b[,!.:]*\s+"
    r"|(?:kannst|könntest|würdest)\s+du\s+(?:mir\s+)?(?:bitte\s+)?)+"
)
_ENDING = rx(r"(?:,? (?:bitte|danke(?:\s*schön)?|vielen\s+dank|mal))+$")
_MARKS = " \t\r\n!?…"
_FULL_STOP = re.compile(r"(?<!\d)[.\s]+$")  # the full stop of "am 15." belongs to the date
# Where another request may begin.
_BREAK = rx(r"\s*[.!?;]{1,3}(?=\s)\s*|\s*\n\s*|\s*,\s*|\s+(?:und|dann|danach|außerdem)\s+")
# A request without the task that the one before it is about: "#3 beginnt Montag und dauert 2 Stunden".
_OF_SEVERAL = rx(r"(?:sind|sollen|dauern|brauchen|beginnen|starten)\b")
_ADDITION = rx(r"(?:add|remind\s+me|i\s+have|don't\s+forget)\b")
_LONGEST = 1_000
_MOST_PARTS = 12


@lru_cache(maxsize=200)
def requests(text: str, lists: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The German requests in a text, in English; () unless the table covers all of the text.

    `lists` are the names of the person's lists.
    """

    def read(part: str) -> str | None:
        return in_english(part, lists)

    found = divided(text, read, _completed)
    # In "füge Miete hinzu, dringend" the last word is read with the task.
    return divided(text, read) if found and _ADDITION.match(found[0]) else found


def _completed(part: str) -> tuple[str, ...]:
    return (f"sie {part}",) if _OF_SEVERAL.match(part) else (f"es {part}", f"es ist {part}")


def divided(
    text: str,
    read: Callable[[str], str | None],
    completed: Callable[[str], tuple[str, ...]] = lambda part: (),
) -> tuple[str, ...]:
    """The parts of a text, each as `read` has it; () unless it has one for each part.

    `completed` are further ways to read a part that follows another one.

    "füge Milch und Brot hinzu und lösche 2" could be divided at both "und": it is divided where both sides
    are requests.
    """
    if len(text) > _LONGEST:
        return ()
    places = [match.span() for match in _BREAK.finditer(text)][: _MOST_PARTS - 1]
    starts = [0, *(end for _, end in places)]
    ends = [*(start for start, _ in places), len(text)]
    # For the text from each part on: how it can be divided, the last part first.
    ways: dict[int, tuple[str, ...] | None] = {len(starts): ()}
    for first in reversed(range(len(starts))):
        found = None
        for last in range(first, len(starts)):
            rest = ways[last + 1]
            if rest is None:
                continue
            part = text[starts[first] : ends[last]]
            ways_to_say = (part, *(completed(part) if first else ()))
            if english := next(filter(None, map(read, ways_to_say)), None):
                found = (english, *rest)
                break
        ways[first] = found
    return ways[0] or ()


def in_english(text: str, lists: tuple[str, ...] = ()) -> str | None:
    """One German request in English; None where the table has none for it."""
    plain = bare(text)
    rest, name = without_list(_TO_INBOX.sub(_TO_LIST, _IN_INBOX.sub(_OF_LIST, plain)), lists)
    for english, slots in islice(_TABLE.readings(rest), 1) if name else ():
        if "liste" not in slots["x"].lower():  # else it is part of a title, or read with it
            return _with_list(_filled(english, slots), name)
    for english, slots in _TABLE.readings(plain):
        return _filled(english, slots)
    excepting = EXCEPT.search(plain)
    main = in_english(plain[: excepting.start()], lists) if excepting else None
    if excepting and main:
        return f"{main} except {target_in_english(plain[excepting.end() :])}"
    return None


def _with_list(english: str, name: str) -> str:
    """The request with the name after the list that it speaks of, or for that list."""
    said, count = _LIST.subn(lambda _: f"the list {name}", _ON_LIST.sub("on the list", english), count=1)
    return said if count else f"{english} on the list {name}"


def answer_in_english(text: str) -> str | None:
    """An answer that names a task, in English: "die zweite" is "the second"; None for other answers."""
    return target_in_english(bare(text), only_known=True)


def bare(text: str) -> str:
    """`text` on one line, without courtesy and punctuation around it."""
    text = _FULL_STOP.sub("", " ".join(text.split()))
    return _ENDING.sub("", _OPENING.sub("", text.strip(_MARKS)).strip(_MARKS)).strip(_MARKS)


def _filled(english: str, slots: Slots) -> str:
    tasks = target_in_english(slots["t"]) or ""
    level = _LEVEL_OF.get(slots["level"].lower(), "")
    every, left_out, exclusion = tasks.partition(" except ")
    if left_out:
        english = f"{english} except {exclusion}"
    title = without_zu(slots["x"]) if english in _ZU_CLAUSES else slots["x"]
    other = target_in_english(slots["p"]) if slots["p"] else ""
    filled = defaultdict(str, slots, t=every, p=other, x=title, level=level)
    return english.format_map(filled).strip()

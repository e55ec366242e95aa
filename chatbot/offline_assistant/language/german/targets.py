"""Translates references to tasks into English: "alle überfälligen Aufgaben" is "all overdue tasks"."""

from __future__ import annotations

import re

from chatbot.offline_assistant.language.patterns import rx

_TABLE = {
    "": "nummer nr",
    "task": "aufgabe eintrag todo to-do punkt",
    "tasks": "aufgaben einträge todos to-dos punkte",
    "list": "liste",
    "all": "alle allen aller sämtliche", "everything": "alles", "every": "jede",
    "and": "und oder sowie",
    "to": "bis", "the": "die der das den dem", "my": "meine meinen meiner mein", "it": "es", "them": "sie",
    "both": "beide", "those": "diese", "first": "erste ersten erster erstes",
    "second": "zweite zweiten zweiter",
    "third": "dritte dritten dritter", "fourth": "vierte vierten", "fifth": "fünfte fünften",
    "last": "letzte letzten letzter", "newest": "neueste neuesten", "two": "zwei", "three": "drei",
    "four": "vier", "five": "fünf", "open": "offene offenen offen unerledigte unerledigten",
    "completed": "erledigte erledigten erledigt fertige fertigen fertig abgeschlossene abgeschlossenen",
    "overdue": "überfällige überfälligen überfällig", "due": "fällig fällige fälligen",
    "urgent": "dringende dringenden dringend", "important": "wichtige wichtigen wichtig",
    "unimportant": "unwichtige unwichtigen unwichtig", "with": "mit", "without": "ohne", "high": "hoher",
    "low": "niedriger", "medium": "mittlerer", "priority": "priorität",
    "due date": "datum fälligkeit fälligkeitsdatum frist", "in": "in", "of": "von vom", "on": "auf",
}  # fmt: skip
_UNSPELT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_NAMES = {word: english for english, words in _TABLE.items() for word in words.split()}
_WORDS = _NAMES | {word.translate(_UNSPELT): english for word, english in _NAMES.items()}
# Words of dates are kept: `chatbot.reading` reads them.
_DATES = rx(
    r"heute|gestern|(?:über|ueber)?morgen|(?:diese|nächste|naechste|letzte|kommende|vorige)[nrsm]?|woche|monat|jahr"
    r"|wochenende|(?:vor|nach)?mittags?|abends?|nachts?|früh|frueh|uhr|zwischen|nach|vor|ab|um|stunden?|minuten"
    r"|nächsten|den|am|im|seit|(?:mon|diens|donners|frei|sams|sonn)tags?|mittwochs?|sonnabend|januar|februar|märz"
    r"|april|mai|juni|juli|august|september|oktober|november|dezember|\d+\."
)
EXCEPT = rx(
    r",?\s+(?:außer|ausser|bis\s+auf|mit\s+ausnahme\s+von|abgesehen\s+von|aber\s+nicht|nur\s+nicht)\s+(?:für\s+)?"
)
_REST = rx(r"den\s+rest|die\s+(?:anderen|restlichen|übrigen)(?:\s+aufgaben)?|alle\s+anderen|alles\s+andere")
_THAT_ARE = rx(r"(?P<tasks>.+?),?\s+(?:was|die|welche)\s+(?P<state>.+?)\s+(?:ist|sind)")
_DUE = rx(r"(?P<days>.+?)\s+fällig")
_AND = rx(r"\s*,\s*(?:und\s+)?|\s+(?:und|sowie)\s+")
_TAGGED = rx(r"\bmit\s+(?:dem\s+)?(?:tag|schlagwort|label)\s+#?(\w[\w-]*)")
_PIECE = re.compile(r"#?[\w-]+\.?|[,&]")
_ARTICLES = rx(
    r"^(?:(?:die|der|den|das|dem|meine[nr]?)\s+)?(?:aufgabe\s+)?(?:(?:die|der|den|das|dem)\s+)?(?=\S)"
)
_LEFT_OPEN = frozenset("und mit ohne bis von in auf".split())


def in_english(text: str, *, only_known: bool = False) -> str | None:
    """The English reference for `text`. A title is kept, without its article; with `only_known` the result
    is None instead."""
    if _REST.fullmatch(text):
        return "the rest"
    if excepting := EXCEPT.search(text):
        every, left_out = (in_english(part) for part in (text[: excepting.start()], text[excepting.end() :]))
        return f"{every} except {left_out}"
    if (that := _THAT_ARE.fullmatch(text)) and (tasks := in_english(that["tasks"], only_known=True)):
        if due := _DUE.fullmatch(that["state"]):
            return f"{tasks} due {due['days']}"
        state = in_english(that["state"], only_known=True)
        return f"{tasks} {state}" if state else None if only_known else text
    tagged = _TAGGED.sub(r"#\1", text)
    pieces = _PIECE.findall(tagged)
    is_whole = bool(pieces) and "".join(pieces) == "".join(tagged.split())
    if is_whole and all(map(_is_known, pieces)) and pieces[-1].lower() not in _LEFT_OPEN:
        return " ".join(_WORDS.get(piece.lower(), piece) for piece in pieces).replace(" ,", ",")
    if only_known:
        return None
    names = _AND.split(text)
    known = [in_english(name, only_known=True) for name in names]
    if len(names) > 1 and any(known):
        return " and ".join(part or _ARTICLES.sub("", name) for part, name in zip(known, names, strict=True))
    return _ARTICLES.sub("", text)


def is_date_word(word: str) -> bool:
    return bool(re.fullmatch(r"\d+", word) or _DATES.fullmatch(word))


def _is_known(piece: str) -> bool:
    word = piece.lower()
    return word in _WORDS or word in ",&" or word.startswith("#") or is_date_word(word)

"""German as a table."""

from __future__ import annotations

from datetime import time
from typing import Any

from .language import DAY, HOUR, MINUTE, MONTH, QUARTER, WEEK, YEAR, Language, flags
from .result import Reason

_ONES = "ein zwei drei vier fünf sechs sieben acht neun".split()
_TEENS = "zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn".split()
_TENS = {"zwanzig": 20, "dreißig": 30, "vierzig": 40, "fünfzig": 50}
_ORDINALS = (
    "erst zweit dritt viert fünft sechst siebt acht neunt zehnt elft zwölft dreizehnt vierzehnt fünfzehnt "
    "sechzehnt siebzehnt achtzehnt neunzehnt zwanzigst"
).split()
_MONTHS = "januar februar märz april mai juni juli august september oktober november dezember".split()
_WEEKDAYS = "montag dienstag mittwoch donnerstag freitag samstag sonntag".split()
_PARTS = {
    "früh": time(9),
    "morgen": time(9),
    "vormittag": time(9),
    "mittag": time(12),
    "nachmittag": time(15),
    "abend": time(19),
    "nacht": time(20),
}
_DAYTIMES = {
    "morgens": time(9),
    "mittags": time(12),
    "nachmittags": time(15),
    "abends": time(19),
    "nachts": time(20),
}


def _inflected(stems: dict[str, int] | list[str], endings: str) -> dict[str, int]:
    numbered = stems if isinstance(stems, dict) else {stem: number for number, stem in enumerate(stems, 1)}
    return {stem + ending: number for stem, number in numbered.items() for ending in endings.split()}


_NUMBERS = {word: number for number, word in enumerate((*_ONES, *_TEENS), 1)} | _TENS
_COMPOSED = {
    f"{one}und{ten}": number + tens for ten, tens in _TENS.items() for number, one in enumerate(_ONES, 1)
}
_DAY_NAMES = {name: number for number, name in enumerate(_WEEKDAYS)} | {"sonnabend": 5}

_WORDS: dict[str, dict[str, Any]] = {
    "NUM": {"eins": 1} | {word: number for word, number in _NUMBERS.items() if word != "ein"} | _COMPOSED,
    "HALVED": {"anderthalb": 1.5} | {f"{one}einhalb": number + 0.5 for number, one in enumerate(_ONES, 1)},
    "ORD": _inflected(_ORDINALS, "e en er es em")
    | {"letzten": -1, "letzter": -1, "letzte": -1, "letztem": -1},
    "A": flags("ein eine einen einer einem"),
    "THE": flags("der die das den dem des"),
    "HALF": flags("halbe halben halber halbes"),
    "HALFTO": {"halb": -30, "dreiviertel": -15},
    "FEW": flags("paar"),
    "UNIT": {
        **dict.fromkeys("minute minuten min".split(), MINUTE),
        "viertelstunde": ("minutes", 15),
        "dreiviertelstunde": ("minutes", 45),
        **dict.fromkeys("stunde stunden std".split(), HOUR),
        **dict.fromkeys("tag tage tagen tages".split(), DAY),
        **dict.fromkeys("woche wochen".split(), WEEK),
        **dict.fromkeys("monat monate monaten monats".split(), MONTH),
        **dict.fromkeys("quartal quartale quartalen quartals".split(), QUARTER),
        **dict.fromkeys("jahr jahre jahren jahres".split(), YEAR),
    },
    "LETTER": {"h": HOUR, "m": MINUTE},
    "EDGE": {"monatsende": MONTH, "jahresende": YEAR},
    "DAYWORD": flags("tag"),
    "WEEKDAY": _DAY_NAMES,
    "ADVERBDAY": {f"{name}s": number for name, number in _DAY_NAMES.items()},
    "WEEKDAYPART": {
        f"{name}{part}": (number, at) for name, number in _DAY_NAMES.items() for part, at in _PARTS.items()
    },
    "WORKDAY": flags("werktag arbeitstag wochentag"),
    "ADVERBWORK": flags("werktags wochentags"),
    "WEEKEND": flags("wochenende"),
    "MONTH": {name: number for number, name in enumerate(_MONTHS, 1)}
    | {
        "jan": 1,
        "feb": 2,
        "jänner": 1,
        "apr": 4,
        "aug": 8,
        "sep": 9,
        "sept": 9,
        "okt": 10,
        "nov": 11,
        "dez": 12,
    },
    "NEAR": {
        "heute": 0,
        "gestern": -1,
        "vorgestern": -2,
        "morgen": 1,
        "übermorgen": 2,
        "überübermorgen": 3,
    },
    "ABBREVIATION": {"mo": 0, "di": 1, "mi": 2, "do": 3, "fr": 4, "sa": 5, "so": 6},
    "AFTERNEXT": flags("übernächste übernächsten übernächster übernächstes übernächstem"),
    "PART": _PARTS | _DAYTIMES,
    "PARTALONE": {word: at for word, at in _PARTS.items() if word != "morgen"} | _DAYTIMES,
    "DAYTIME": _DAYTIMES,
    "TONIGHT": {"heute abend": time(19), "heute nacht": time(20)},
    "NAMEDTIME": {"mitternacht": time(23, 59)},
    "OCLOCK": {"uhr": False},
    "HOLIDAY": {"weihnachten": (12, 25), "heiligabend": (12, 24), "silvester": (12, 31), "neujahr": (1, 1)},
    "MINUTES": {"viertel": 15},
    "PAST": flags("nach"),
    "TO": flags("bis"),
    "TOHOUR": flags("vor"),
    "ONTO": {"auf": True, "auf den": True, "bis": True, "nach": True, "zum": True},
    "LATER": dict.fromkeys(("später", "nach hinten", "verschieben", "verlängern"), True),
    "EARLIER": dict.fromkeys(("früher", "eher", "nach vorn", "nach vorne", "vorziehen", "vorverlegen"), True),
    "ANOTHER": flags("noch weitere weiteren weiteres"),
    "FOLLOWING": flags("folgenden folgende folgendes nächsten nächste"),
    "BEFOREHOUR": flags("vor"),
    "ON": flags("am an zu"),
    "BY": {
        "bis": True,
        "bis zum": True,
        "bis zur": True,
        "spätestens": True,
        "spätestens am": True,
        "bis spätestens": True,
    },
    "BEFORE": {"vor": True, "vorher": True, "davor": True, "zuvor": True, "im voraus": True},
    "FOR": flags("für"),
    "AT": {"um": True, "gegen": True, "zum": True},
    "AROUND": flags("circa ca etwa ungefähr"),
    "IN": flags("in im binnen innerhalb"),
    "OF": flags("im des von vom in"),
    "OFTEN": flags("zweimal dreimal"),
    "DUE": flags("fällig frist"),
    "FROM": flags("von vom"),
    "AFTER": flags("nach"),
    "SINCE": flags("seit"),
    "WITHIN": {"binnen": True, "innerhalb": True, "innerhalb von": True},
    "REST": {"rest": True, "im rest": True},
    "BETWEEN": flags("zwischen"),
    "AND": flags("und"),
    "OR": flags("oder"),
    "LAST": flags("letzte letzten letzter letztes letztem vorige vorigen"),
    "AGO": flags("vor"),
    "THIS": flags("diese diesen dieser dieses diesem"),
    "COMING": flags("kommenden kommende kommender kommendes"),
    "NEXT": flags("nächste nächsten nächster nächstes nächstem"),
    "END": flags("ende"),
    "BEGINNING": flags("anfang beginn"),
    "EVERY": flags("jeden jede jedes jeder jedem alle pro"),
    "ONCE": flags("einmal"),
    "TIMES": flags("mal"),
    "EXCEPT": {"außer": True, "ausser": True, "bis auf": True},
    "ADVERB": {
        "stündlich": ("HOURLY", 1),
        "täglich": ("DAILY", 1),
        "wöchentlich": ("WEEKLY", 1),
        "monatlich": ("MONTHLY", 1),
        "vierteljährlich": ("MONTHLY", 3),
        "jährlich": ("YEARLY", 1),
    },
    "STARTING": flags("ab beginnend"),
    "REMIND": flags("erinnere erinner"),
    "REMINDER": flags("erinnerung"),
    "ME": flags("mich uns"),
    "WITH": flags("mit"),
    "AS": flags("als"),
    "PRIORITY": flags("priorität prio"),
    "LEVEL": {
        **dict.fromkeys("hoch hohe hoher höchste high".split(), "high"),
        **dict.fromkeys("mittel mittlere mittlerer normal normale medium".split(), "medium"),
        **dict.fromkeys("niedrig niedrige niedriger low".split(), "low"),
    },
    "URGENT": flags("dringend eilig"),
    "IMPORTANT": flags("wichtig"),
    "TAG": flags("schlagwort schlagworte tag tags label"),
    "TAGGED": flags("getaggt"),
    "REMINDOF": flags("daran an"),
    "T": flags("t"),
    "LISTWORD": flags("liste"),
}

GERMAN = Language(
    code="de",
    words=_WORDS,
    also_words=frozenset(),
    not_before_date=frozenset(
        "über seit im in letzten letzte letzter letztes der die das den dem des mein meine meinen dein deine "
        "unser unsere von vom ab nach bis zwischen wie oder und genannt vorigen gestern $ € £ / + =".split()
    ),
    not_before_day=frozenset("schwarzer black cyber".split()),
    connectors=frozenset(
        "über mit für bei beim zu zum zur in im an am von vom wegen und oder aber dass weil wenn "
        "dann via vor "
        "nach bis auf als der die das den dem ein eine einen mein meine unser unsere ohne ins ans".split()
    ),
    not_before_digits=frozenset(
        # the books of the Bible
        "genesis exodus levitikus numeri deuteronomium mose josua richter rut samuel könige chronik esra "
        "nehemia ester hiob psalm psalmen sprüche prediger hoheslied jesaja jeremia klagelieder hesekiel "
        "ezechiel daniel hosea joel amos obadja jona micha nahum habakuk zefanja haggai sacharja "
        "maleachi matthäus markus lukas johannes apostelgeschichte römer korinther galater epheser "
        "philipper kolosser thessalonicher timotheus titus philemon hebräer jakobus petrus judas "
        "offenbarung"
        " sure koran vers kapitel abschnitt verhältnis massstab mischung stand endstand ergebnis quote "
        "version ausgabe zimmer raum gleis platz seite seiten".split()
    ),
    number_words=frozenset(
        "temperatur heizung thermostat ofen preis lautstärke stufe grad seite zeile zimmer gleis "
        "tempo".split()
    ),
    evening_words=frozenset("abendessen abendbrot party kino konzert theater oper kneipe".split()),
    morning_words=frozenset("wecker wecken aufstehen frühstück frühstücken sonnenaufgang".split()),
    not_before_urgent=frozenset("etwas nichts ist sind nicht sehr zu so weniger mehr wirklich".split()),
    not_after_urgent=frozenset("und oder".split()),
    is_day_dotted=True,
    do_verbs_come_last=True,
    does_by_end_series=True,
    reasons={
        Reason.IMPOSSIBLE: "„{words}“ gibt es nicht",
        Reason.MISMATCH: "„{words}“ ist ein anderer Wochentag",
        Reason.AMBIGUOUS: "„{words}“ kann zum Titel gehören",
        Reason.SEVERAL: "„{words}“ ist nicht die einzige Zeitangabe, und eine Aufgabe hat nur eine",
        Reason.UNCLEAR_DAY: "es ist nicht klar, an welchem Tag „{words}“ ist",
        Reason.PAST: "„{words}“ ist vorbei",
        Reason.VAGUE: "„{words}“ sagt nicht genau, wann",
        Reason.NOT_DUE: "„{words}“ sagt, wann etwas endet, nicht wann es fällig ist",
    },
)

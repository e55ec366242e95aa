"""The table of German."""

from __future__ import annotations

from datetime import time
from typing import Any

from .language import Language, flags, numbered, spelled, word_set
from .values import HOUR, LEVELS, MINUTE, MONTH, UNITS, YEAR, Quantity, part

_ONES = "ein zwei drei vier fünf sechs sieben acht neun"
_TEENS = "zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn"
_TENS = {"zwanzig": 20, "dreißig": 30, "vierzig": 40, "fünfzig": 50}
_COMPOSED = {
    f"{one}und{ten}": number + tens for ten, tens in _TENS.items() for one, number in numbered(_ONES).items()
}
_ORDINALS = (
    "erst zweit dritt viert fünft sechst siebt acht neunt zehnt elft zwölft dreizehnt vierzehnt fünfzehnt "
    "sechzehnt siebzehnt achtzehnt neunzehnt zwanzigst"
)
_LATE_ORDINALS = {f"{word}st": number for word, number in (_TENS | _COMPOSED).items()}
_MONTHS = "januar februar märz april mai juni juli august september oktober november dezember"
_WEEKDAYS = numbered("montag dienstag mittwoch donnerstag freitag samstag sonntag", 0) | {"sonnabend": 5}
_PARTS = {
    "früh": part(9),
    "morgen": part(9),
    "vormittag": part(9),
    "mittag": part(12),
    "nachmittag": part(15),
    "abend": part(19),
    "nacht": part(20),
}
_DAYTIMES = {f"{part}s": _PARTS[part] for part in "morgen mittag nachmittag abend nacht".split()}

_FLAGS = """
A ein eine einen einer einem | HALF halbe halben halber halbes | FEW paar | ONCE einmal | TIMES mal
OFTEN zweimal dreimal

DAYWORD tag | WORKDAY werktag arbeitstag wochentag | ADVERBWORK werktags wochentags | WEEKEND wochenende
THIS diese diesen dieser dieses diesem | NEXT nächste nächsten nächster nächstes nächstem in_der_nächsten
AFTERNEXT übernächste übernächsten übernächster übernächstes übernächstem
COMING kommenden kommende kommender kommendes | LAST letzte letzten letzter letztes letztem vorige vorigen
FOLLOWING folgenden folgende folgendes nächsten nächste | AGO vor | END ende | BEGINNING anfang beginn
REST rest im_rest

THE der die das den dem des | ON am an zu | BY bis bis_zum bis_zur spätestens spätestens_am bis_spätestens
BEFORE vor vorher davor zuvor im_voraus | AFTER nach | AT um gegen zum | FOR für
IN in im binnen innerhalb | OF im des von vom in | FROM von vom | TO bis | ONTO auf auf_den bis nach zum
SINCE seit | WITHIN binnen innerhalb innerhalb_von | BETWEEN zwischen | AND und | OR oder
DUE fällig frist

PAST nach | TOHOUR vor | BEFOREHOUR vor | AROUND circa ca etwa ungefähr | T t

LATER später nach_hinten verschieben verlängern
EARLIER früher eher nach_vorn nach_vorne vorziehen vorverlegen | ANOTHER noch weitere weiteren weiteres
EVERY jeden jede jedes jeder jedem alle pro | EXCEPT außer bis_auf | STARTING ab beginnend

REMIND erinnere erinner | REMINDER erinnerung | REMINDOF daran an | ME mich uns | WITH mit | AS als
PRIORITY priorität prio | URGENT dringend eilig | IMPORTANT wichtig
TAG schlagwort schlagworte tag tags label | TAGGED getaggt | LISTWORD liste
"""

_WORDS: dict[str, dict[str, Any]] = flags(_FLAGS) | {
    "NUM": numbered(f"eins {_ONES.removeprefix('ein ')} {_TEENS}") | _TENS | _COMPOSED,
    "HALVED": {"anderthalb": 1.5}
    | {f"{one}einhalb": number + 0.5 for one, number in numbered(_ONES).items()},
    "ORD": {
        stem + ending: number
        for stem, number in (numbered(_ORDINALS) | _LATE_ORDINALS | {"letzt": -1}).items()
        for ending in "e en er es em".split()
    },
    "HALFTO": {"halb": -30, "dreiviertel": -15},
    "UNIT": spelled(
        UNITS,
        """minute minuten min | stunde stunden std | tag tage tagen tages | woche wochen |
        | monat monate monaten monats | quartal quartale quartalen quartals | jahr jahre jahren jahres""",
    )
    | {"viertelstunde": Quantity(minutes=15), "dreiviertelstunde": Quantity(minutes=45)},
    "LETTER": {"h": HOUR, "m": MINUTE},
    "EDGE": {"monatsende": MONTH, "jahresende": YEAR},
    "WEEKDAY": _WEEKDAYS,
    "ADVERBDAY": {f"{name}s": number for name, number in _WEEKDAYS.items()},
    "WEEKDAYPART": {
        f"{name}{part}": (number, at) for name, number in _WEEKDAYS.items() for part, at in _PARTS.items()
    },
    "MONTH": numbered(_MONTHS)
    | numbered("jan feb märz apr mai juni juli aug sep okt nov dez")
    | {"jänner": 1, "sept": 9},
    "NEAR": numbered("vorgestern gestern heute morgen übermorgen überübermorgen", -2),
    "ABBREVIATION": numbered("mo di mi do fr sa so", 0),
    "PART": _PARTS | _DAYTIMES,
    "PARTALONE": {word: at for word, at in _PARTS.items() if word != "morgen"} | _DAYTIMES,
    "DAYTIME": _DAYTIMES,
    "TONIGHT": {"heute abend": part(19), "heute nacht": part(20)},
    "NAMEDTIME": {"mitternacht": time(23, 59)},
    "OCLOCK": {"uhr": False},
    "HOLIDAY": {"weihnachten": (12, 25), "heiligabend": (12, 24), "silvester": (12, 31), "neujahr": (1, 1)},
    "MINUTES": {"viertel": 15},
    "ADVERB": spelled(UNITS, "| stündlich | täglich | wöchentlich || monatlich | vierteljährlich | jährlich"),
    "LEVEL": spelled(
        LEVELS,
        """hoch hohe hoher höchste high | mittel mittlere mittlerer normal normale medium
        | niedrig niedrige niedriger low""",
    ),
}

GERMAN = Language(
    code="de",
    words=_WORDS,
    not_before_date=word_set(
        """über seit im in letzten letzte letzter letztes der die das den dem des mein meine meinen dein
        deine unser unsere von vom ab nach bis zwischen wie oder und genannt vorigen gestern $ € £ / + ="""
    ),
    not_before_day=word_set("schwarzer black cyber"),
    connectors=word_set(
        """über mit für bei beim zu zum zur in im an am von vom wegen und oder aber dass weil wenn dann via
        vor nach bis auf als der die das den dem ein eine einen mein meine unser unsere ohne ins ans"""
    ),
    not_before_digits=word_set(  # the books of the Bible, and what is counted, or played or drawn to a ratio
        """genesis exodus levitikus numeri deuteronomium mose josua richter rut samuel könige chronik esra
        nehemia ester hiob psalm psalmen sprüche prediger hoheslied jesaja jeremia klagelieder hesekiel
        ezechiel daniel hosea joel amos obadja jona micha nahum habakuk zefanja haggai sacharja maleachi
        matthäus markus lukas johannes apostelgeschichte römer korinther galater epheser philipper kolosser
        thessalonicher timotheus titus philemon hebräer jakobus petrus judas offenbarung
        sure koran vers kapitel abschnitt verhältnis maßstab mischung stand endstand ergebnis quote version
        ausgabe zimmer raum gleis platz seite seiten"""
    ),
    code_words=word_set(
        "flug zug bahn bus linie gleis raum zimmer platz formular teil modell rechnung ticket akte"
    ),
    number_words=word_set(
        "temperatur heizung thermostat ofen preis lautstärke stufe grad seite zeile zimmer gleis tempo"
    ),
    evening_words=word_set("abendessen abendbrot party kino konzert theater oper kneipe"),
    morning_words=word_set("wecker wecken aufstehen frühstück frühstücken sonnenaufgang"),
    not_before_urgent=word_set("etwas nichts ist sind nicht sehr zu so weniger mehr wirklich"),
    not_after_urgent=word_set("und oder"),
    is_day_dotted=True,
    do_verbs_come_last=True,
    does_by_end_series=True,
)

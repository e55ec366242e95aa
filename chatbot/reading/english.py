"""The table of English."""

from __future__ import annotations

from datetime import time
from typing import Any

from .language import Language, flags, numbered, spelled, word_set
from .values import DAY, HOUR, LEVELS, MINUTE, MONTH, UNITS, WEEK, YEAR, part

_ONES = "one two three four five six seven eight nine"
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_MONTHS = "january february march april may june july august september october november december"
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday"
_PARTS = {
    "morning": part(9),
    "lunchtime": part(12, 30),
    "afternoon": part(15),
    "evening": part(19),
    "night": part(20),
}

_FLAGS = """
A a an one | HALF half | COUPLE couple | FEW few | ORDEND st nd rd th | ONCE once | TIMES times
OFTEN twice thrice | OTHER other

DAYWORD day | WORKDAY weekday workday | WORKDAYS weekdays workdays | WEEKEND weekend | WEEKENDS weekends
THIS this | NEXT next | COMING coming upcoming | LAST last previous | FOLLOWING following next | AGO ago
NOW now | END end | BEGINNING beginning start | REST rest_of the_rest_of later

THE the | ON on | BY by no_later_than not_later_than | BEFORE before beforehand ahead earlier in_advance
AFTER after | AT at | FOR for | IN in within | OF of | FROM from | TO to through thru til till
UNTIL until till til | UPTO up_to up_until | ONTO to until till til onto | SINCE since
WITHIN within over during | BETWEEN between | AND and | OR or | DUE due deadline

OCLOCK o'clock oclock | PAST past | TOHOUR to till before | ABOUT about
AROUND around approx approximately | TIMEWORD time | T t

LATER later postpone delay defer snooze push_back put_off move_back
EARLIER earlier sooner bring_forward pull_forward move_forward move_up bring_it_forward
ANOTHER another an_additional an_extra | EVERY every each
EXCEPT except but excluding except_for apart_from but_not | STARTING starting beginning starts
ONWARDS onwards onward

REMIND remind | REMINDER reminder | REMINDOF to about that | ME me us | WITH with | AS as
PRIORITY priority prio | URGENT urgent asap urgently | IMPORTANT important critical
TAG tag tags label labels | TAGGED tagged labelled labeled | LISTWORD list
"""

_WORDS: dict[str, dict[str, Any]] = flags(_FLAGS) | {
    "NUM": numbered(f"{_ONES} {_TEENS}") | _TENS,
    "ONES": numbered(_ONES),
    "TENS": _TENS,
    "ORD": numbered(_ORDINALS) | {"thirtieth": 30, "last": -1},
    "UNIT": spelled(
        UNITS,
        """minute minutes min mins | hour hours hr hrs | day days | week weeks wk wks | fortnight fortnights
        | month months | quarter quarters | year years""",
    ),
    "LETTER": {"m": MINUTE, "h": HOUR, "d": DAY, "w": WEEK},
    "EDGE": {"eod": DAY, "eow": WEEK, "eom": MONTH, "eoy": YEAR},
    "WEEKDAY": numbered(_WEEKDAYS, 0)
    | numbered("mon tue wed thu fri sat sun", 0)
    | {"tues": 1, "weds": 2, "thur": 3, "thurs": 3},
    "WEEKDAYS": {f"{name}s": number for name, number in numbered(_WEEKDAYS, 0).items()},
    "MONTH": numbered(_MONTHS) | numbered("jan feb mar apr may jun jul aug sep oct nov dec") | {"sept": 9},
    "NEAR": {"today": 0, "yesterday": -1, "day after tomorrow": 2, "the day after tomorrow": 2}
    | dict.fromkeys("tomorrow tomorow tommorow tommorrow tomorrrow tmrw tmr tmrrw 2moro".split(), 1),
    "PART": _PARTS,
    "PARTALONE": _PARTS,
    "TONIGHT": {"tonight": part(20)},
    "NAMEDTIME": {"noon": time(12), "midday": time(12), "midnight": time(23, 59)},
    "HOLIDAY": {
        "christmas": (12, 25),
        "christmas day": (12, 25),
        "christmas eve": (12, 24),
        "new year's eve": (12, 31),
        "new year's day": (1, 1),
        "halloween": (10, 31),
        "valentine's day": (2, 14),
    },
    "HALFDAY": {"am": False, "pm": True},
    "MINUTES": {"quarter": 15, "half": 30},
    "ADVERB": spelled(
        UNITS, "| hourly | daily everyday | weekly | fortnightly | monthly | quarterly | yearly annually"
    ),
    "LEVEL": spelled(LEVELS, "high highest top | medium med normal regular | low lowest"),
}

ENGLISH = Language(
    code="en",
    words=_WORDS,
    also_words=word_set("may march mar april june august jan sat sun mon wed tue fri"),
    not_before_date=word_set(
        """about of off since than last past yesterday like the a an my our your his her their its re in from
        after until till to up between versus vs called named every previous and or sometime early late mid
        next happy it's any some one another which what high @ $ € £ / + ="""
    ),
    not_before_day=word_set(
        """black good cyber ash palm easter shrove fat maundy holy whit super giving taco casual ruby girl
        man joe manic blue stormy bloody freaky bank holiday"""
    ),
    not_after_day=word_set("in"),
    connectors=word_set(
        """about with for at in from to re regarding and or but that because so if when then via near before
        after until by on as a an the my our his her their this while without"""
    ),
    not_before_digits=word_set(  # the books of the Bible, and what is counted, or played or drawn to a ratio
        """genesis exodus leviticus numbers deuteronomy joshua judges ruth samuel kings chronicles ezra
        nehemiah esther job psalm psalms proverbs ecclesiastes isaiah jeremiah lamentations ezekiel daniel
        hosea joel amos obadiah jonah micah nahum habakkuk zephaniah haggai zechariah malachi matthew mark
        luke john acts romans corinthians galatians ephesians philippians colossians thessalonians timothy
        titus philemon hebrews james peter jude revelation
        sura surah quran verse verses chapter section ratio scale score result odds mix dilute map win won
        lose lost beat version release v room gate platform seat page pages"""
    ),
    not_after_digits=word_set("mark timestamp ratio scale odds score position"),
    code_words=word_set(
        "flight train tram bus line gate room seat form part model order invoice ticket case road"
    ),
    not_before_number=word_set("am is are was were i'm we're they're he's she's it's that's"),
    number_words=word_set(
        """volume temperature temp heating heater oven thermostat speed price priced level rate keep set stay
        cap hold value degrees dial brightness limit score count row page line stop exit gate platform room
        progress churn battery stock"""
    ),
    evening_words=word_set(
        "dinner supper drinks party cinema movie concert theatre theater pub disco club opera"
    ),
    morning_words=word_set("wake waking alarm breakfast sunrise"),
    not_before_urgent=word_set(
        "something anything nothing as is are be not very most less more so too really it this that"
    ),
    not_after_urgent=word_set(
        """care matter matters email emails mail message messages request requests task tasks item items
        stuff things thing letter letters and or vs"""
    ),
)

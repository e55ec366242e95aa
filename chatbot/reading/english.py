"""English as a table."""

from __future__ import annotations

from datetime import time
from typing import Any

from .language import DAY, HOUR, MINUTE, MONTH, QUARTER, WEEK, YEAR, Language, flags
from .result import Reason

_ONES = "one two three four five six seven eight nine".split()
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_MONTHS = (
    "january february march april may june july august september october november december".split(),
    "jan feb mar apr may jun jul aug sep oct nov dec".split(),
)
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_PARTS = {
    "morning": time(9),
    "lunchtime": time(12, 30),
    "afternoon": time(15),
    "evening": time(19),
    "night": time(20),
}


_WORDS: dict[str, dict[str, Any]] = {
    "NUM": {word: number for number, word in enumerate((*_ONES, *_TEENS), 1)} | _TENS,
    "ONES": {word: number for number, word in enumerate(_ONES, 1)},
    "TENS": _TENS,
    "ORD": {word: number for number, word in enumerate(_ORDINALS, 1)} | {"last": -1},
    "ORDEND": flags("st nd rd th"),
    "A": flags("a an one"),
    "THE": flags("the"),
    "HALF": flags("half"),
    "COUPLE": flags("couple"),
    "FEW": flags("few"),
    "UNIT": {
        **dict.fromkeys(("minute", "minutes", "min", "mins"), MINUTE),
        **dict.fromkeys(("hour", "hours", "hr", "hrs"), HOUR),
        **dict.fromkeys(("day", "days"), DAY),
        **dict.fromkeys(("week", "weeks", "wk", "wks"), WEEK),
        **dict.fromkeys(("fortnight", "fortnights"), ("days", 14)),
        **dict.fromkeys(("month", "months"), MONTH),
        **dict.fromkeys(("quarter", "quarters"), QUARTER),
        **dict.fromkeys(("year", "years"), YEAR),
    },
    "LETTER": {"m": MINUTE, "h": HOUR, "d": DAY, "w": WEEK},
    "EDGE": {"eod": DAY, "eow": WEEK, "eom": MONTH, "eoy": YEAR},
    "DAYWORD": flags("day"),
    "WEEKDAY": {name: number for number, name in enumerate(_WEEKDAYS)}
    | {name[:3]: number for number, name in enumerate(_WEEKDAYS)}
    | {"tues": 1, "weds": 2, "thur": 3, "thurs": 3},
    "WEEKDAYS": {f"{name}s": number for number, name in enumerate(_WEEKDAYS)},
    "WORKDAY": flags("weekday workday"),
    "WORKDAYS": flags("weekdays workdays"),
    "WEEKEND": flags("weekend"),
    "WEEKENDS": flags("weekends"),
    "MONTH": {name: number for names in _MONTHS for number, name in enumerate(names, 1)} | {"sept": 9},
    "NEAR": {"today": 0, "yesterday": -1, "day after tomorrow": 2, "the day after tomorrow": 2}
    | dict.fromkeys("tomorrow tomorow tommorow tommorrow tomorrrow tmrw tmr tmrrw 2moro".split(), 1),
    "PART": _PARTS,
    "PARTALONE": _PARTS,
    "TONIGHT": {"tonight": time(20)},
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
    "PAST": flags("past"),
    "TO": flags("to through thru til till"),
    "TOHOUR": flags("to till before"),
    "ONTO": flags("to until till til onto"),
    "LATER": dict.fromkeys(
        ("later", "postpone", "delay", "defer", "snooze", "push back", "put off", "move back"), True
    ),
    "EARLIER": dict.fromkeys(
        ("earlier", "sooner", "bring forward", "pull forward", "move forward", "move up", "bring it forward"),
        True,
    ),
    "ANOTHER": {"another": True, "an additional": True, "an extra": True},
    "FOLLOWING": flags("following next"),
    "UNTIL": flags("until till til"),
    "UPTO": {"up to": True, "up until": True},
    "OCLOCK": {"o'clock": True, "oclock": True},
    "ON": flags("on"),
    "BY": {"by": True, "no later than": True, "not later than": True},
    "BEFORE": {"before": True, "beforehand": True, "ahead": True, "earlier": True, "in advance": True},
    "FOR": flags("for"),
    "AT": flags("at"),
    "ABOUT": flags("about"),
    "AROUND": flags("around approx approximately"),
    "IN": flags("in within"),
    "OF": flags("of"),
    "OFTEN": flags("twice thrice"),
    "DUE": flags("due deadline"),
    "FROM": flags("from"),
    "AFTER": flags("after"),
    "SINCE": flags("since"),
    "WITHIN": flags("within over during"),
    "REST": {"rest of": True, "the rest of": True, "later": True},
    "BETWEEN": flags("between"),
    "AND": flags("and"),
    "OR": flags("or"),
    "NOW": flags("now"),
    "LAST": flags("last previous"),
    "AGO": flags("ago"),
    "TIMEWORD": flags("time"),
    "THIS": flags("this"),
    "COMING": flags("coming upcoming"),
    "NEXT": flags("next"),
    "END": flags("end"),
    "BEGINNING": flags("beginning start"),
    "EVERY": flags("every each"),
    "OTHER": flags("other"),
    "ONCE": flags("once"),
    "TIMES": flags("times"),
    "EXCEPT": {
        "except": True,
        "but": True,
        "excluding": True,
        "except for": True,
        "apart from": True,
        "but not": True,
    },
    "ADVERB": {
        "hourly": ("HOURLY", 1),
        "daily": ("DAILY", 1),
        "everyday": ("DAILY", 1),
        "weekly": ("WEEKLY", 1),
        "fortnightly": ("WEEKLY", 2),
        "monthly": ("MONTHLY", 1),
        "quarterly": ("MONTHLY", 3),
        "yearly": ("YEARLY", 1),
        "annually": ("YEARLY", 1),
    },
    "STARTING": flags("starting beginning starts"),
    "ONWARDS": flags("onwards onward"),
    "REMIND": flags("remind"),
    "REMINDER": flags("reminder"),
    "ME": flags("me us"),
    "WITH": flags("with"),
    "AS": flags("as"),
    "PRIORITY": flags("priority prio"),
    "LEVEL": {
        **dict.fromkeys("high highest top".split(), "high"),
        **dict.fromkeys("medium med normal regular".split(), "medium"),
        **dict.fromkeys("low lowest".split(), "low"),
    },
    "URGENT": flags("urgent asap urgently"),
    "IMPORTANT": flags("important critical"),
    "TAG": flags("tag tags label labels"),
    "TAGGED": flags("tagged labelled labeled"),
    "REMINDOF": flags("to about that"),
    "T": flags("t"),
    "LISTWORD": flags("list"),
}

ENGLISH = Language(
    code="en",
    words=_WORDS,
    also_words=frozenset("may march mar april june august jan sat sun mon wed tue fri".split()),
    not_before_date=frozenset(
        "about of off since than last past yesterday like the a an my our your his her their its re in from "
        "after until till to up between versus vs called named every previous and or sometime early late "
        "mid next "
        "happy it's any some one another which what high @ $ € £ / + =".split()
    ),
    not_before_day=frozenset(
        "black good cyber ash palm easter shrove fat maundy holy whit super giving taco casual ruby "
        "girl man joe "
        "manic blue stormy bloody freaky bank holiday".split()
    ),
    not_after_day=frozenset({"in"}),
    connectors=frozenset(
        "about with for at in from to re regarding and or but that because so if when then via near before "
        "after until by on as a an the my our his her their this while without".split()
    ),
    not_before_digits=frozenset(
        # the books of the Bible
        "genesis exodus leviticus numbers deuteronomy joshua judges ruth samuel kings chronicles ezra "
        "nehemiah esther job psalm psalms proverbs ecclesiastes isaiah jeremiah lamentations ezekiel "
        "daniel hosea joel amos obadiah jonah micah nahum habakkuk zephaniah haggai zechariah malachi "
        "matthew mark luke john acts romans corinthians galatians ephesians philippians colossians "
        "thessalonians timothy titus philemon hebrews james peter jude revelation"
        " sura surah quran verse verses chapter section ratio scale score result odds mix dilute map win won "
        "lose lost beat version release v room gate platform seat page pages".split()
    ),
    not_before_number=frozenset("am is are was were i'm we're they're he's she's it's that's".split()),
    number_words=frozenset(
        "volume temperature temp heating heater oven thermostat speed price priced level rate keep "
        "set stay cap "
        "hold value degrees dial brightness limit score count row page line stop exit gate platform "
        "room progress churn battery stock".split()
    ),
    evening_words=frozenset(
        "dinner supper drinks party cinema movie concert theatre theater pub disco club opera".split()
    ),
    morning_words=frozenset("wake waking alarm breakfast sunrise".split()),
    not_before_urgent=frozenset(
        "something anything nothing as is are be not very most less more so too really it this that".split()
    ),
    not_after_urgent=frozenset(
        "care matter matters email emails mail message messages request requests task tasks item items stuff "
        "things thing letter letters and or vs".split()
    ),
    reasons={
        Reason.IMPOSSIBLE: "“{words}” does not exist",
        Reason.MISMATCH: "“{words}” is another day of the week",
        Reason.AMBIGUOUS: "“{words}” may be part of the title",
        Reason.SEVERAL: "“{words}” is not the only date or time, and a task has one",
        Reason.UNCLEAR_DAY: "it is not clear on which day “{words}” is",
        Reason.PAST: "“{words}” is over",
        Reason.VAGUE: "“{words}” does not say exactly when",
        Reason.NOT_DUE: "“{words}” says when something ends, not when it is due",
    },
)

"""Decides by the words around a phrase whether it is surely a date, or may belong to the title.

* It starts and ends at word boundaries ("Friday's", "v3.12" and addresses do not).
* "about", "the" and the like before it make it part of the title.
* A bare weekday, a bare month name with a number, "at 5" and "on the 5th" need room: nothing after them
but the end, a punctuation mark, another phrase or a preposition. A bare weekday at the start of the text
needs a punctuation mark.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from .calendar import Context
from .grammar import Node
from .result import Reason
from .tokens import is_whole
from .values import Clock, Day, Label, Reminder, Repeat, When

CATEGORIES = ("RANGE", "BOUND", "START", "WHEN", "REPEAT", "NOTICE", "LABEL")
_MARKS = frozenset(",.;:!?()[]–—-|")
_EDGE = Node(0, 0)


class Silence(Enum):
    """The phrase is part of the title, and nobody would read it as a date."""

    TITLE = auto()


type Phrase = When | Repeat | Reminder | Label
type Verdict = Reason | Silence | None


class Judge:
    """Checks the neighbors of a phrase. `nodes[index]` is a phrase if `phrase_of` returns one."""

    def __init__(self, nodes: Sequence[Node], context: Context) -> None:
        self._nodes, self._text, self._language = nodes, context.text, context.language
        self._opening = next((i for i, node in enumerate(nodes) if not phrase_of(node)), len(nodes))
        self._has_small_letters = any(
            node.word.isalpha() and context.text[node.start].islower() for node in nodes
        )
        self._counts = any(self._is_counting(index) for index in range(len(nodes)))

    def judge(self, index: int, phrase: Phrase) -> Verdict:
        """None if the phrase is surely meant, else why it stays in the title."""
        node = self._nodes[index]
        if not is_whole(self._text, node.start, node.end):
            return Silence.TITLE
        match phrase:
            case Label():
                return None if self._is_label(index, phrase) else Silence.TITLE
            case Reminder():
                return self._judge_reminder(index, phrase)
            case Repeat():
                return self._judge_repeat(index, phrase)
            case When() if phrase.last:
                return self._judge_range(index, phrase, phrase.last)
        return self._judge_when(index, phrase)

    def _judge_reminder(self, index: int, reminder: Reminder) -> Verdict:
        """ "remind me" alone starts or ends the text, or is followed by a time."""
        has_time = self._is_last(index) or "WHEN" in self._at(index + 1).meanings
        is_clear = index == 0 or has_time or reminder.minutes is not None
        return None if is_clear else Reason.VAGUE

    def _judge_repeat(self, index: int, repeat: Repeat) -> Verdict:
        if repeat.problem:
            return repeat.problem
        if repeat.is_bare and (not self._has_room(index) or len(self._nodes) == 1):
            return Silence.TITLE if self._is_guarded(index) else Reason.AMBIGUOUS
        return Reason.VAGUE if "EXCEPT" in self._at(index + 1).meanings else None

    def _judge_range(self, index: int, first: When, last: When) -> Verdict:
        parts = (first.day, first.clock, last.day, last.clock)
        problem = next((part.problem for part in parts if part and part.problem), None)
        if problem:
            return problem
        is_guarded = self._is_guarded(index) and not first.is_led
        return Reason.AMBIGUOUS if is_guarded or not self._is_free(index) else None

    def _judge_when(self, index: int, when: When) -> Verdict:
        if self._is_joined(index, when):
            return Reason.SEVERAL
        if "BOUND" in self._nodes[index].meanings:
            return when.day.problem if when.day else None
        if not when.is_led and (self._is_guarded(index) or self._is_numbered(index)):
            return _named(when)
        verdict = self._judge_day(index, when, when.day) if when.day else None
        return verdict or (self._judge_clock(index, when.clock) if when.clock else None)

    def _judge_day(self, index: int, when: When, day: Day) -> Verdict:
        if not self._opens(index) and self._is_name(index):
            return Reason.AMBIGUOUS
        if day.is_bare and not when.is_led:
            is_marked = self._has_room(index)
            is_lone_word = day.is_word and when.clock is None and day.weekday is not None
            if self._is_title(index):
                return _named(when)
            if is_lone_word and not (is_marked and self._touches_clock(index)):
                return Silence.TITLE
            # "friday morning call" is a title, "remind me friday morning to call" none
            is_first = self._opens(index) and "NOTICE" not in self._at(index - 1).meanings
            if not (is_marked if is_first else self._has_room(index, connectors=True)):
                return _named(when)
        if (day.needs_room or day.weekday is not None) and not self._is_free(index):
            return _named(when)
        return day.problem

    def _judge_clock(self, index: int, clock: Clock) -> Verdict:
        if clock.is_number and self._at(index - 1).word in self._language.not_before_number:
            return Reason.AMBIGUOUS
        if clock.is_number and not self._is_time(index):
            return Silence.TITLE
        if clock.problem:
            return clock.problem
        if clock.is_bare:
            touches = self._is_phrase(index - 1) or self._is_phrase(index + 1)
            return None if touches or self._is_last(index) else Silence.TITLE
        return self._judge_written(index)

    def _judge_written(self, index: int) -> Verdict:
        """ "7pm" and "9:30", with a preposition or without."""
        node, before = self._nodes[index], self._at(index - 1)
        when: When = node.meanings["WHEN"]
        if when.clock is None or when.is_led or when.day:
            is_mark = self._at(index + 1).word in self._language.not_after_digits
            return Reason.AMBIGUOUS if is_mark and self._text[node.end - 1].isdigit() else None
        opens = self._opens(index) and not (index == 0 and when.clock.needs_room)
        if not (opens or self._has_room(index, connectors=True)):
            return Reason.AMBIGUOUS
        if self._is_phrase(index - 1) or "TIME" not in node.meanings:
            return None
        is_short = node.meanings["TIME"][2:3] != ":"  # "9:30", "12h30"
        is_odd = is_short and when.clock.at.minute % 5 > 0  # "Hymn 8:28"
        is_code = self._at(index - 2).word in self._language.code_words  # "flight BA 10:30"
        is_name = index > 0 and self._text[before.start].isupper() and (is_odd or is_code)
        is_sure = not is_short or self._is_phrase(index + 1)
        return None if is_sure and not is_name else Reason.AMBIGUOUS

    def _is_time(self, index: int) -> bool:
        """Whether the number of "at 5" is a time of day."""
        is_price = any(self._at(index - step).word in set("$€£¥") for step in (1, 2))
        opens = index > 0 and self._opens(index)  # "tomorrow at 9 call Bob"
        return (opens or self._has_room(index, connectors=True)) and not is_price and not self._counts

    def _is_label(self, index: int, label: Label) -> bool:
        if not label.is_bare:
            return True
        before, after = self._at(index - 1), self._at(index + 1)
        has_room = self._has_room(index)
        if {"URGENT", "IMPORTANT"}.isdisjoint(self._nodes[index].meanings):
            return has_room
        if index == 0:
            is_open = not self._is_last(index) and after.word not in self._language.not_after_urgent
            return is_open and (has_room or not label.is_word)
        is_marked = before.word in set(",(;-–—!.") or self._is_phrase(index - 1)
        is_clear = not (label.is_word or before.word in self._language.not_before_urgent)
        return has_room and (is_marked or is_clear)

    def _is_name(self, index: int) -> bool:
        """ "Tomorrow" capitalized, unless the text is all capitals and no word of a name follows."""
        node = self._nodes[index]
        if "NEAR" not in node.meanings or not self._text[node.start].isupper():
            return False
        return not self._has_room(index) or self._has_small_letters

    def _is_title(self, index: int) -> bool:
        """ "Black Friday", "Sunday in the Park", "Monday Monday"."""
        before, word, after = (self._at(index + step).word for step in (-1, 0, 1))
        return (
            before in self._language.not_before_day
            or after in self._language.not_after_day
            or (word != "" and word in (before, after))
        )

    def _is_guarded(self, index: int) -> bool:
        return self._at(index - 1).word in self._language.not_before_date

    def _is_numbered(self, index: int) -> bool:
        """ "Psalm 12:30", "version 1.2.30"."""
        node = self._nodes[index]
        is_time = "TIME" in node.meanings or "CLOCK" not in node.meanings
        is_written = is_time and self._text[node.start].isdigit()
        return is_written and self._at(index - 1).word in self._language.not_before_digits

    def _is_counting(self, index: int) -> bool:
        """Whether "at 5" may be a level of what the word names, unless that has its number, as "room 8"."""
        word, after = self._nodes[index].word, self._at(index + 1)
        has_number = "NUM" in after.meanings and word in self._language.not_before_digits
        return word in self._language.number_words and not has_number

    def _is_free(self, index: int) -> bool:
        return self._opens(index) or self._has_room(index, connectors=True)

    def _has_room(self, index: int, *, connectors: bool = False) -> bool:
        after = self._at(index + 1)
        if self._is_last(index) or self._is_phrase(index + 1) or after.word in _MARKS:
            return True
        if self._language.do_verbs_come_last and self._text[after.start].islower():
            return True
        if "DURATION" in after.meanings:  # "3pm for 2 hours"
            return connectors
        is_joined = not {"AND", "OR", "TO"}.isdisjoint(after.meanings)
        is_counted = is_joined and "NUM" in self._at(index + 2).meanings  # "at 5 and 6"
        return connectors and after.word in self._language.connectors and not is_counted

    def _opens(self, index: int) -> bool:
        """Whether only phrases precede it."""
        return index <= self._opening

    def _is_last(self, index: int) -> bool:
        return index == len(self._nodes) - 1

    def _is_joined(self, index: int, when: When) -> bool:
        """ "today and tomorrow", "at 8am or 8pm"."""
        for step in (-1, 1):
            between, other = self._at(index + step), self._at(index + 2 * step).meanings.get("WHEN")
            is_alike = other and ((other.day and when.day) or (other.clock and when.clock))
            if is_alike and not {"AND", "OR"}.isdisjoint(between.meanings):
                return True
        return False

    def _touches_clock(self, index: int) -> bool:
        whens = [self._at(index + step).meanings.get("WHEN") for step in (-1, 1)]
        return any(when and when.clock for when in whens)

    def _is_phrase(self, index: int) -> bool:
        return phrase_of(self._at(index)) is not None

    def _at(self, index: int) -> Node:
        return self._nodes[index] if 0 <= index < len(self._nodes) else _EDGE


def _named(when: When) -> Verdict:
    is_word = when.day is not None and when.day.is_word
    return Silence.TITLE if is_word else Reason.AMBIGUOUS


def phrase_of(node: Node) -> tuple[str, Phrase] | None:
    """What a node says about a task; None if it is part of the title."""
    for category in CATEGORIES:
        if category in node.meanings:
            return category, node.meanings[category]
    return None

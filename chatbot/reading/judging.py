"""Decides by what stands around a phrase whether it is surely meant as a date, or may belong to the title.

* It begins and ends where words do ("Friday's", "v3.12" and addresses are none).
* "about", "the" and their like before it make it part of the title.
* A bare weekday, a bare month name with a number, "at 5" and "on the 5th" need room: nothing behind them but
  the end, a mark, another phrase or a preposition. A bare weekday that begins the text needs a mark.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from .calendar import Context
from .grammar import Node
from .result import Reason
from .tokens import is_whole
from .values import Clock, Day, Label, Range, Reminder, Repeat, When

CATEGORIES = ("RANGE", "BOUND", "START", "WHEN", "REPEAT", "NOTICE", "LABEL")
_CURRENCY, _MARKS = frozenset("$€£¥"), frozenset(",.;:!?()[]–—-|")


class Silence(Enum):
    """The phrase is title, and nothing that a person would take for a date."""

    TITLE = auto()


type Phrase = When | Range | Repeat | Reminder | Label
type Verdict = Reason | Silence | None


class Judge:
    """Looks at the neighbors of a phrase. `nodes[index]` is a phrase if `phrase_at(index)` says so."""

    def __init__(self, nodes: Sequence[Node], context: Context) -> None:
        self._nodes, self._context = nodes, context
        self._language, self._text = context.language, context.text
        self._opening = next((i for i, node in enumerate(nodes) if not phrase_of(node)), len(nodes))
        self._has_small_letters = any(
            node.word.isalpha() and context.text[node.start].islower() for node in nodes
        )
        self._counts = any(node.word in context.language.number_words for node in nodes)

    def judge(self, index: int, phrase: Phrase) -> Verdict:
        """None if the phrase is surely meant, or why it stays in the title."""
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
            case Range():
                return self._judge_range(index, phrase)
            case When():
                return self._judge_when(index, phrase)

    def _judge_reminder(self, index: int, reminder: Reminder) -> Verdict:
        """ "remind me" alone begins or ends the text, or a time follows."""
        after = self._at(index + 1)
        has_time = after is None or "WHEN" in after.meanings
        is_clear = index == 0 or has_time or reminder.minutes is not None
        return None if is_clear else Reason.VAGUE

    def _judge_repeat(self, index: int, repeat: Repeat) -> Verdict:
        if repeat.problem:
            return repeat.problem
        if repeat.is_bare and (not self._has_room(index) or len(self._nodes) == 1):
            return Silence.TITLE if self._is_guarded(index) else Reason.AMBIGUOUS
        following = self._at(index + 1)
        return Reason.VAGUE if following and "EXCEPT" in following.meanings else None

    def _judge_range(self, index: int, phrase: Range) -> Verdict:
        first, last = phrase.first.day or phrase.first.clock, phrase.last.day or phrase.last.clock
        problem = (first.problem if first else None) or (last.problem if last else None)
        if problem:
            return problem
        if not phrase.first.is_led and self._is_guarded(index):
            return Reason.AMBIGUOUS
        return None if self._opens(index) or self._has_room(index, connectors=True) else Reason.AMBIGUOUS

    def _judge_when(self, index: int, when: When) -> Verdict:
        if self._is_joined(index, when):
            return Reason.SEVERAL
        if "BOUND" in self._nodes[index].meanings:
            return when.day.problem if when.day else None
        if not when.is_led and (self._is_guarded(index) or self._is_numbered(index)):
            return self._named(when)
        verdict = self._judge_day(index, when, when.day) if when.day else None
        return verdict or (self._judge_clock(index, when.clock) if when.clock else None)

    def _judge_day(self, index: int, when: When, day: Day) -> Verdict:
        is_first = self._opens(index)
        has_room = self._has_room(index, connectors=True)
        if not is_first and self._is_name(index):
            return Reason.AMBIGUOUS
        if day.is_bare and not when.is_led:
            after = self._at(index + 1)
            is_name = after is not None and after.word in self._language.not_after_day
            if (
                is_name
                or self._previous_word(index) in self._language.not_before_day
                or self._is_twice(index)
            ):
                return self._named(when)
            is_marked = self._has_room(index)
            lone_word = day.is_word and when.clock is None and day.weekday is not None
            if lone_word and not (is_marked and self._touches_clock(index)):
                return Silence.TITLE
            is_open = is_first and not self._is_notice(index - 1)  # "remind me friday morning to call"
            if not (is_marked if is_open else has_room):
                return self._named(when)
        if (day.needs_room or day.weekday is not None) and not (has_room or is_first):
            return self._named(when)
        return day.problem

    def _judge_clock(self, index: int, clock: Clock) -> Verdict:
        if clock.is_number and self._previous_word(index) in self._language.not_before_number:
            return Reason.AMBIGUOUS
        if clock.is_number and not self._is_time(index):
            return Silence.TITLE
        if clock.problem:
            return clock.problem
        if clock.is_bare:
            touches = self._is_phrase(index - 1) or self._is_phrase(index + 1)
            return None if touches or self._at(index + 1) is None else Silence.TITLE
        return self._judge_written(index)

    def _judge_written(self, index: int) -> Verdict:
        """ "7pm" and "9:30", with a preposition or without."""
        node = self._nodes[index]
        when = node.meanings["WHEN"]
        if when.is_led or when.day:
            return None
        opens = self._opens(index) and not (index == 0 and when.clock.needs_room)
        if not (opens or self._has_room(index, connectors=True)):
            return Reason.AMBIGUOUS
        is_short = "TIME" in node.meanings and node.meanings["TIME"][2:3] != ":"  # "9:30", "12h30"
        if not is_short or self._is_phrase(index - 1):
            return None
        before = self._at(index - 1)
        has_capital = before is not None and self._text[before.start].isupper()
        is_name = has_capital and (index > 1 or when.clock.at.minute % 5 > 0)  # "Surah 8:28"
        return None if self._is_phrase(index + 1) and not is_name else Reason.AMBIGUOUS

    def _is_time(self, index: int) -> bool:
        """Whether the number of "at 5" is a time of day."""
        before, second = self._at(index - 1), self._at(index - 2)
        is_price = any(node is not None and node.word in _CURRENCY for node in (before, second))
        opens = index > 0 and self._opens(index)  # "tomorrow at 9 call Bob"
        return (opens or self._has_room(index, connectors=True)) and not is_price and not self._counts

    def _is_label(self, index: int, label: Label) -> bool:
        if not label.is_bare:
            return True
        before, after = self._previous_word(index), self._at(index + 1)
        is_urgent = bool({"URGENT", "IMPORTANT"} & set(self._nodes[index].meanings))
        if not is_urgent:
            return self._has_room(index)
        if index == 0:
            is_open = after is not None and after.word not in self._language.not_after_urgent
            return is_open and (not label.is_word or self._has_room(index))
        if not self._has_room(index):
            return False
        is_marked = before in {",", "(", ";", "-", "–", "—", "!", "."} or self._is_phrase(index - 1)
        return is_marked or not (label.is_word or before in self._language.not_before_urgent)

    def _is_name(self, index: int) -> bool:
        """ "Tomorrow" with a capital, unless the text has capitals only and no word of a name follows."""
        node = self._nodes[index]
        if "NEAR" not in node.meanings or not self._text[node.start].isupper():
            return False
        return not self._has_room(index) or self._has_small_letters

    def _is_guarded(self, index: int) -> bool:
        return self._previous_word(index) in self._language.not_before_date

    def _is_numbered(self, index: int) -> bool:
        """ "Psalm 12:30", "version 1.2.30"."""
        node = self._nodes[index]
        is_time = "TIME" in node.meanings or "CLOCK" not in node.meanings
        is_written = is_time and self._text[node.start].isdigit()
        return is_written and self._previous_word(index) in self._language.not_before_digits

    def _has_room(self, index: int, *, connectors: bool = False) -> bool:
        after = self._at(index + 1)
        if after is None or self._is_phrase(index + 1) or after.word in _MARKS:
            return True
        if self._language.do_verbs_come_last and self._text[after.start].islower():
            return True
        if "DURATION" in after.meanings:  # "3pm for 2 hours"
            return connectors
        following = self._at(index + 2)  # "at 5 and 6"
        is_joined = bool({"AND", "OR", "TO"} & after.meanings.keys())
        is_counted = is_joined and following is not None and "NUM" in following.meanings
        return connectors and after.word in self._language.connectors and not is_counted

    def _opens(self, index: int) -> bool:
        """Whether only phrases come before."""
        return index <= self._opening

    def _is_joined(self, index: int, when: When) -> bool:
        """ "today and tomorrow", "at 8am or 8pm"."""
        for step in (-1, 1):
            between, other = self._at(index + step), self._at(index + 2 * step)
            if between is None or other is None or not {"AND", "OR"} & between.meanings.keys():
                continue
            found = other.meanings.get("WHEN")
            if isinstance(found, When) and ((found.day and when.day) or (found.clock and when.clock)):
                return True
        return False

    def _is_twice(self, index: int) -> bool:
        """ "Monday Monday"."""
        words = [node.word for step in (-1, 0, 1) if (node := self._at(index + step)) is not None]
        return bool(self._nodes[index].word) and words.count(self._nodes[index].word) > 1

    def _touches_clock(self, index: int) -> bool:
        return any(
            (node := self._at(index + step)) is not None
            and isinstance(when := node.meanings.get("WHEN"), When)
            and when.clock is not None
            for step in (-1, 1)
        )

    def _named(self, when: When) -> Verdict:
        is_word = when.day is not None and when.day.is_word
        return Silence.TITLE if is_word else Reason.AMBIGUOUS

    def _previous_word(self, index: int) -> str:
        before = self._at(index - 1)
        return before.word if before else ""

    def _is_phrase(self, index: int) -> bool:
        node = self._at(index)
        return node is not None and phrase_of(node) is not None

    def _is_notice(self, index: int) -> bool:
        node = self._at(index)
        return node is not None and "NOTICE" in node.meanings

    def _at(self, index: int) -> Node | None:
        return self._nodes[index] if 0 <= index < len(self._nodes) else None


def phrase_of(node: Node) -> tuple[str, Phrase] | None:
    """What a node says about a task, with its category; None if it is title."""
    for category in CATEGORIES:
        if category in node.meanings:
            return category, node.meanings[category]
    return None

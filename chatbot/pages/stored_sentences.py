"""Sentences of ours that are stored in English, in the language of the page.

Those without a parameter are translated as they are, wherever they are marked. Those with parameters are
listed here, since nothing else says what happened.
"""

from __future__ import annotations

import re
from functools import cache

from django.conf import settings
from django.utils.translation import get_language, gettext, gettext_noop

_WITH_PARAMETERS = (
    gettext_noop("Approved by %(name)s"),
    gettext_noop("Planning again: %(text)s"),
    gettext_noop("Skipped: %(title)s"),
    gettext_noop("Step %(number)s failed: %(error)s"),
    gettext_noop("The planner's answer was no plan. %(error)s"),
    gettext_noop("This took longer than %(count)s minutes, so it was stopped. What is written is kept."),
    gettext_noop("This took longer than %(count)s seconds, so it was stopped. What is written is kept."),
    gettext_noop("This was interrupted %(count)s times, so it was given up."),
)
_SENTENCES = ("error",)  # parameters that are sentences of ours again
# Stored by the domain, which marks nothing for translation that it does not show itself.
_WITHOUT_PARAMETERS = (
    gettext_noop("Nobody approved this in time. Nothing was changed."),
    gettext_noop("Paused"),
    gettext_noop("Plan edited"),
    gettext_noop("Rejected"),
    gettext_noop("Resumed"),
    gettext_noop("Stopped"),
    gettext_noop("The assistant made no progress for too long, so this was stopped."),
    gettext_noop("The user declined this. Nothing was changed."),
)


def in_own_language(sentence: str) -> str:
    """The sentence itself if it is not one of ours, such as one of a person or a model."""
    if not sentence or get_language() == settings.LANGUAGE_CODE:
        return sentence
    if (translated := gettext(sentence)) != sentence:
        return translated
    for template in _WITH_PARAMETERS:
        if found := _pattern(template).fullmatch(sentence):
            words = found.groupdict()
            inner = {name: in_own_language(words[name]) for name in _SENTENCES if name in words}
            return gettext(template) % {**words, **inner}
    return sentence


@cache
def _pattern(template: str) -> re.Pattern[str]:
    parts = re.split(r"%\((\w+)\)s", template)
    names = (f"(?P<{part}>.+)" if place % 2 else re.escape(part) for place, part in enumerate(parts))
    return re.compile("".join(names), re.DOTALL)

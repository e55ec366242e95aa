"""The language of an answer: that of the message, or else that of the person's settings."""

from __future__ import annotations

import re

from .language import german
from .language.commands import Say
from .language.context import is_german_spoken
from .language.lists import without_list
from .language.parsing import LONGEST_MESSAGE, parse
from .language.quoting import mask
from .transcript import Transcript


def language_of(transcript: Transcript) -> str:
    """A message that the German table does not cover is English if it is an English request."""
    if transcript.part or not is_german_spoken():
        return "en"
    masked, _ = mask(without_list(transcript.message[:LONGEST_MESSAGE])[0])
    if german.requests(re.sub(r"[ \t\u00a0]+", " ", masked).strip()):
        return "de"
    is_request = any(not isinstance(one, Say) for one in parse(transcript.message, transcript.now))
    return "en" if is_request else "de"

"""Messages that say nothing about what a conversation is about."""

from __future__ import annotations

import re

from chatbot.models.folding import fold

_WORDS = frozenset(
    """
    hi hello hey heya hiya yo greetings good morning afternoon evening day night there
    hallo hi moin servus guten tag morgen abend gruss dich gott
    how are you going is it doing today whats what up s sup
    thanks thank thx many so very much a lot again danke vielen dank schon
    ok okay k fine great cool nice perfect super alright yes yep yeah sure no nope nah ja nein please bitte
    bye goodbye see later ciao tschuss
    help test testing can do who ping hm hmm oh lockstep assistant bot
    """.split()
)
_LONGEST = 40  # characters


def is_small_talk(text: str) -> bool:
    """A greeting, thanks, a yes, "help" or the like, in English or German; or a text without letters."""
    if len(text) > _LONGEST:
        return False
    return all(word in _WORDS or word.isdecimal() for word in re.findall(r"\w+", fold(text)))

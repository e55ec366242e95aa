"""Verbs that begin the title of a task."""

from __future__ import annotations

from .patterns import rx

_VERBS = frozenset(
    """
    add answer apply arrange ask assemble attend back backup bake book borrow bring brush build buy
    call cancel celebrate change charge chase check choose clean clear collect complete confirm
    contact cook copy create cut decide decorate delete deliver design discuss do donate download
    draft draw drink drive drop eat edit email empty exercise explore feed fetch file fill find
    finish fix fold follow get give go grab grade hang harvest hire install investigate invite
    invoice iron join learn listen look mail make measure meditate meet mend message mop move mow
    negotiate order organise organize pack paint pay phone pick place plan plant play polish post
    practice practise prepare present print publish purchase put read rebook record register remind
    remove rename renew rent repair replace reply report request research reserve respond return
    review ride ring rinse run save scan schedule scrub search see sell send set sew share ship shop
    shower sign sort speak start stop stretch study submit sweep swim take talk teach tell test text
    throw tidy train translate travel trim try turn unpack update upgrade upload vacuum visit wake
    walk wash watch water weed wipe work wrap write
    """.split()
)
_FIRST_WORD = rx(r"^\W*([^\W\d_]+)\s+\S")

_PAST = {
    "bought": "buy", "got": "get", "paid": "pay", "sent": "send", "wrote": "write", "took": "take",
    "made": "make", "went to": "go to", "did": "", "read": "read", "fed": "feed", "met": "meet",
    "swept": "sweep", "ran": "run", "sold": "sell", "found": "find", "gave": "give", "called": "call",
    "cleaned": "clean", "washed": "wash", "booked": "book", "fixed": "fix", "emailed": "email",
    "cooked": "cook", "watered": "water", "walked": "walk", "visited": "visit", "ordered": "order",
    "picked up": "pick up", "submitted": "submit", "returned": "return", "mailed": "mail",
    "phoned": "phone", "replied to": "reply to", "updated": "update", "renewed": "renew",
}  # fmt: skip
PAST_VERB = "|".join(_PAST)


def begins_with_verb(text: str) -> bool:
    """Whether `text` is like "call mum": a verb and its object ("water" alone is not)."""
    match = _FIRST_WORD.match(text)
    return bool(match and match.group(1).lower() in _VERBS)


def present_of(past: str) -> str:
    """ "bought" → "buy"."""
    return _PAST[" ".join(past.lower().split())]

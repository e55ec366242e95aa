"""Small talk, questions about the assistant, and things it must not act on."""

from __future__ import annotations

from .commands import Say, Topic
from .patterns import NOUN, rx

_NAME = r"(?:\s+(?:there|lockstep|assistant|agent|bot|friend|again|everyone|all|you|buddy|team))*"
_GREETING = (
    r"(?:hi+|hello+|hey+|hiya|howdy|yo|greetings|good\s+(?:morning|afternoon|evening|day)|salut|hallo"
    rf"|moin){_NAME}"
)
_THANKS = (
    r"(?:many\s+|ok(?:ay)?,?\s+|great,?\s+|perfect,?\s+|cool,?\s+|no,?\s+)?(?:thanks?(?:\s+you)?|thx|ty"
    r"|cheers|much\s+appreciated|thank\s+u)(?:\s+(?:so|very)\s+much|\s+a\s+lot|\s+again"
    r"|\s+for\s+.{1,60}|\s+lockstep)?"
)
_TOPICS: tuple[tuple[str, Topic], ...] = (
    (rf"{_GREETING}", "greeting"),
    (
        (
            rf"(?:{_GREETING}[,!.]?\s+)?(?:how\s+are\s+you(?:\s+(?:doing|today))*|how(?:['’]s"
            r"|\s+is)\s+it\s+going|what['’]?s\s+up|sup)"
        ),
        "wellbeing",
    ),
    (_THANKS, "thanks"),
    (
        (
            r"(?:very\s+)?(?:ok(?:ay)?|great|cool|nice|perfect|awesome|good(?:\s+(?:job|work|bot))?"
            r"|well\s+done"
            r"|super|excellent|got\s+it|i\s+see|alright|fine|wow|amazing|wonderful|lovely)(?:\s+(?:job|work"
            r"|one))?"
        ),
        "praise",
    ),
    (
        (
            r"(?:good\s?)?bye(?:[- ]?bye)?|see\s+(?:you|ya)(?:\s+(?:later|soon|tomorrow))?|good\s?night|ciao"
            r"|later|take\s+care|exit|quit"
        ),
        "farewell",
    ),
    (
        (
            r"(?:i\s+need\s+)?help(?:\s+me)?(?:\s+please)?|what\s+can\s+(?:you|i)\s+(?:do|ask|say)"
            rf"(?:\s+.{{1,60}})?|what\s+do\s+you\s+(?:do|understand)|how\s+(?:does|do)\s+(?:this|it|you"
            r"|that)\s+work"
            rf"|how\s+(?:do|can|should|would|to|could)\s+(?:i\s+|you\s+|we\s+)?.{{1,120}}\b(?:{NOUN}|list"
            rf"|tags?|due|reminders?|it|you|this)\b.{{0,60}}|commands?|usage|\?+|examples?|instructions"
            rf"|can\s+i\s+.{{1,120}}\b{NOUN}\b.{{0,60}}|what\s+are\s+your\s+(?:features|commands|abilities"
            r"|skills)"
        ),
        "help",
    ),
    (
        (
            r".{0,40}\b(?:who|what)\s+(?:are|r)\s+(?:you|u)\b.{0,60}|.{0,20}\bare\s+you\s+.{0,60}"
            r"|.{0,20}\byou"
            r"(?:['’]re|\s+are)\s+(?:an?\s+)?(?:ai|robot|bot|human|chatgpt|gpt\S*|claude|llm).{0,40}"
            r"|(?:what|which)\s+(?:ai\s+|language\s+)?(?:model|llm|ai)\b.{0,60}|what(?:['’]s"
            r"|\s+is)\s+your\s+name.{0,20}|who\s+(?:made|built|created)\s+you.{0,20}|do\s+you\s+use\s+(?:ai"
            r"|gpt|an?\s+).{0,60}|is\s+this\s+(?:an?\s+)?(?:ai|chatgpt|gpt\S*|bot|llm|human).{0,40}"
        ),
        "identity",
    ),
    (r"yes|yep|yeah|yup|sure|y|yes\s+please|please\s+do|go\s+ahead|do\s+it|confirm(?:ed)?|ja|si|oui", "yes"),
    (
        (
            r"no|nope|nah|n|no\s+way|never\s?mind|cancel|stop|forget\s+it|don['’]?t|leave\s+it|abort|nothing"
            r"|not\s+now|no\s+thank\s+you"
        ),
        "no",
    ),
)
_RULES = tuple((rx(rf"(?:{pattern})[\s.!?,;:)…]*"), topic) for pattern, topic in _TOPICS)
_NEGATED = rx(
    r"(?:please\s+)?(?:do\s+not|don['’]?t|never|stop|you\s+(?:must|should)(?:\s+not|n['’]t))\s+(?!forget"
    r"|let\s+me\s+forget)"
    r"(?:ever\s+)?(?:add|create|delete|deleting|remove|erase|clear|mark|complete|change|rename|move|touch"
    r"|tag|show|list|update|edit|reopen|drop)\b.*"
)
_CONDITIONAL = rx(
    r"(?:if|unless|when|whenever|once|in\s+case|as\s+soon\s+as|after|before|only\s+if)\s+.{3,},\s*.+"
    r"|if\s+.+\bthen\b.+"
)
_LONGEST = 300


def read_talk(text: str) -> Say | None:
    """The topic of a message that asks for nothing to be done, or None."""
    if len(text) > _LONGEST:
        return None
    for pattern, topic in _RULES:
        if pattern.fullmatch(text):
            return Say(topic)
    return None


def read_refusal(text: str) -> Say | None:
    """ "don't delete task 3" and "if …, delete it" must not be acted upon; None for anything else."""
    if _NEGATED.fullmatch(text):
        return Say("negated")
    return Say("conditional") if _CONDITIONAL.fullmatch(text) else None

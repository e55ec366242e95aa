"""The sets of English synonyms, by name, for the tables."""

from __future__ import annotations

from chatbot.offline_assistant.language.labels import TAG_NAME
from chatbot.offline_assistant.language.patterns import LIST, NOUN
from chatbot.offline_assistant.language.quoting import QUOTED
from chatbot.offline_assistant.language.templates import Vocabulary
from chatbot.offline_assistant.language.verbs import PAST_VERB

_TAG = rf"(?:#?{TAG_NAME}|{QUOTED.pattern})"
# Whether "by 2 days" after the verb means later or earlier. Verbs with 0 need "to" or the like before a date.
MOVES = {
    **dict.fromkeys("postpone delay push defer snooze extend bump move shift reschedule".split(), 1),
    **dict.fromkeys(("push back", "put off", "replan", "re-plan", "put", "do", "schedule"), 1),
    **dict.fromkeys("bring pull".split(), -1),
    **dict.fromkeys(("bring forward", "move forward", "pull forward", "move up", "pull up", "bring up"), -1),
    **dict.fromkeys("change set update make".split(), 0),
}
_TEMPLATES = {
    # Verbs
    "add": "add|create|write down|jot down|note down",
    "record": "make|new|put|record|log|set up|enter|append|insert",
    "remind": "remind me|set [me] a reminder|reminder",
    "erase": "delete|remove|erase|drop|get rid of",
    "delete": "<erase>|trash|bin|discard|scrap|throw (away|out)|take off|forget [about]",
    "deleted": "delete[d]|remove[d]|throw[n] away",
    "all deleted": (
        "everything|all [of it|of them]|all [of] [my|the] [deleted] (tasks|to[-]dos)|(my|the) deleted tasks"
        "|(all|everything) [that] (i|i have|i've) [just] <deleted>|(the|my) [whole|entire] trash"
    ),
    "clear": "clear|wipe|empty|clean [up|out]|purge|reset",
    "mark": "mark|set|flag|tick|check|make|put|turn|move|change|update",
    "cross": "check|tick|cross|strike",
    "check": "close|check|tick|resolve",
    "reopen": "re[-]open|un[-](check|mark|tick|complete|finish|do)|reactivate|restore",
    "rename": "rename|retitle",
    "edit": "change|update|edit|replace|modify",
    "reword": "<edit>|correct|reword",
    "untag": "un[-](tag|label)",
    "remove": "remove|delete|drop|take|clear|strip|erase|unset|cancel|take away",
    "attach": "add|put|give|set|attach|assign",
    "prioritise": "prioriti(s|z)e|bump [up]|raise|increase",
    "deprioritise": "de[-]prioriti(s|z)e|lower|decrease|reduce",
    "adjust": "set|change|update|make|put|raise|lower|increase|decrease|adjust|move|give",
    "postpone": "postpone|delay|reschedule|snooze|defer|put off",
    "move": "|".join(sorted(MOVES, key=len, reverse=True)),
    # Certain beginnings of a request
    "reminder": "remind me|set [me] a reminder|<do not> forget",
    "addition": "add|create|new task|<reminder>",
    "change": (
        "<addition>|<erase>|clear|<mark>|cross|complete|finish|<reopen>|<rename>|<edit>|<move>|<prioritise>"
        "|<deprioritise>|tag|label|<untag>"
    ),
    "ask": "show|list|display|tell me|what|which|how many|count|do i have|find|search|look for",
    "begin": (
        "<change>|<ask>|(email|e-mail) (me|my)|send me|it is|it's|[task] <number> is"
        "|i [have] [just] (finished|completed|did|need to|have to)|i've"
    ),
    # Parts of requests
    "done": "done|complete[d]|finished|closed|ready|checked|ticked [off]",
    "finished": "done|finished|complete[d]",
    "open": "not [yet] <finished> [yet]|un(<finished>|checked)|incomplete|open|pending|to[-]do|active",
    "overdue": "overdue|past[-| ]due|late|past (their|its|the) (due date|deadline)[s]",
    "pending": (
        "not [yet] <finished>|still (open|due|to do|pending)|un<finished>|incomplete|pending|open|active"
        "|outstanding|remaining|left [over]|to be done|have [left] to (do|finish)|need[s] to (do|be done)"
    ),
    "completed": (
        "[already] done|complete[d]|finished|closed|ticked off|checked [off]"
        "|[have] (i|we)[ have|'ve] [already] (finished|completed|accomplished|done|ticked [off])"
        "|did i [already] (finish|complete|do|get done|accomplish|tick [off])"
    ),
    "state": "<finished>|overdue|pending|open",
    "tag": "tag|tags|label|labels",
    "subtask": "sub[-| ]task|subtasks|sub-tasks|child [task]|sub[-]item|subitems",
    "estimate": "estimate[s]|estimation|duration|time estimate",
    "beside": "above|before|over|ahead of|in front of|below|after|under|underneath|behind|beneath",
    "end": "top|beginning|start|front|bottom|end|back",
    "firstly": "first|last",
    "place": "move|put|place|bring|shift|drag",
    "own": "own|normal|main|separate|independent|top[-| ]level",
    "order": "all|everything|(my|the) [own] (<list>|order|tasks)",
    "takes": "takes|take|needs|need|requires|lasts|(will|should|would|is going to) (take|need|last)",
    "due": "due (date|time|day)|deadline|due|date",
    "note": "note|notes|description|detail|details|comment|comments",
    "title": "title|name|text",
    "mail": "email|e-mail|mail",
    "by": "by|via|per|as|in",
    "mine": "me|myself|my [own] (email|e-mail|mail|inbox|address) [address|inbox|account]",
    "with message": "[,] (with|and|add|adding) [a|the] (note|message) [that|saying][:] {message}",
    "i have": "(i|we) [have]|(i|we)'ve",
    "im": "i am|i'm|im|i m|iam|we're",
    "this time": (
        "this time|once|for now|[for] (today|tomorrow|tonight|this (week|month|year|one))"
        "|[on] (monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
    ),
    "lately": "just|already|finally",
    # Parts of questions
    "show": (
        "show|list|display|view|see|print|give|tell|read [out]|get|check|look at|open|make|let me see"
        "|i want to see"
    ),
    "showing": "<show> [me] [(an|a|the) (list|table|overview|summary) of] [about]",
    "counting": (
        "[tell me|show me] (how (many|much)|count|[the] [total] number of|what('s| is) the (number|count) of)"
    ),
    "urgent": "urgent|important|pressing",
    "next": "[up] next|first|now|(my|the) (next|top|most <urgent>) [task|thing|one|priority]",
    "those": "all|everything|them|it",
    "question": (
        "(what|which|is|do i|have i|did i|got|any|am i)['s|s] [<any>]|(is there|are there|anything) [<any>]"
    ),
    "detail": "(detail|details) (of|about|for|on)",
    "is to be": "is|are|do i (have|need) to|must i|should i",
    "is there": (
        "(do|did|have) (i|we) [already] [have|got|add|added|put]|(is|are) there|(which|what) [of my]"
        "|(show|list|give|tell) [me]|what do i have"
    ),
    "some": "all|the|my|any|an|a|some",
    "anything": "anything|something|everything",
    "about": (
        "about|with|contain[s|ing]|mention[s|ing]|include[s]|including|match[es|ing]|regarding|concerning"
        "|related to|involving|called|named|has|have|say[s]"
    ),
    "ours": "[all] (my|our) <any>",
    # Parts of small talk
    "hello": "(<hi>|hiya|howdy|yo|greetings|good <day>|salut|hallo|moin) [<name>]*",
    "day": "morning|afternoon|evening|day",
    "name": "there|lockstep|assistant|agent|bot|friend|again|everyone|all|you|buddy|team",
    "great": "ok|okay|great|perfect|cool",
    "thanks": "thank[s] [you|u]|thx|ty|cheers|much appreciated",
    "robot": "ai|bot|human|chatgpt|gpt<any>|gpt|claude|llm",
    "do not": "do not|don't|dont",
    "never": "<do not>|never|stop|you (must|should)( not|n't)",
    "forget": "forget|let me forget",
    "oh": "please|no|nope|oh|oops|ups|whoops|sorry|wait|actually|ok|okay|hm|hmm|can you|could you",
    "undo": (
        "(undo|revert|roll back|take back|reverse) [<last>]|(scratch|strike) <last>"
        "|(take|roll|change|put|turn) <last> back|ctrl[[-|+| ]]z"
        "|that was (a mistake|wrong|not what i (meant|wanted|said))"
        "|i did(n't|nt| n't| nt| not) mean (it|that|to do that)"
    ),
    "last": (
        "that|this|it|them|the (last|previous) [one|change|thing|step|action|command|message]|everything"
        "|(my|your|the) [last] (change|changes|action|mistake)|what you [just] did|all [of (it|that|them)]"
    ),
    # Which tasks
    "one": "[the|my] [task|tasks] <number>|it",
    "that": "<one>|this|that|them|both|<quoted>",
    "clearable": (
        "all|everything|[all] [of] (my|the) [whole|entire] (<noun>|<list>)"
        "|[all] [my|the] (<state>|<hashtag>) [<noun>]"
    ),
    "cancelable": "<that>|[the|my] (<quoted>|(task|tasks) <any>|<any> (task|tasks))",
    "movable": "<that>|<any> task",
    "tasks": "<list>|tasks",
    # What a statement about a task never begins with
    "request": (
        "<ask>|<rename>|add|create|new|remind|remember|put|delete|remove|tell|give|see|view|get|read|who|how|if"
        "|should"
    ),
    "listed": "[all] [my] (done|finished|completed) (tasks|to[-]dos|items)",
    "no task": "all|well|not",
    "nothing": "nothing|none|not|never",
}
_PATTERNS = {
    "noun": NOUN,
    "list": LIST,
    "number": r"#?\d+",
    "quoted": QUOTED.pattern,
    "hash": r"#\d+",
    "glued": rf"(?:#|{QUOTED.pattern}).*",
    "duty": r"what.*\b(?:have|got|need|should|must)\b.*\bdo\b.*",
    "hashtag": r"#\w[\w-]*",
    "hi": r"hi+|hello+|hey+",
    "gap": r"[\s,.!…–—-]+",
    "lead": r".{1,20}",
    "question marks": r"\?[?!….\s]*",
    "named": rf"(?:called|named)\s+.+|{QUOTED.pattern}",
    "few": r"\S+(?:\s+\S+){0,3}",
    "lines": r"(?s:.+)",
    "names": rf"{_TAG}(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*|\s+(?=#)){_TAG})*",
    "hashtags": rf"#{TAG_NAME}(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s+)#{TAG_NAME})*",
    "level": (
        r"(?:an?\s+|the\s+)?(?P<level>highest|high|top|medium|med|normal|regular|lowest|low|urgent|critical"
        r"|important|unimportant|minor)(?:[- ]priority)?"
    ),
    "to": r"(?:\s+(?:to|into|as|with)\b|\s*(?:->|=>|→|:))\s*:?\s*",
    "past": PAST_VERB,
    "notice": (
        r"(?:half\s+an?|an?|\d+|one|two|three|five|ten|fifteen|twenty|thirty)\s*"
        r"(?:weeks?|days?|hours?|hrs?|h|minutes?|mins?)\s+(?:before(?:hand)?|in\s+advance|early|earlier|ahead)"
        r"|.+\s(?:vorher|davor|zuvor)"
    ),
    "duration": (
        r"(?:(?:about|around|roughly|approximately|circa|ca\.?|~)\s*)*"
        r"(?:half|an?|\d|one|two|three|four|five|six|eight|ten|fifteen|twenty|thirty|forty|ninety).*"
    ),
    "repeat": (
        r"(?:every|each|daily|weekly|fortnightly|monthly|quarterly|yearly|annually|once|on|the|am)\b.*"
    ),
}
WORDS = Vocabulary(_TEMPLATES, _PATTERNS)

"""English small talk, and requests that must not be executed."""

from __future__ import annotations

TALK = """
greeting
    <hello>
wellbeing
    [<hello>[,|!|.]] (how are you [doing|today]*|how('s| is) it going|what['s|s] up|sup)
thanks
    [(many|no|<great>)[,]] <thanks> [(so|very) much|a lot|again|for {x}|lockstep]
praise
    [very] (<great>|good|nice|awesome|super|excellent|amazing|wonderful|lovely) [job|work|one|bot]
    well done|got it|i see|alright|fine|wow
farewell
    [good[ ]]bye[[-| ]bye]|see (you|ya) [later|soon|tomorrow]|good[ ]night|ciao|later|take care|exit|quit
help
    [i need] help [me] [please]|command[s]|usage|example[s]|instructions|<question marks>
    what can (you|i) (do|ask|say) [{x}]
    what do you (do|understand)
    what are your (features|commands|abilities|skills)
    how (does|do) (this|it|you|that) work
    how (do|can|should|would|to|could) [i|you|we] {x} (<noun>|list|tag[s]|due|it|you|this)[{rest}]
    can i {x} <noun>[{rest}]
identity
    [{lead}] (who|what) (are|r) (you|u) [{x}]
    [{lead}] are you {x}
    [{lead}] you('re| are) [an|a] (<robot>|robot) [{x}]
    (what|which) [ai|language] (model|llm|ai) [{x}]
    what('s| is) your name [{x}]
    who (made|built|created) you [{x}]
    do you use (ai|gpt|an|a) [{x}]
    is this [an|a] <robot> [{x}]
yes
    yes [please]|yep|yeah|yup|sure|y|please do|go ahead|do it|confirm[ed]|ja|si|oui
no
    no [way|thank you]|nope|nah|n|never[ ]mind|cancel|stop|forget it|don't|dont|leave it|abort|nothing|not now
"""

REFUSALS = """
negated
    [please] <never> [ever] <!forget>(<change>|<ask>|deleting|touch) [{x}]
conditional
    (if|unless|when|whenever|once|in case|as soon as|after|before|only if) {x} , {rest}
    if {x} then {rest}
"""

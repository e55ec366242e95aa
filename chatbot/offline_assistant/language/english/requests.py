"""The ways to request changes of the list in English. The first one that makes sense counts.

{t} are tasks, {x} words that are kept, {d} a date, {level} a priority, {names} tags.
"""

from __future__ import annotations

UNDOING = """
undo
    [<oh><gap>]*<undo>[<gap>(please|again|now|sorry|thanks)]*
"""

REMINDERS = """
remind
    remind me (of|about) {t} {x:notice}
    remind me {x:notice} [of|for] {t:that}
    set [a|the] reminder (for|on|of) {t:that} {x:notice}
"""

TEXTS = """
describe
    (set|<edit>) [the] (description|note|notes|detail|details) (of|for|on|in) {t}<to>{x}
note
    (add|put|write|attach) [an|a|the|this] <note> (to|on|for|of) {t} : {x}
    (add|put|write|attach) [an|a|the|this] <note> (to|on|for|of) {t} (that|saying|-) {x}
    (add|append|put|write) {x} (to|in|into|on) {t:one}['s] <note>
    (add|append|put|write) {x} (to|in|into|on) [the] <note> (of|for|on) {t:one}
    (add|append|write) (to|on|in) {t:one}['s] <note> : {x}
    (comment|notes) (on|for) {t:one} : {x}
    note [on|for] {t:one} : {x}
"""

REQUESTS = """
add list
    (<add>|make|start|set up|open) [me] [a|another] [new] list {x:named}
    (<add>|make|start|set up|open) [me] [a|another] new list[:] {x}
    (<add>|make|start|set up|open) [me] [a|another] new {x:few} list
    new list[:] {x}
add below
    <add> {x} (as|being) [an|a|the|another|new]* <subtask> (of|to|for|under|below|in) {p}
    <add> {x} (to|under|below|beneath) {p} as [an|a|the|another|new]* <subtask>
    (<add>|make) [an|a|the|another|new]* <subtask> (of|to|for|under|below|in) {p} : {x}
    (<add>|make) [an|a|the|another|new]* <subtask> (of|to|for|under|below|in) {p} (called|named) {x}
    <add> [an|a|the|another|new]* <subtask> {x} (to|under|of|for) {p}
    <add> {x} (under|underneath|below|beneath) {p:one}
    [an|a|another] new <subtask> (of|to|for|under|below|in) {p} : {x}
below
    (make|turn|set|mark|put|move) {t} [into|as|to be|to] [an|a|the] <subtask> (of|under|below|for) {p}
    (put|nest|indent|file|tuck) {t} (under|underneath|inside|beneath) {p}
    <!request>{t} (is|are|should be|shall be|becomes) [an|a|the] (<subtask>|part) (of|under) {p}
    <!request>{t:that} (belongs|belong) (to|under) {p}
no parent
    (make|turn|set) {t} [into|as|to be] [an|a|its|their] <own> task[s] [again]
    (make|turn|set) {t} [into|as|to be] [a] task of its own [again]
    <!request>{t} (is|are|should be) (no|not an|not a) [longer] [a] <subtask> [any more|anymore]
    (remove|take|detach) {t} (from|out of|off) its parent [task]
    (remove|clear|unset) [the] parent (of|from|for) {t}
    (un[-]nest|unindent) {t}
put at end
    (<place>|push|send) {t} [all the way] [up|down|back] to [the] [very] {place:end} [of <order>]
    (<place>) {t} {place:firstly}
put beside
    (<place>|sort) {t} [right|directly|just|straight] {place:beside} {p}
email
    <mail> [[to] (me|myself)] {x} [to <mine>] [<with message>]
    send [me] {x} <by> [an|a] <mail> [to <mine>] [<with message>]
    send [me] {x} to <mine> [<by> <mail>] [<with message>]
    <mail> [[to] (me|myself)] {x} to {others} [<with message>]
    send [me] {x} <by> [an|a] <mail> to {others} [<with message>]
dated
    (i|we)( have|'ve) [got] (an|a|my|our|the|another) {x}
    (there's|there is) (an|a|another) {x}
tag
    (tag|label) {t} (with|as|by) [the] [<tag>] {names}
    (tag|label) {t:that} [:] {names}
    <attach> [an|a|the] <tag> {names} (to|on|onto|for) {t}
    <attach> [the] {names} <tag> (to|on|onto) {t}
    <attach> {names:hashtags} (to|on|onto) {t}
    (give|add to) {t} [an|a|the] <tag> {names}
untag
    <remove> [the] <tag> {names} (from|off|of|on) {t}
    <remove> [the] {names} <tag> (from|off|of|on) {t}
    <remove> {names:hashtags} (from|off|of) {t}
    <untag> {names} from {t}
    <untag> {t} [from|as|with] {names:hashtags}
    <untag> {t:one} [from|as|with] {names}
clear tags
    <untag> {t}
    <remove> [all] [of] [the|its] (tags|labels) (from|of|on) {t}
clear start
    <remove> [the] start [date|day|time] (of|from|for|on) {t}
    (remove|clear|delete|unset) {t}['s] start [date|day]
    <!request>{t} (can|may) (start|begin) (any time|anytime|whenever)
starts
    (let|have|make) {t} (start|begin) {d}
    <!request>{t} (should|can|shall|will|must|may|is to|won't|cannot|can't) [not] (start|begin) [before] {d}
    <!request>{t} (starts|begins|start|begin) {d}
    (set|change|move|update) [the] start [date|day] (of|for|on) {t} (to|on|as) {d}
    (set|change|move) {t}['s] start [date|day] (to|on|as) {d}
    <do not> (start|begin) [with|on]* {t} (before|until|till) {d}
start
    (start|begin) {x}
clear estimate
    <remove> [the|my] <estimate> (of|from|for|on) {t}
    (remove|clear|delete|unset) {t}['s] <estimate>
estimate
    (estimate|guess) {t} (at|as|to|with|to take|to be) {x}
    (estimate|allow|reserve|budget|schedule|plan) {x:duration} for {t}
    (estimate|guess) [that] {t} (takes|will take|needs) {x}
    <!request>{t} <takes> [me|us] {x:duration} [to (do|finish|complete)]
    (set|change|update|make) [the] <estimate> (of|for|on) {t} (to|as|:|at) {x}
    (set|change|update) {t}['s] <estimate> to {x}
    {t:one}[:] ~{x}
clear due
    <remove> [the] <due> (of|from|for|on) {t}
    (remove|clear|delete|drop|unset|erase) {t}['s] <due>
    <!request>{t} (has|needs|should have) no <due>
    no <due> [(for|on) {t}]
    (set|change) [the] <due> (of|for|on) {t} to (none|nothing|never)
    (make|let) {t} [have] (no <due>|undated|not due)
stop repeating
    (stop|end|cancel|quit) [the] (repeating|repetition of|recurrence of) {t}
    (stop|end|cancel) {t} from repeating
    (stop|end|cancel|remove|delete|clear) [the] (repetition|recurrence|repeat) (of|from|for|on) {t}
    (remove|clear|delete|stop) {t:one}['s] (repetition|recurrence|repeat)
    (don't|do not) repeat {t} [any more|anymore|any longer|again]
    (make|let) {t} not (repeat|recur) [any more|anymore|any longer]
    <!request>{t} (should|must) (not|no longer) repeat [any more|anymore]
    <!request>{t} (no longer repeats|doesn't repeat any more|does not repeat any more|doesn't repeat anymore)
    no [more] (repetition|recurrence|repeating) (of|for) {t}
    (make|do) {t:that} [only|just] once
repeat
    [from now on] (make|let|have|set) {t} (repeat|recur|repeating|recurring|to repeat) [to|as] {x}
    (set|change) [the] (repetition|recurrence|repeat) (of|for|on) {t} to {x}
    (repeat|set|change) {t}[ to] {x:repeat}
    (make|do) {t:that} {x:repeat}
    <!request>[from now on] {t} (repeats|recurs|should repeat|should be [done]|is [now]) {x:repeat}
    [from now on] {t:one}[:] [now] {x:repeat}
remind
    (set|add|make) [a|the] reminder (for|on|to|of) {t} {x:notice}
    (set|change) [the] reminder (for|on|of) {t} to {x} [before]
no reminders
    (remove|clear|delete|cancel|stop) [the|all|any] (reminder|reminders) (from|of|for|on) {t}
    (don't|do not|stop) (remind|reminding) me (of|about) {t} [any more|anymore]
skip
    skip (today's|tomorrow's|this week's) {t}
    skip {t} [<this time>]
    <!request>{t} (can|should|may) be skipped [<this time>]
set due
    (add|<adjust>) [an|a|the] <due> (of|for|on|to) {t} (to|as|for|on|at|by) {d}
    (add|<adjust>) [an|a|the] <due> (of|for|on|to) {t} : {d}
    (set|change|update|move|make|give) {t}['s] [an|a] <due> [to|as|for|on|at|by|of] {d}
    (set|add|give) [an|a|the] <due> of {d} (for|on|to) {t}
    <!request>{t}( is| are|'s) [now] due {d}
    <!request>{t} (isn't|is not|aren't|are not) due (until|till|before) {d}
    {t:one} due {d}
move
    {verb:move} {x}
ask due
    <postpone>[?] [{t}]
    <postpone>{t:glued}
    (change|set|update|move|edit) [the] <due> [(of|for|on) {t}]
    (move|shift) {t:movable}
priority
    <adjust> [the] priority (of|for|on) {t}<to><level>
    <adjust> {t}['s] priority<to><level>
    (set|change|update|make|mark|flag|put|switch|move|give) {t}<to><level>
    (make|mark|flag|set|give) {t} <level>
    <!request>{t}( is| has| are|'s) [now|very|really]* <level>
    [task] {t:number} [priority] <level>
raise
    <prioritise> [[the] priority (of|for)] {t}['s] [priority|importance] [up|a (bit|notch)]
lower
    <deprioritise> [[the] priority (of|for)] {t}['s] [priority|importance]
reset priority
    (<remove>|reset) [the] [high|low] priority (from|of|for|on) {t}
rename
    (<reword>|<rename>|call|set) [the] <title> (of|for) {t}<to>{x}
    (<reword>|<rename>|call|set) [the] {t}['s] (title|name)<to>{x}
    <rename> [the] {t}<to>{x}
    call {t:one}(<to>| ){x}
    {t:movable} (should|must) be (called|named|titled) {x}
change
    <reword> [the] {t}<to>{x}
    set {t:one}<to>{x}
delete
    <delete>[?]
    <delete>{t:glued}
    <delete> [:|,] {t} [(from|off|on|in) (my|the) <tasks>]
    take {t} (off|from) (my|the) <list>
    <clear> [out] {t:clearable}
    cancel {t:cancelable}
restore all
    (restore|undelete|un-delete|recover|bring back) [:] <all deleted> [from (the|my) trash] [again]
    (bring|get|take|put|pull) <all deleted> back [again]
    (take|get|bring|put|pull) <all deleted> [back] out of (the|my) trash [again]
    undo all [the|my] (deletions|deleting)
restore
    (restore|undelete|un-delete|recover) [:] {t} [from (the|my) trash] [again]
    undo [the] (deletion|deleting|removal) of {t}
    (take|get|bring|put|pull) {t} [back] out of (the|my) trash [again]
    (bring|get) {t} back
    bring back {t}
reopen
    <mark> {t} [as|to|back to] [being] <open> [again]
    <mark> [as] <open> [:] {t}
    <reopen>[?] [{t}] [again]
    <reopen>{t:glued}
    <!request>{t} (is|are|was|were)(n't| not) [actually|really] <finished> [yet|after all]
    (i|we) (did|have)(n't|nt| not) [actually|really] (do|finish|<finished>) {t} [yet|after all]
complete
    (mark [[a|the|my] task]|tick [off]|check [off]|(mark|set) as|complete|finish) [as] [<finished>]
    [<im>] (done|finished)
complete it
    (mark|tick|check) (it|this|that) [as] [<finished>]
complete
    <mark> [as] <done> [:] {t}
    <mark> {t} [as|to] [being] <done>
    <cross> (off|out) {t} [(my|the) list]
    <cross> {t} (off|out) [[of] (my|the) list]
    <!listed>[<im>] [all] (done|finished|completed) [with] [:] {t}
    <i have> [<lately>]* (finished|completed|done|did|ticked off) [with] [<!nothing>{t}]
    <i have> [<lately>]* got {t} done
    <!request>{t}( is| are| was| were| has been| have been|'s) [now|all|already|finally]* <finished> [now]
    <!request><!no task>{t:few} done
    {t:that}['s] <done>
finish
    (complete|finish)[?] [{t}]
    (complete|finish){t:glued}
check
    <check> {t}
    <check>{t:glued}
past
    <i have> [<lately>]* {past} <!nothing>{t}
ask title
    <rename> [[the] (title|name) [of]] [{t}]
    <edit> [the] (title|name) [of] [{t}]
ask anything
    <edit> [{t}]
"""

ADDITIONS = """
remind to
    <remind>[:|,|?]
    <remind>{x:glued}
    <remind> [:|,] [that|about|of] {x}
add
    <add>[:|,|?]
    <add>{x:glued}
    <add> [:|,] {x:lines}
add task
    <record>[:|,]
    <record> [:|,] {x:lines}
add
    (i|we)['ve|'ll] [really|still|also]* ((have|need|ought|got) to|must|should) [remember to] {x}
    <do not> [let me] forget [to|about] {x}
    remember to {x}
    (to[-]do|task|note to self) : {x}
dated
    (schedule|plan) [an|a|the|my] {x}
"""

# A request for one task that applies to others as well: "mark milk done and the rent too".
TOO = """
too
    {x}[,] (and|plus) [also] {t}[,] (too|as well|also)
    {x}[,] (and|plus) (also|likewise|so is|so are) {t}
"""

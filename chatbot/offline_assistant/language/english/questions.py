"""The ways to ask about the list in English. The first one that makes sense counts.

{x} are words for a filter or a search, {t} tasks.
"""

from __future__ import annotations

QUESTIONS = """
show deleted
    (what|which [tasks|task|ones|things]) (did|have) (i|we|you) [just|recently|last]* <deleted> [{d}]
    (what|which [tasks|task]) (was|were|got) [recently|last]* (deleted|removed) [{d}]
    [<showing>] [the|my|all|our]* [recently] deleted (tasks|task|ones|things|items) [{d}]
    <showing> [the|my]* trash
    [what('s| is)] [in] [the|my] trash
next
    what['s|s| is| comes| to do] <next> [(on|in) my list|to do]
    what do i (do|have to do) <next> [(on|in) my list|to do]
    what should i (do|work on|start [with]|tackle) [<next>] [(on|in) my list|to do]
    (what|which) [one|task|thing|of (them|these|my tasks)]['s|s| is] [the] most <urgent> [one|task|thing]
    [show me] [my] next task
    (plan|organise|organize) (my|the|our) day
count
    <counting> [{x}]
list
    have i (finished|completed|done) (it all|everything|all [{rest}])
    what['s|s| is| are] [on] (my|the) (list|plate|agenda|day|schedule|tasks|to[-]dos|plan) [{x}]
    (show|list|display) [me] [{x:those}]
    {x:duty}
show
    <showing> [{x}]
    (what about|what will|which will|where are|how about) {x}
    {x:question}
filter
    <!show>{x}
unclear days
    (<counting>|<showing>) {x}
    {x:question}
details
    (show|view|display|open|see|describe|read|get) [me] [the] [<detail>] {t}
    what('s| is| about) [the (status|state|priority|title|description|due date) of] [the] [<detail>] {t}
    tell me [more] about [the] {t}
    <detail> [the] {t}
    {t:hash}
state
    when <is to be> {t} due
when
    when <is to be> {t}
state
    (is|are|was) {t} [already|still] (<finished>|open|overdue|due [<any>]|late|pending)
    (did|have) (i|we) [already] (finish[ed]|complete[d]|do|done) {t} [already|yet]
find
    [<is there>] [<some>]* [{state}] (<noun>|<anything>) [that] [on my list] [is|are] <about> {x}
    (did|have) (i|we) [already] (add[ed]|put|create[d]|(write|written) down) {x}
search
    (find|search [for]|look [up|for]|looking for) [me] {x}
where
    where('s| is) [me] {x}
titled
    (show|list|display|view|see|get|give) [me] {x}
    (do (i|we) have|have i got|is there|is|are there) {x}
    {x:ours}
half count
    <counting> {x}
half
    <showing> {x}
    {x:question}
"""

"""Plans: a goal, the steps that an agent proposes for it, and the team that carries them out.

`life` is what people decide, `advance` what follows from it, `saying` what the tabs hear. A step is a run of
its agent in a conversation of its own, so that what holds for runs (journal, approvals, stop) holds for it.
"""

"""Plans: a goal, the steps that an agent proposes for it, and the team that carries them out.

`create`, `copies`, `decisions`, `proposed_tasks` and `control` are what people do with a plan; `advance`
starts what comes next; `messages` posts what tabs show. Each step is a run of its agent in a conversation of
its own, with the journal, approvals and stop of any run.
"""

"""Plans by rules: a goal is read, a proposal is written down, and each agent of the team does its step."""

"""Plans by rules: proposes steps for a goal, and does the step of each agent of the team."""

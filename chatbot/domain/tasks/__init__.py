"""Tasks: what can be done with them, and how that is recorded and undone."""

"""The chat page, its parts, and the decisions on it."""

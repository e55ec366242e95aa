"""The chat page, its parts, and what people decide on it."""

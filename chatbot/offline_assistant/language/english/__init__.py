"""The tables of English requests."""

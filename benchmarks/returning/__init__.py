"""Tabs that do not read, and tabs that come back all at once."""

"""Tabs that do not read, and tabs that reconnect all at once."""

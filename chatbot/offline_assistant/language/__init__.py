"""Reads English requests about tasks by rules. Imports neither the Agents SDK nor Django, so it loads
fast."""

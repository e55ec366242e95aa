"""Understands English task requests by rules. Imports neither the Agents SDK nor Django, so it loads at
once."""

"""Runs: from a message to the end of its execution."""

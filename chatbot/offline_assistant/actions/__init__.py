"""Executes commands. Each action is a generator: it yields the tool calls that it needs, is sent their
outcomes, and returns the text of the reply. Replaying the recorded outcomes restores its state in any
process."""

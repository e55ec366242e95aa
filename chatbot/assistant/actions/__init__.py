"""Carries commands out. Each action is a generator: it yields the tool calls it needs, gets their outcomes,
and returns what to say. Replaying the recorded outcomes brings it back to where it was, in any process."""

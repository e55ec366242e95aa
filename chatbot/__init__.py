"""Lockstep: an agent manages people's tasks, live in every open tab."""

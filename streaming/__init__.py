"""Durable, ordered event streams for many tabs, on Django and Channels."""

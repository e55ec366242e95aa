"""Snapshot + events = new snapshot: a client can keep everything that the API shows
current by events alone."""

"""Snapshot + events = new snapshot: what the API shows of everything can be kept current by events alone."""

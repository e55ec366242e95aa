"""Webhooks: a person's events, sent to addresses of theirs in the order of the log (docs/webhooks.md)."""

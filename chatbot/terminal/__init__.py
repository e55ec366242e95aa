"""A client for terminals and scripts. It uses the public API only (docs/chat-api.md, docs/events-api.md)."""

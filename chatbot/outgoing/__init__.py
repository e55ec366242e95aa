"""Requests to addresses that people have given: webhooks, MCP servers."""

"""Speaks to MCP servers, for runs and jobs only: importing the protocol's package takes long."""

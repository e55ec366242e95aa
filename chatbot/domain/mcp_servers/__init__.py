"""MCP servers whose tools the agent uses (docs/mcp.md)."""

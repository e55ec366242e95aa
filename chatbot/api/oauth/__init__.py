"""OAuth 2.1 for MCP clients: registration, tokens, and where all of it is (RFC 7591, 8414, 9728)."""

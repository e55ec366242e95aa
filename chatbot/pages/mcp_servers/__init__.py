"""The pages on which a person adds MCP servers, and sees which tools these have."""

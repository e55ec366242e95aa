"""An OpenAI-compatible endpoint for tests: a server process that answers, and fails, by script."""

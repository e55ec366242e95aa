"""An OpenAI-compatible endpoint of the tests' own: a server process that answers, and fails, by script."""

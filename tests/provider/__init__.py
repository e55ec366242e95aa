"""An OpenAI-compatible endpoint of the tests' own: a real server process that answers, and fails, by script."""

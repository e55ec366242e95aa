"""The offline assistant: a model for the Agents SDK that understands task requests by rules. See README.md.

Only `model` imports the SDK, which takes seconds; everything else loads at once.
"""

"""The offline assistant: a model for the Agents SDK that understands requests about tasks by rules. See
README.md.

Only `model` imports the SDK, which takes seconds to load.
"""

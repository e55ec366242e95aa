"""`/v1/chat/completions`: clients of OpenAI's Chat Completions API talk to the assistant as a person's own.

The tools run here, and what they did is in the reply's run, as with every other message.
"""

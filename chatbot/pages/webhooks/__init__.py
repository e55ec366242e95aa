"""The pages on which people set up webhooks, and see what was delivered."""

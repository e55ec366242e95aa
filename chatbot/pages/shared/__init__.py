"""Links to a conversation: to make, list and revoke them, and the page that they open."""

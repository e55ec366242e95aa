"""How people prove who they are, and what happens to those who guess."""

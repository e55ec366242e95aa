"""Accounts, and how people come in."""

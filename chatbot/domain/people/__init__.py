"""Accounts, sign-up and sign-in, and limits for people."""

"""Signing in and up, settings, and a person's own data."""

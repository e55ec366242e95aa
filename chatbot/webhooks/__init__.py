"""Sends webhooks. Only the jobs import this, since the HTTP client takes long to import."""

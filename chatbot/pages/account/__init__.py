"""Sign-in, sign-up, settings, and a person's own data."""

"""Authentication: passwords, failed sign-ins, second factors, sessions and tokens."""

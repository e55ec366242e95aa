"""The cost of an HTTP request in a web process."""

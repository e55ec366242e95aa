"""What an HTTP request costs a web process."""

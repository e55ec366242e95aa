"""The wire contracts that clients rely on, checked by a client that uses nothing of the server's code."""

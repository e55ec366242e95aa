"""The wire contracts that others rely on, checked by a client that knows nothing of the server's code."""

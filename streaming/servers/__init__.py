"""Differences between the servers of sockets."""

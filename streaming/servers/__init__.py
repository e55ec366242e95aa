"""What differs between the servers that carry the sockets."""

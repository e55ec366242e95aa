"""What sockets, SSE and long poll share: authorization, and the format of frames."""

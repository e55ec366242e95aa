"""Background jobs: in the server's own process, or in worker processes (the setting `JOBS`)."""

"""Who does the jobs: this server's own process, or workers beside it (the setting `JOBS`)."""

"""Read, export and prune what has happened."""

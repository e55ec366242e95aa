"""Web servers and workers in processes of their own, on PostgreSQL and Redis."""

"""Metrics for Prometheus: what happens in this process, and the state that all processes share.

Loaded only where METRICS_TOKEN or METRICS_PORT is set. What is counted here begins at 0 with each process;
what is read from the database at each scrape is the same in all of them.
"""

"""The cost of the journal and the events of a run."""

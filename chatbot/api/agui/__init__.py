"""`/agui`: clients of the AG-UI protocol talk to the assistant, and follow its runs as the pages do.

The events of a stream are made from the log, so that a run can be followed again by its id.
"""

"""Real programs for the tests, each on a free port, in a directory of its own that is deleted afterwards."""

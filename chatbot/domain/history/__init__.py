"""What was, to be read, exported and pruned."""

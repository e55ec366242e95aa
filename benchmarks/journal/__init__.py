"""What it costs that a run survives the end of its process, and that every tab sees it."""

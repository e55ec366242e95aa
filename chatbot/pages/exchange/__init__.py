"""Pages: import tasks from files, and export them."""

"""Tasks in files: import those of other programs, and export one's own."""

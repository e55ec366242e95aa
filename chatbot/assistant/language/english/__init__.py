"""What is said in English, as tables."""

"""Measures what the project promises about speed; `python -m benchmarks` fails where a figure is missed."""

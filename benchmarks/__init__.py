"""Measures the project's targets for speed; `python -m benchmarks` fails if one is missed."""

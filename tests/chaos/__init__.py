"""The fault harness: real processes, many tabs, and kills at any moment; `python -m tests.chaos`."""

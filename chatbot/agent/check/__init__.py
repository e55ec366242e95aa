"""Test a model as the agents use it, for operators (`manage.py check_model`)."""

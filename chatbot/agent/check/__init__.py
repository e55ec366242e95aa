"""Tries a model as the agents use it: for operators who set one up (`manage.py check_model`)."""

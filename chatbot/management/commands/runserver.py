"""Daphne's `runserver`, which serves sockets too. Its app would load Twisted in every process."""

from __future__ import annotations

from daphne.management.commands.runserver import Command

__all__ = ["Command"]

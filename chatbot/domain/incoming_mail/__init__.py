"""Mails that people forward to their own address: each becomes a task."""

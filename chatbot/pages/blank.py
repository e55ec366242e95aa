"""The id in the addresses that a script is to put a real one into."""

from __future__ import annotations

from uuid import UUID

NIL = UUID(int=0)

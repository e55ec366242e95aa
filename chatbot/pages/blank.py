"""A placeholder id, in addresses into which a script puts a real one."""

from __future__ import annotations

from uuid import UUID

NIL = UUID(int=0)

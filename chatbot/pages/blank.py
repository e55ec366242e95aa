"""The id that blank partials carry in their addresses; scripts that clone them put the real one there."""

from __future__ import annotations

from uuid import UUID

NIL = UUID(int=0)

"""How far an import of tasks is. The tasks have events of their own."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from chatbot.models import TaskImport

from .frame import Event, Result


class ImportResult(Result):
    id: UUID
    file_name: str
    status: TaskImport.Status
    total: int
    done: int
    added: int


class ImportProgress(Event):
    """An import of tasks was started, has added some more, has ended, or was undone."""

    event_type: Literal["import_progress"] = "import_progress"
    count: int
    message: str
    result: ImportResult

"""All tasks of a person as a file."""

from __future__ import annotations

from chatbot.domain.errors import NotFound
from chatbot.domain.exchange.file_tasks import file_tasks
from chatbot.exchange import FORMATS, FileFormat
from chatbot.models import Task, User


def format_of(suffix: str) -> FileFormat:
    """Raises `NotFound`."""
    found = next((one for one in FORMATS.values() if one.suffix == suffix), None)
    if found is None:
        raise NotFound("There is no such format.")
    return found


def export_tasks(owner: User, file_format: FileFormat) -> bytes:
    tasks = Task.objects.of(owner).select_related("list").prefetch_related("tags").order_by("number")
    return file_format.write(file_tasks(tasks, owner))

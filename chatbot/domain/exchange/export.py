"""All tasks of a person as a file."""

from __future__ import annotations

from chatbot.domain.exchange.file_tasks import file_tasks
from chatbot.exchange import FileFormat
from chatbot.models import Task, User


def export_tasks(owner: User, file_format: FileFormat) -> str:
    tasks = Task.objects.of(owner).select_related("list").prefetch_related("tags").order_by("number")
    return file_format.write(file_tasks(tasks, owner))

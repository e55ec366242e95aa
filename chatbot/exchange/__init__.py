"""Files with tasks: read those of other programs, and write them. Knows nothing of Django.

Each format is a module with a reader, which yields tasks and notes what it cannot read, and a writer.
"""

from __future__ import annotations

from .calendars import write_calendar
from .cells import csv_cell
from .files import FILE_BYTES, FORMATS, FileFormat, read_file
from .task import FileTask, Problem, Reason, UnreadableFile
from .values import Values

__all__ = [
    "FILE_BYTES",
    "FORMATS",
    "FileFormat",
    "FileTask",
    "Problem",
    "Reason",
    "UnreadableFile",
    "Values",
    "csv_cell",
    "read_file",
    "write_calendar",
]

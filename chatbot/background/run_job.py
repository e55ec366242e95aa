"""Perform a job, whether it was enqueued in this process or claimed from the queue."""

from __future__ import annotations

import logging
from inspect import iscoroutinefunction
from typing import Any

from django.db import Error as DatabaseError
from django.tasks import Task

from streaming.database import DatabaseThreads

logger = logging.getLogger(__name__)

# For jobs that are not async: they wait for mail servers, and runs should not wait for them.
_threads = DatabaseThreads(2)


async def perform(task: Task[..., Any], args: list[Any], kwargs: dict[str, Any]) -> Exception | None:
    """Returns the error with which the job ended, if any. It is logged here, since nothing else would."""
    try:
        if iscoroutinefunction(task.func):
            await task.acall(*args, **kwargs)
        else:
            await _threads.call(task.call, *args, **kwargs)
    except DatabaseError as error:
        logger.warning("%s met a database error; the sweeper sees to it: %r", task.name, error)
        return error
    except Exception as error:
        logger.exception("%s failed", task.name)
        return error
    return None

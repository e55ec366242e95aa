"""The site in a process that is killed at an exact point: `daphne tests.chaos.dying:application`.

The file that DIES names contains the point, by the name under which a function is called: `before
streaming.notify.notify_from_thread 3` is before its third call from now on. The process deletes the file
when it dies.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any

from chatbot.asgi import application

__all__ = ["application"]

_FUNCTIONS = (
    "chatbot.domain.journal.turns.record_turn",
    "chatbot.domain.runs.endings.succeed",
    "chatbot.domain.journal.tool_calls.perform",
    "streaming.notify.notify_from_thread",
)
_order = Path(os.environ["DIES"])


def _die_at(moment: str) -> None:
    point, _, at = _order.read_text().rpartition(" ") if _order.exists() else ("", "", "")
    if point != moment:
        return
    if int(at) > 1:
        _order.write_text(f"{moment} {int(at) - 1}")
        return
    _order.unlink()
    os.kill(os.getpid(), signal.SIGKILL)


def _mortal(path: str, function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        _die_at(f"before {path}")
        result = function(*args, **kwargs)
        _die_at(f"after {path}")
        return result

    return wrapped


for _path in _FUNCTIONS:
    _module, _, _name = _path.rpartition(".")
    _function = getattr(import_module(_module), _name)
    setattr(import_module(_module), _name, _mortal(_path, _function))

"""Which ES modules a module imports, so that a page can ask for all of them at once."""

from __future__ import annotations

import posixpath
import re
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders

_IMPORT = re.compile(r'^(?:import|export)\s+(?:[\w*{][^"();]*\sfrom\s+)?"(\.{1,2}/[^"\n]+)"', re.MULTILINE)


@cache
def imports_of(name: str) -> tuple[str, ...]:
    """The names of all modules that one imports, itself or by others, nearest first. Raises `LookupError`.

    A browser finds them one level after the other, with a round trip each.
    """
    found = [name]
    for module in found:
        found += [other for other in _imported(module) if other not in found]
    return tuple(found[1:])


def _imported(name: str) -> tuple[str, ...]:
    path = finders.find(name)
    if path is None:
        raise LookupError(f"There is no static file {name!r}.")
    here = posixpath.dirname(name)
    return tuple(
        dict.fromkeys(
            posixpath.normpath(posixpath.join(here, other))
            for other in _IMPORT.findall(Path(path).read_text(encoding="utf-8"))
        )
    )

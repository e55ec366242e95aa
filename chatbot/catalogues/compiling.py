"""Compile the catalogues to the files that gettext reads."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from chatbot.catalogues import LOCALE, PSEUDO_LOCALE, catalogue_path

if TYPE_CHECKING:
    from babel.messages import Catalog


def compile_catalogues() -> None:
    """Compile those that have changed; Babel is loaded only then. Several processes may do so at once."""
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
        if not is_current(source.with_suffix(".mo"), source):
            _write(read_catalogue(source), source.with_suffix(".mo"))
        pseudo = catalogue_path(PSEUDO_LOCALE, "mo")
        if not is_current(pseudo, source):
            from .pseudo import pseudo_catalogue

            _write(pseudo_catalogue(read_catalogue(source)), pseudo)


def read_catalogue(path: Path) -> Catalog:
    from babel.messages.pofile import read_po

    with path.open("rb") as file:
        return read_po(file, locale=path.parents[1].name)


def is_current(compiled: Path, source: Path) -> bool:
    """Whether it is there, and not older than its source."""
    return compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime


def _write(catalogue: Catalog, path: Path) -> None:
    from babel.messages.mofile import write_mo

    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        write_mo(file, catalogue)
    Path(file.name).chmod(0o644)
    Path(file.name).replace(path)

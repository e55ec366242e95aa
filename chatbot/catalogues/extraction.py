"""Find the texts that are marked for translation, in Python, templates and scripts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from django.utils.translation.template import templatize

from chatbot.admin.names import NAMES
from chatbot.catalogues import LOCALE
from chatbot.catalogues.scripts import script_texts
from chatbot.pages.template_loader import compact
from chatbot.reading import MESSAGES, NOT_STORED

ROOT = LOCALE.parent
KEYWORDS: dict[str, Any] = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    # Of `chatbot.formatting.sentences`.
    "say": None,
    "say_in": (2,),
    "say_as": ((1, "c"), 2),
    "say_count": (1, 2),
    "marked": None,
    "marked_as": ((1, "c"), 2),
    "marked_count": (1, 2),
}


def marked_texts() -> Catalog:
    """A catalogue without translations. Texts are in the order of the files, which it names."""
    catalogue = Catalog(project="Lockstep", charset="utf-8")
    for path in _files():
        name = path.relative_to(ROOT).as_posix()
        for number, text, comments, context in _texts(path):
            catalogue.add(text, None, [(name, number)], auto_comments=comments, context=context)
    # Made of names in the code, or in a room that knows no translations.
    sentences = (*MESSAGES.values(), *NOT_STORED.values())
    for name, texts in (("admin/names.py", NAMES), ("reading/result.py", sentences)):
        for text in texts:
            catalogue.add(text, None, [(f"chatbot/{name}", 1)])
    return catalogue


def _files() -> Iterable[Path]:
    """Ours."""
    yield from sorted(path for path in (ROOT / "chatbot").rglob("*.py") if "migrations" not in path.parts)
    yield from sorted((ROOT / "static").rglob("*.js"))
    yield from sorted(path for path in (ROOT / "templates").rglob("*.*") if path.suffix in {".html", ".txt"})


def _texts(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".js":
        yield from ((line, text, [], None) for line, text in script_texts(source))
        return
    if path.suffix != ".py":
        source = python_of(compact(source) if path.suffix == ".html" else source)
    yield from extract("python", BytesIO(source.encode()), KEYWORDS, ["Translators:"])


def python_of(template: str) -> str:
    """The calls that Django's tags stand for, as Python that can be tokenized.

    Django writes them for xgettext, with each other letter as X.
    """
    return "\n".join(line.strip() for line in templatize(template).splitlines())

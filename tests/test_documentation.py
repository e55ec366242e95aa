"""The documentation as a site: complete, without dead links, and without anything from other sites."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from selectolax.lexbor import LexborHTMLParser

from chatbot.management.reference import DOCS, pages

LOADED = {"script": "src", "img": "src", "iframe": "src", "source": "srcset", "link": "href"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Strict: a page that is in no menu, and a link without its target, are errors."""
    target = tmp_path_factory.mktemp("documentation")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(target)]
    built = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    return target


def test_pages_load_nothing_from_other_sites(site: Path) -> None:
    found = [*site.rglob("*.html")]
    assert len(found) == len([*DOCS.glob("*.md")]) + 1  # for unknown addresses
    for page in found:
        tree = LexborHTMLParser(page.read_text())
        for tag, attribute in LOADED.items():
            addresses = [node.attributes.get(attribute) or "" for node in tree.css(tag)]
            assert [one for one in addresses if re.match(r"(?:https?:)?//", one)] == [], page
        assert tree.css_first(".mermaid") is None, f"{page}: the theme would load a program for it"
    for style in site.rglob("*.css"):
        assert not re.search(r"url\(['\"]?(?:https?:)?//|@import", style.read_text()), style


@pytest.mark.parametrize("name", sorted(pages()))
def test_reference_is_current(name: str) -> None:
    assert (DOCS / name).read_text() == pages()[name], "run: manage.py write_reference"

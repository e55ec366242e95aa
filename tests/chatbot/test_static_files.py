"""What browsers get of our scripts and style sheets."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from chatbot.models import User
from chatbot.static_files import ModuleManifestStorage, without_comments
from tests.factories import UserFactory

LARGEST = {"br": 60_000, "gz": 71_000}  # bytes of scripts and style sheets; over HTTPS, browsers take Brotli


@pytest.mark.parametrize(
    ("name", "text", "left"),
    [
        ("a.css", "/* Why. */\n.a {\n  color: red; /* here */\n}\n", ".a {\ncolor: red; \n}\n"),
        ("a.js", "// Why.\nlet a = 1; // here\n", "let a = 1;\n"),
        (
            "a.js",
            "/** Why. */\nexport class A {\n  /**\n   * How.\n   */\n  b() {}\n}\n",
            "export class A {\nb() {}\n}\n",
        ),
        ("a.js", 'fetch("https://a.b"); go("x; // y");\n', 'fetch("https://a.b"); go("x; // y");\n'),
        ("a.js", "a(/* b */ c);\n", "a(/* b */ c);\n"),
        ("a.svg", "<svg>\n  <!-- a -->\n</svg>", "<svg>\n  <!-- a -->\n</svg>"),
    ],
)
def test_comments_and_indentation_are_left_out(name: str, text: str, left: str) -> None:
    assert without_comments(name, text) == left


@pytest.fixture
def page(db: None) -> str:
    alice: User = UserFactory.create()
    client = Client()
    client.force_login(alice)
    return client.get(reverse("chat")).text


def test_the_chat_page_loads_little(page: str, settings: Settings, tmp_path: Path) -> None:
    """Its scripts with all modules that it asks for, and its style sheets, compressed file by file."""
    loaded = re.findall(r'(?:src|href)="/static/([^"]+\.(?:js|css))"', page)
    settings.WHITENOISE_KEEP_ONLY_HASHED_FILES = True
    storage = ModuleManifestStorage(tmp_path)
    ours = Path(settings.STATICFILES_DIRS[0])
    files = {
        name: (source, name)
        for finder in finders.get_finders()
        for name, source in finder.list([])
        if name in loaded or (ours / name).exists()
    }
    for name, (source, _) in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source.path(name), tmp_path / name)

    problems = [error for _, _, error in storage.post_process(files) if isinstance(error, Exception)]

    assert problems == []
    assert len(set(loaded)) == len(loaded) > 50
    for encoding, largest in LARGEST.items():
        paths = {name: tmp_path / f"{storage.stored_name(name)}.{encoding}" for name in loaded}
        sizes = {name: path.stat().st_size for name, path in paths.items()}
        assert sum(sizes.values()) <= largest, sizes

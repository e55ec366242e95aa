from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from chatbot.pages.modules import imports_of
from tests.subtests import as_subtests

STATIC = Path(__file__).parents[3] / "static"
MODULES = sorted(str(path.relative_to(STATIC)) for path in STATIC.rglob("*.js"))


def test_a_page_preloads_all_modules_that_it_needs(alices: Client) -> None:
    page = alices.get(reverse("chat")).text
    scripts = re.findall(r'<script type="module" src="/static/([^"]+)"', page)
    hints = set(re.findall(r'<link rel="modulepreload" href="/static/([^"]+)"', page))

    needed: set[str] = set()
    for script in scripts:
        needed.update(imports_of(script))
    assert scripts == ["site/main.js", "chat/main.js"]
    assert hints == needed


def test_imports_are_followed_recursively() -> None:
    found = imports_of("chat/main.js")
    assert "streaming/timing.js" in found  # through the event stream
    assert "live/streaming-text.js" in found  # chat/page.js, chat/transcript.js, live/texts.js
    assert len(found) == len(set(found))


@as_subtests("name", MODULES)
def test_each_import_is_a_file(name: str) -> None:
    text = (STATIC / name).read_text()
    written = re.findall(r'from "(\.[^"]+)"|^import "(\.[^"]+)"', text, re.MULTILINE)
    direct = {(STATIC / name).parent.joinpath(a or b).resolve() for a, b in written}
    assert direct <= {(STATIC / other).resolve() for other in imports_of(name)}
    later = re.findall(r'import\("(\.[^"]+)"\)', text)
    assert [path for path in later if not (STATIC / name).parent.joinpath(path).exists()] == []


def test_a_module_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(LookupError, match=r"no/such\.js"):
        imports_of("no/such.js")

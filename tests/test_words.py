"""The code uses the words of docs/glossary.md, and none of those that it lists as not used."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
GLOSSARY = ROOT / "docs/glossary.md"
NOT_CHECKED = {"docs/glossary.md": "has the list itself", "tests/test_words.py": "names one of them"}
SUFFIXES = {".css", ".example", ".html", ".js", ".md", ".mjs", ".py", ".toml", ".txt", ".yaml", ".yml"}


def _phrases() -> list[str]:
    table = GLOSSARY.read_text().partition("| do not write |")[2]
    rows = [line for line in table.splitlines()[2:] if line.startswith("| ")]
    return [phrase.strip() for row in rows for phrase in row.split("|")[1].split(",")]


def _files() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("This is no checkout of git.")
    return [
        name
        for name in listed.stdout.splitlines()
        if name not in NOT_CHECKED and Path(name).suffix in SUFFIXES and (ROOT / name).exists()
    ]


def test_the_glossary_lists_words_that_are_not_used() -> None:
    assert "meanwhile" in _phrases()


def test_words_that_are_not_used_appear_nowhere() -> None:
    unwanted = re.compile(rf"\b({'|'.join(map(re.escape, _phrases()))})\b", re.IGNORECASE)
    found = [
        f"{name}:{number}: {match[0]}"
        for name in _files()
        for number, line in enumerate((ROOT / name).read_text().splitlines(), 1)
        for match in unwanted.finditer(line.replace("_", " "))
    ]
    assert found == []

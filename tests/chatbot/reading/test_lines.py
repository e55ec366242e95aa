from __future__ import annotations

from chatbot.reading.lines import lines_of
from tests.subtests import as_subtests


@as_subtests(
    ("text", "lines"),
    [
        ("", []),
        (" \n\t\n", []),
        ("Milk", ["Milk"]),
        ("Milk\nBread\r\nEggs\rTea", ["Milk", "Bread", "Eggs", "Tea"]),
        ("- Milk\n* Bread\n+ Eggs\n• Tea\n– Rum", ["Milk", "Bread", "Eggs", "Tea", "Rum"]),
        ("1. Milk\n2. Bread", ["Milk", "Bread"]),
        ("Shopping:\n1) Milk\n2) Bread\nRest", ["Shopping:", "Milk", "Bread", "Rest"]),
        ("(1) Milk\n(2) Bread", ["Milk", "Bread"]),
        ("1. Advent", ["1. Advent"]),
        ("2. Milk\n3. Bread", ["2. Milk", "3. Bread"]),
        ("1. Milk\n3. Bread", ["1. Milk", "3. Bread"]),
        ("1. Milk\n\n2. Bread", ["Milk", "Bread"]),
        ("-5 degrees outside", ["-5 degrees outside"]),
        ("*urgent* Milk", ["*urgent* Milk"]),
        ("[x]y is a matrix", ["[x]y is a matrix"]),
        ("[link] read", ["[link] read"]),
        ("-\n- \n[ ] ", []),
        ("  - Milk  ", ["Milk  "]),
        ("- [ ] 2 eggs", ["2 eggs"]),
        ("3.12 upgrade\n4.0 upgrade", ["3.12 upgrade", "4.0 upgrade"]),
    ],
)
def test_lines_are_without_list_markers(text: str, lines: list[str]) -> None:
    assert [text[line.start : line.end] for line in lines_of(text)] == lines


@as_subtests(
    ("text", "done"),
    [
        ("[ ] Milk\n[x] Bread\n[X] Eggs\n[] Tea", [False, True, True, False]),
        ("- [ ] Milk\n- [x] Bread", [False, True]),
        ("1. [ ] Milk\n2. [x] Bread", [False, True]),
        ("☐ Milk\n☑ Bread\n☒Eggs\n✓ Tea\n✔ Rum", [False, True, True, True, True]),
        ("Milk x\nBread", [False, False]),
    ],
)
def test_checked_boxes_are_done(text: str, done: list[bool]) -> None:
    assert [line.is_done for line in lines_of(text)] == done
    assert not any(set(text[line.start : line.end]) & set("[]☐☑☒✓✔") for line in lines_of(text))

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings

from chatbot.domain.events import EVENTS, LIVE_EVENTS
from chatbot.wire.description.browser import PATH, module_text

STATIC = Path(settings.BASE_DIR) / "static"


def test_the_module_of_names_is_current() -> None:
    assert PATH.read_text() == module_text(), "run: manage.py write_event_names"


def test_scripts_only_name_events_by_the_module() -> None:
    names = "|".join([*EVENTS, *LIVE_EVENTS, "stream_reset", "connection_established"])
    bare = re.compile(rf"""(["'`])({names})\1""")
    found = {
        str(path.relative_to(STATIC)): bare.findall(path.read_text())
        for path in STATIC.rglob("*.js")
        if path != PATH
    }
    assert {path: names for path, names in found.items() if names} == {}

"""What the offline assistant may and may not load."""

from __future__ import annotations

import subprocess
import sys

CODE = """
import sys
import chatbot.offline_assistant.planner
OWN = ("chatbot.offline_assistant", "chatbot.formatting", "chatbot.reading")
heavy = {"agents", "openai", "django", "pydantic"} & set(sys.modules)
foreign = {name for name in sys.modules if name.startswith("chatbot.")}
foreign = {name for name in foreign if not name.startswith(OWN)}
print(sorted(heavy | foreign))
"""


def test_planner_loads_neither_the_sdk_nor_django() -> None:
    result = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"

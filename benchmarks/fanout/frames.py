"""What all contestants send: 200 bytes of JSON for each event."""

from __future__ import annotations

import json
from typing import Any

GREETING = "{}"  # a tab's first frame
KIND = "tool_complete"
EVENT_BYTES = 200


def frame(kind: str, number: int, text: str) -> dict[str, Any]:
    return {"type": kind, "seq": number, "text": text}


def encode(kind: str, number: int, text: str) -> str:
    return json.dumps(frame(kind, number, text), separators=(",", ":"))


TEXT = "x" * (EVENT_BYTES - len(encode(KIND, 1_000, "")))

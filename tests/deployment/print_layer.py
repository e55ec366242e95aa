"""Load the settings as a process does, and print the channel layer that they choose."""

from __future__ import annotations

import json
import sys

from chatbot.settings import CHANNEL_LAYERS

if __name__ == "__main__":
    json.dump(CHANNEL_LAYERS["default"], sys.stdout)

"""`python -m chatbot.terminal`: the client without Django's settings."""

from __future__ import annotations

import argparse
import sys

from chatbot.terminal.arguments import DESCRIPTION, EXIT_CODES, add_arguments
from chatbot.terminal.command import run

parser = argparse.ArgumentParser("chatbot.terminal", description=DESCRIPTION, epilog=EXIT_CODES)
add_arguments(parser)
sys.exit(run(parser.parse_args()))

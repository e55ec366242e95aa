"""The arguments of `manage.py chat` and of `python -m chatbot.terminal`."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from urllib.parse import urlsplit
from uuid import UUID

DESCRIPTION = "Chat with the agent of a Lockstep server, and watch it work."
EXIT_CODES = (
    "Exit codes: 0 answered, 1 the run failed, 2 wrong usage or not signed in, 3 a decision is needed, "
    "4 the server cannot be reached, 130 interrupted."
)


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "message", nargs="?", help="What to send. Without it: a prompt, or what a pipe contains."
    )
    parser.add_argument("--url", type=_server_url, default="http://127.0.0.1:8000", help="Of the server.")
    parser.add_argument("--token", help="An access token. Default: LOCKSTEP_TOKEN, or a sign-in.")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--new", action="store_true", help="Start a chat instead of continuing the last one.")
    which.add_argument("--chat", type=UUID, metavar="ID", help="The chat to continue.")
    parser.add_argument("--json", action="store_true", help="Print each event of the run as a line of JSON.")


def _server_url(text: str) -> str:
    try:
        parts = urlsplit(text)
        is_usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_usable = False
    if not is_usable or not text.isascii() or not text.isprintable():
        raise ArgumentTypeError("This must be an address such as https://tasks.example.")
    return text

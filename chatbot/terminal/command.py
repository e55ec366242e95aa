"""The command: sign in, choose the chat, send a message or one after the other."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from contextlib import closing, suppress
from getpass import getpass

from .following import Following
from .outcome import NotSignedIn, Outcome, Problem, Refused, Unreachable
from .run import ShownRun
from .screen import Screen
from .server import Server
from .view import JsonLines, Pipe, View

_HELP = "Type a message. /new starts a chat, /quit leaves, Ctrl-C stops the agent."


def run(options: Namespace) -> int:
    """Return the exit code."""
    view = _view(options)
    try:
        return _run(options, view)
    except Problem as problem:
        view.problem(str(problem))
        return problem.outcome
    except KeyboardInterrupt:
        view.problem("Interrupted.")
        return Outcome.INTERRUPTED
    except BrokenPipeError:
        # Who read the output has ended; Python would fail once more when it flushes at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Outcome.FAILED


def _run(options: Namespace, view: View) -> Outcome:
    message = options.message
    if message is None and not view.is_interactive:
        message = sys.stdin.read()
    with closing(Server(options.url)) as server:
        _sign_in(server, options.token or os.environ.get("LOCKSTEP_TOKEN", ""), view)
        chat = Chat(server, view, _conversation(server, options))
        return chat.converse() if message is None else chat.send(message)


class Chat:
    def __init__(self, server: Server, view: View, conversation_id: str | None) -> None:
        self._server = server
        self._view = view
        self._conversation_id = conversation_id

    def send(self, message: str) -> Outcome:
        cursor = self._server.cursor()
        with closing(Following(self._server, cursor).frames()) as frames:
            next(frames)  # connected, before anything is sent: pieces of the answer are not sent again
            sent = self._server.send(message, self._conversation_id)
            self._conversation_id = sent["conversation_id"]
            return ShownRun(self._server, self._view, sent["run_id"]).show(frames)

    def converse(self) -> Outcome:
        """Read messages until /quit or the end of the input."""
        with suppress(ImportError):  # the arrow keys, where the platform has it
            import readline  # noqa: F401
        self._view.step(_HELP, "·")
        while True:
            try:
                line = input("> ").strip()
            except EOFError:
                return Outcome.ANSWERED
            match line:
                case "/quit":
                    return Outcome.ANSWERED
                case "/new":
                    self._conversation_id = None
                case "":
                    pass
                case _:
                    self._try_to_send(line)

    def _try_to_send(self, message: str) -> None:
        try:
            self.send(message)
        except (Refused, Unreachable) as problem:
            self._view.problem(str(problem))


def _view(options: Namespace) -> View:
    if options.json:
        return JsonLines()
    return Screen() if sys.stdin.isatty() and sys.stdout.isatty() else Pipe()


def _conversation(server: Server, options: Namespace) -> str | None:
    if options.chat:
        return str(options.chat)
    return None if options.new else server.last_conversation()


def _sign_in(server: Server, token: str, view: View) -> None:
    if token:
        server.use_token(token.strip())
        return
    if not view.is_interactive:
        raise NotSignedIn("Set LOCKSTEP_TOKEN, or give --token.")
    username, password = input("Username: "), getpass()
    try:
        server.sign_in(username, password)
    except Refused as refused:
        if refused.code != "second_factor_required":
            raise
        server.sign_in(username, password, getpass("Code of your authenticator app: "))

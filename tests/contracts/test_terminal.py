"""The terminal client against a server: what scripts get on their pipes, and people on a terminal."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import subprocess
import sys
from argparse import ArgumentParser
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pytest

from chatbot.terminal.arguments import add_arguments
from chatbot.terminal.command import run
from chatbot.terminal.outcome import NotSignedIn
from chatbot.terminal.server import Server
from tests.contracts.client import PATIENCE, Account
from tests.provider.script import Provider, says
from tests.services.ports import free_port

if TYPE_CHECKING:
    from tests.contracts.site import Site

ROOT = Path(__file__).parents[2]
OWNED = "\x1b]0;owned\x07"


def chat(site: Site, account: Account, *arguments: str) -> int:
    """Run the command in this process, whose output is no terminal."""
    parser = ArgumentParser()
    add_arguments(parser)
    return run(parser.parse_args(["--url", site.url, "--token", account.token, *arguments]))


def test_answer_alone_is_on_standard_output(site: Site) -> None:
    account = site.account()
    command = [sys.executable, "manage.py", "chat", "Add a task to buy groceries", "--url", site.url]
    # A database that cannot be opened: the client needs none.
    env = {**site.server.env, "LOCKSTEP_TOKEN": account.token, "DATABASE_URL": "sqlite:////nowhere/db"}

    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert "buy groceries" in done.stdout.lower()
    assert "✓" not in done.stdout
    assert done.stderr.startswith("✓ ")


def test_decision_is_refused_on_a_pipe(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    account = site.account()
    chat(site, account, "Add a task to buy groceries")
    capsys.readouterr()

    assert chat(site, account, "Delete all my tasks") == 3

    written = capsys.readouterr()
    assert written.out == ""
    assert "Delete 1 task?" in written.err


def test_chat_is_continued_chosen_or_new(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    account = site.account()

    def conversation(*arguments: str) -> str:
        assert chat(site, account, "Show my tasks", "--json", *arguments) == 0
        events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        assert events[-1]["event_type"] == "agent_done"
        ids = [event["id"] for event in events if event["seq"]]
        assert len(set(ids)) == len(ids)
        return str(events[-1]["conversation_id"])

    first = conversation()
    assert conversation() == first
    second = conversation("--new")
    assert second != first
    assert conversation("--chat", first) == first


def test_exit_codes_tell_what_is_wrong(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    account = site.account()

    assert chat(site, account, "Hello", "--token", "wrong") == 2
    assert chat(site, account, "Hello", "--token", "wröng") == 2
    assert chat(site, account, "") == 2
    assert chat(site, account, "Hello", "--url", f"http://127.0.0.1:{free_port()}") == 4
    assert chat(site, account, "Hello", "--url", f"{site.url}/elsewhere") == 4
    with pytest.raises(SystemExit, match="2"):
        chat(site, account, "Hello", "--url", "ftp://127.0.0.1")
    assert capsys.readouterr().out == ""


def test_escape_sequences_of_a_model_reach_no_terminal(scripted: Site, model: Provider) -> None:
    model.play(says(f"Done{OWNED} &#27;[2J", "\n\n**bold**"))

    with Terminal(scripted, "Go") as terminal:
        written = terminal.until_end()

    assert terminal.code == 0, written
    assert "bold" in written
    assert "owned" in written
    assert "\x1b]" not in written
    assert "\x1b[2J" not in written
    assert "\x07" not in written


def test_person_approves_on_a_terminal(site: Site) -> None:
    with Terminal(site) as terminal:
        terminal.until("> ")
        terminal.type("Add a task to buy groceries")
        terminal.until("Created: buy groceries")
        terminal.until("> ")
        terminal.type("Delete all my tasks")
        terminal.until("[a]pprove or [d]ecline: ")
        terminal.type("a")
        terminal.until("Deleted")
        terminal.until("> ")
        terminal.type("/quit")
        terminal.until_end()

    assert terminal.code == 0


def test_interrupt_stops_the_run(scripted: Site, model: Provider) -> None:
    model.play(says("Once", " upon a time", hold=2))

    with Terminal(scripted, "Go") as terminal:
        terminal.until("Once")
        terminal.type("\x03")
        written = terminal.until_end()

    assert "Stopped" in written
    assert terminal.code == 130


def test_wrong_password_is_refused_on_a_terminal(site: Site) -> None:
    with Terminal(site, token="") as terminal:
        terminal.until("Username: ")
        terminal.type("nobody")
        terminal.until("Password: ")
        terminal.type("wrong")
        written = terminal.until_end()

    assert "The username or the password is wrong." in written
    assert terminal.code == 2


def test_expired_access_token_is_refreshed(site: Site) -> None:
    with closing(Server(site.url)) as server:
        server.use_token(site.odd["expired"].token, site.odd["refresh"].token)
        with closing(server.events(server.cursor())) as frames:
            assert next(frames)["event_type"] == "connection_established"

        server.use_token(site.odd["expired"].token, site.odd["refresh"].token)
        with closing(server.events("epoch:0")) as frames:
            assert next(frames)["event_type"] in {"connection_established", "stream_reset"}

        server.use_token(site.odd["expired"].token, "expired, too")
        with pytest.raises(NotSignedIn):
            server.cursor()


class Terminal:
    """The client as somebody sees it who sits before it."""

    def __init__(self, site: Site, *arguments: str, token: str | None = None) -> None:
        self.code: int | None = None
        self._unread = ""
        self._command = [sys.executable, "-m", "chatbot.terminal", *arguments, "--url", site.url]
        token = site.account().token if token is None else token
        environment = {"LOCKSTEP_TOKEN": token, "TERM": "xterm-256color"}
        self._environment = {**site.server.env, **environment}

    def __enter__(self) -> Self:
        pid, self._file = pty.fork()
        if pid == 0:
            os.chdir(ROOT)
            os.execve(sys.executable, self._command, self._environment)  # noqa: S606
        self._pid = pid
        return self

    def __exit__(self, *error: object) -> None:
        if self.code is None:
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)
        os.close(self._file)

    def type(self, line: str) -> None:
        os.write(self._file, line.encode() if line == "\x03" else f"{line}\n".encode())

    def until(self, text: str) -> None:
        """Read up to this text. What follows is still unread."""
        while text not in self._unread:
            piece = self._read()
            assert piece, f"It ended before {text!r}: {self._unread}"
            self._unread += piece
        self._unread = self._unread.partition(text)[2]

    def until_end(self) -> str:
        while piece := self._read():
            self._unread += piece
        self.code = os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])
        return self._unread

    def _read(self) -> str:
        assert select.select([self._file], [], [], PATIENCE)[0], f"Nothing came after: {self._unread}"
        try:
            return os.read(self._file, 65536).decode(errors="replace")
        except OSError:  # how Linux reports that the other side is closed
            return ""

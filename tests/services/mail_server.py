"""A real SMTP server, in a thread of the test, which keeps what it is sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread
from typing import Self

HANGS_UP = b""
_ANSWERS = {"DATA": b"354 go ahead", "QUIT": b"221 bye"}


@dataclass
class MailServer:
    """`answers` are given to the next mails, by default 250; `HANGS_UP` closes the connection instead."""

    answers: list[bytes] = field(default_factory=list)
    received: list[EmailMessage] = field(default_factory=list)
    connections: int = 0

    def __enter__(self) -> Self:
        mails = self

        class Handler(StreamRequestHandler):
            def handle(self) -> None:
                mails.connections += 1
                mails._talk(self)

        self._server = ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def port(self) -> int:
        port: int = self._server.server_address[1]
        return port

    def _talk(self, client: StreamRequestHandler) -> None:
        client.wfile.write(b"220 here\r\n")
        while line := client.rfile.readline():
            verb = line[:4].decode().upper()
            client.wfile.write(_ANSWERS.get(verb, b"250 yes") + b"\r\n")
            if verb == "DATA" and not self._take(client):
                return

    def _take(self, client: StreamRequestHandler) -> bool:
        lines = list(iter(client.rfile.readline, b".\r\n"))
        answer = self.answers.pop(0) if self.answers else b"250 taken"
        if answer.startswith(b"2") or answer == HANGS_UP:
            self.received.append(message_from_bytes(b"".join(lines), policy=policy.default))
        client.wfile.write(answer + b"\r\n" if answer else b"")
        return bool(answer)

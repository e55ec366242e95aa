from __future__ import annotations

import http.client
import os
import secrets
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from tests.services.forked import Forked
from tests.services.ports import free_port
from tests.services.process import Process

ROOT = Path(__file__).resolve().parent.parent.parent
Kind = Literal["daphne", "uvicorn"]


class WebServer(Process):
    """The site in a process of its own, as people would start it."""

    def __init__(self, directory: Path, env: Mapping[str, str], kind: Kind) -> None:
        self.kind = kind
        self.port = free_port()
        self.env = env
        self.url = f"http://127.0.0.1:{self.port}"
        self.ws_url = f"ws://127.0.0.1:{self.port}"
        super().__init__(
            [sys.executable, *command(kind, self.port)],
            log=directory / f"{kind}-{self.port}.log",
            env=env,
            cwd=ROOT,
        )

    def start(self) -> None:
        super().start()
        self.wait_ready(self.is_healthy)

    def is_healthy(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def manage(self, *arguments: str) -> str:
        """Run a management command with the server's environment, and return what it printed."""
        return manage(self.env, *arguments)


def command(kind: Kind, port: int) -> list[str]:
    application, address = "chatbot.asgi:application", ["--port", str(port)]
    if kind == "daphne":
        return ["-m", "daphne", "--verbosity", "0", "--bind", "127.0.0.1", *address, application]
    quiet = ["--no-access-log", "--log-level", "warning", "--ws-per-message-deflate", "false"]
    quiet += ["--ws-max-size", "1048576", "--timeout-graceful-shutdown", "5"]
    # Clients close an idle connection first: a request must not meet one that is just being closed.
    quiet += ["--timeout-keep-alive", "60"]
    return ["-m", "uvicorn", "--host", "127.0.0.1", *address, *quiet, application]


def environment(database_url: str, redis_url: str = "", **settings: str) -> dict[str, str]:
    """Return a server's environment: of the machine's only what programs need to run at all."""
    kept = {name: os.environ[name] for name in ("HOME", "LANG", "PATH", "TMPDIR") if name in os.environ}
    return {
        **kept,
        "PYTHONUNBUFFERED": "1",
        "PYTHON_DOTENV_DISABLED": "true",
        "DJANGO_SETTINGS_MODULE": "chatbot.settings",
        "DEBUG": "true",
        "SECRET_KEY": secrets.token_urlsafe(40),
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        **settings,
    }


def manage(env: Mapping[str, str], *arguments: str) -> str:
    """Run a management command in a process of its own, and return what it printed."""
    argv = [sys.executable, "manage.py", *arguments]
    with tempfile.NamedTemporaryFile(prefix="manage-") as output:
        code = Forked(argv, Path(output.name), dict(env), ROOT).wait()
        printed = output.read().decode()
    if code:
        raise RuntimeError(f"manage.py {' '.join(arguments)} failed:\n{printed}")
    return printed

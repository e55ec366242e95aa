"""Migrate, load the demo data and serve the site with Daphne until Ctrl-C, in this one process."""

from __future__ import annotations

import errno
import http.client
import os
import socket
import sys
import threading
import time
from pathlib import Path

from dotenv import load_dotenv

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
STARTUP_SECONDS = 60

RUNNING = """
  Lockstep is running at {url}
{accounts}  {model}
  Ctrl-C stops it.
"""
ACCOUNTS = """  Sign in as demo / demo; the admin, at {url}admin/, takes admin / admin.
"""


def port_problem(port: str) -> str | None:
    """What is wrong with a port and what to do, in one sentence; None if it can be used."""
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        return f"PORT={port} is not a port: choose one from 1 to 65535, for example: make run PORT=8001"
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(port)))
        except OSError as error:
            reason = "is taken" if error.errno == errno.EADDRINUSE else f"cannot be used ({error.strerror})"
            other = int(port) + 1 if 1024 <= int(port) < 65535 else 8000
            return f"Port {port} {reason}: free it or choose another, for example: make run PORT={other}"
    return None


def health(port: int) -> str:
    """The result of the server's health check: "200", another status, or why there was no response."""
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return str(connection.getresponse().status)
    except (OSError, http.client.HTTPException) as error:
        return str(error)
    finally:
        connection.close()


def print_address(port: int, *, demo: bool, model: str) -> None:
    """Print the address, as soon as the server answers."""
    deadline = time.monotonic() + STARTUP_SECONDS
    while (answer := health(port)) != "200":
        if time.monotonic() > deadline:
            print(
                f"The server does not answer on /healthz as it should: {answer}", file=sys.stderr, flush=True
            )
            return
        time.sleep(0.1)
    url = f"http://{HOST}:{port}/"
    accounts = ACCOUNTS.format(url=url) if demo else ""
    print(RUNNING.format(url=url, accounts=accounts, model=model), flush=True)


def model_in_use() -> str:
    """The models in use, and how to try them."""
    from django.conf import settings

    if not settings.AGENT_MODELS:
        return "The built-in offline assistant answers; docs/models.md says how to use a language model."
    models = ", ".join(f"{model.model} at {model.base_url}" for model in settings.AGENT_MODELS)
    return f"Models: {models}. Try them with: make check-model"


def prepare() -> bool:
    """Migrate, and load the demo data or collect static files; return whether this is a demonstration."""
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connections

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("compilemessages")
    if settings.DEBUG:
        call_command("demo", verbosity=0)
    else:
        call_command("collectstatic", interactive=False, verbosity=0)
    connections.close_all()
    return bool(settings.DEBUG)


def main() -> str | None:
    """Serve until Ctrl-C; return an error message if that is not possible."""
    os.chdir(ROOT)
    sys.path[0] = str(ROOT)
    load_dotenv(ROOT / ".env")
    os.environ.setdefault("DEBUG", "true")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatbot.settings")
    port = os.environ.get("PORT") or "8000"
    if problem := port_problem(port):
        return problem

    from daphne.cli import CommandLineInterface
    from django.core.exceptions import ImproperlyConfigured
    from django.db import OperationalError

    try:
        demo = prepare()
    except ImproperlyConfigured as error:
        return f"The configuration is not usable: {error} (.env.example explains every setting.)"
    except OperationalError as error:
        return f"The database cannot be used: {str(error).strip()} (DATABASE_URL says which one it is.)"
    threading.Thread(
        target=print_address, args=(int(port),), kwargs={"demo": demo, "model": model_in_use()}, daemon=True
    ).start()
    # Quiet, since Daphne's access log contains query strings, and so tokens.
    CommandLineInterface().run(
        ["--verbosity", "0", "--bind", HOST, "--port", port, "chatbot.asgi:application"]
    )
    return None


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)

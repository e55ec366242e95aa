"""Tests the services themselves: their faults must be real, and nothing may be left behind."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
from contextlib import ExitStack, closing
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import psycopg
import pytest
import redis

from tests.services.forked import Forked
from tests.services.ports import free_port, free_ports
from tests.services.preloaded import PreloadedServer
from tests.services.process import Process, descendants, has_ended
from tests.services.wait import wait_until
from tests.services.web_server import ROOT, WebServer, environment

if TYPE_CHECKING:
    from tests.services.databases import PostgresDatabases, SqliteDatabases
    from tests.services.fixtures import StartServer
    from tests.services.postgres_server import PostgresServer
    from tests.services.redis_server import RedisServer
    from tests.services.web_server import Kind


def test_redis_killed_and_restarted_answers_at_the_same_address(redis_server: RedisServer) -> None:
    with redis.Redis.from_url(redis_server.url) as client:
        client.set("lost", "with the crash")

    redis_server.kill()
    assert not redis_server.answers()

    redis_server.restart()
    with redis.Redis.from_url(redis_server.url) as client:
        assert client.get("lost") is None
        assert client.ping()


def test_redis_paused_keeps_its_port_but_answers_nothing(redis_server: RedisServer) -> None:
    redis_server.pause()
    with (
        redis.Redis.from_url(redis_server.url, socket_timeout=0.2) as client,
        pytest.raises(redis.TimeoutError),
    ):
        client.ping()

    redis_server.cont()
    assert redis_server.answers()


def test_redis_is_restarted_for_the_next_test(redis_server: RedisServer) -> None:
    redis_server.kill()
    redis_server.revive()
    assert redis_server.answers()


def test_postgresql_makes_fresh_databases(postgres_server: PostgresServer) -> None:
    first, second = postgres_server.new_database(), postgres_server.new_database()
    with psycopg.connect(postgres_server.url(first)) as connection:
        connection.execute("CREATE TABLE note (text text)")
        connection.execute("INSERT INTO note VALUES ('here')")
        assert connection.execute("SELECT text FROM note").fetchall() == [("here",)]
    with (
        psycopg.connect(postgres_server.url(second)) as connection,
        pytest.raises(psycopg.errors.UndefinedTable),
    ):
        connection.execute("SELECT text FROM note")


def test_postgresql_killed_and_restarted_keeps_what_was_committed(postgres_server: PostgresServer) -> None:
    url = postgres_server.url(postgres_server.new_database())
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE note AS SELECT 'here' AS text")
    for slow_to_end in descendants(postgres_server.pid):
        slow_to_end.suspend()

    postgres_server.kill()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)

    postgres_server.restart()
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT text FROM note").fetchall() == [("here",)]


def test_a_program_that_ends_at_once_raises_with_its_log(tmp_path: Path) -> None:
    process = Process(["sh", "-c", "echo no such option; exit 3"], log=tmp_path / "log")
    process.start()
    with pytest.raises(RuntimeError, match="no such option"):
        process.wait_ready(lambda: False)


def test_kill_ends_what_the_program_started_too(tmp_path: Path) -> None:
    child = tmp_path / "child"
    process = Process(["sh", "-c", f"sleep 600 & echo $! > '{child}'; wait"], log=tmp_path / "log")
    process.start()
    process.wait_ready(lambda: child.exists() and child.read_text().strip())
    started = psutil.Process(int(child.read_text()))

    process.kill()
    assert has_ended(started)


def test_preloaded_program_ends_with_tests_that_are_killed(tmp_path: Path) -> None:
    program, log = tmp_path / "program.py", tmp_path / "log"
    program.write_text("import os, signal\nprint(os.getpid(), flush=True)\nsignal.pause()\n")
    tests = get_context("forkserver").Process(target=start_and_wait, args=(program, log))
    tests.start()
    wait_until(lambda: log.exists() and log.read_text(), "the program to start")
    program_of_tests = psutil.Process(int(log.read_text()))

    tests.terminate()
    tests.join()
    wait_until(lambda: has_ended(program_of_tests), "the program to end")


def start_and_wait(program: Path, log: Path) -> None:
    Forked([sys.executable, str(program)], log, dict(os.environ), program.parent)
    signal.pause()


@pytest.mark.usefixtures("services")
@pytest.mark.both_servers
def test_server_started_by_its_command_line_serves_until_it_is_killed(
    sqlite_databases: SqliteDatabases, tmp_path: Path, server_kind: Kind
) -> None:
    """The other tests start, kill and restart preloaded ones."""
    site = WebServer(tmp_path, environment(sqlite_databases.new()), server_kind)
    site.start()
    try:
        assert site.is_healthy()
        site.kill()
        assert not site.is_healthy()
    finally:
        site.kill()


@pytest.mark.usefixtures("services")
def test_preloaded_server_ends_on_sigterm(sqlite_databases: SqliteDatabases, tmp_path: Path) -> None:
    site = PreloadedServer(tmp_path, environment(sqlite_databases.new()), "daphne")
    site.start()
    os.kill(site.pid, signal.SIGTERM)
    assert site.wait() == 0
    assert not site.running


@pytest.mark.usefixtures("services")
def test_preloaded_server_that_ends_at_once_raises_with_its_log(tmp_path: Path) -> None:
    site = PreloadedServer(tmp_path, environment("nowhere"), "uvicorn")
    with pytest.raises(RuntimeError, match="DATABASE_URL"):
        site.start()


def test_servers_have_databases_of_their_own(
    server: StartServer, redis_server: RedisServer, postgres_databases: PostgresDatabases
) -> None:
    first = server(database_url=postgres_databases.new(), redis_url=redis_server.url)
    second = server()
    first.manage("demo")
    people = "SELECT username FROM chatbot_user ORDER BY username"
    with psycopg.connect(first.env["DATABASE_URL"]) as connection:
        assert connection.execute(people).fetchall() == [("admin",), ("demo",)]
    with closing(sqlite3.connect(second.env["DATABASE_URL"].removeprefix("sqlite:///"))) as connection:
        assert connection.execute(people).fetchall() == []


def test_no_outgoing_connection_takes_a_port_that_is_reserved_for_a_server() -> None:
    port = free_port()
    with socket.create_server(("127.0.0.1", 0)) as listening, ExitStack() as stack:
        address = listening.getsockname()
        outgoing = [stack.enter_context(socket.create_connection(address)) for _ in range(50)]
        assert all(port < connection.getsockname()[1] for connection in outgoing)


def test_a_reserved_port_is_not_given_to_another_process() -> None:
    first = free_ports(3)
    code = f"import sys; from tests.services import ports; ports._reserve({first} + int(sys.argv[1]))"
    for offset in range(3):
        other = subprocess.run(
            [sys.executable, "-c", code, str(offset)], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert "Address already in use" in other.stderr

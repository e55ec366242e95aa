"""`manage.py backup` and `manage.py restore`, while people and runs are active."""

from __future__ import annotations

import io
import resource
import sqlite3
import stat
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from pytest_django.plugin import DjangoDbBlocker

from chatbot.domain.operations.heartbeats import Heartbeat
from chatbot.domain.publish import stream_of
from chatbot.domain.runs import sweeper
from chatbot.domain.tasks import commands as tasks
from chatbot.models import JobProcess, Run, Task, User
from streaming.log import stream_position
from tests.chatbot.domain.published import types
from tests.chatbot.domain.worked import Work, work_for
from tests.factories import TaskFactory, UserFactory
from tests.services.databases import PostgresDatabases, SqliteDatabases, default_database
from tests.services.wait import wait_until
from tests.services.web_server import environment, manage

commits = pytest.mark.django_db(transaction=True)
both = pytest.mark.usefixtures("any_database")


@pytest.fixture
def alice() -> User:
    return UserFactory.create(username="alice")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "lockstep.backup"


def run(command: str, file: Path, *options: str) -> str:
    output = io.StringIO()
    call_command(command, str(file), *options, stdout=output)
    return output.getvalue()


@contextmanager
def somebody_adds_tasks(owner: User) -> Iterator[None]:
    done = threading.Event()

    def add() -> None:
        try:
            while not done.is_set():
                tasks.add_task(owner, title="Buy milk")
        finally:
            connections.close_all()

    thread = threading.Thread(target=add)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def wait_for_tasks(number: int) -> None:
    wait_until(lambda: Task.objects.count() > number, "further tasks")


@commits
@both
def test_a_backup_is_of_one_moment_and_what_was_active_then_ends(alice: User, file: Path) -> None:
    work = work_for(alice)
    with somebody_adds_tasks(alice):
        wait_for_tasks(3)
        assert run("backup", file).startswith(f"Wrote {file}")
        wait_for_tasks(Task.objects.count())
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    newest = Task.objects.count()
    before = stream_position(stream_of(alice.pk))

    said = run("restore", file)
    restored = Task.objects.count()
    assert 3 < restored < newest
    assert f"1 accounts, {restored} tasks" in said
    assert types(alice).count("task_created") == restored
    after = stream_position(stream_of(alice.pk))
    assert after.last < before.last
    assert not after.can_resume(before.cursor)
    assert after.epoch != before.epoch

    sweeper.recover()
    assert Work.on(work.run).end().status == Run.Status.SUCCEEDED
    tasks.add_task(alice, title="Eggs")
    assert types(alice)[-1] == "task_created"


@commits
@both
def test_what_cannot_be_restored_changes_nothing(alice: User, file: Path) -> None:
    run("backup", file)
    TaskFactory.create(owner=alice)
    with pytest.raises(CommandError, match="exists"):
        run("backup", file)
    heartbeat = Heartbeat(JobProcess.Kind.WORKER)
    heartbeat.beat()
    with pytest.raises(CommandError, match=r"Stop what uses the database first: Worker .*:\d+"):
        run("restore", file)

    whole = file.read_bytes()
    for damaged in (whole[: len(whole) // 2], whole[:8]):
        file.write_bytes(damaged)
        with pytest.raises(CommandError):
            run("restore", file, "--force")
    recorder = MigrationRecorder(connection)
    recorder.record_applied("chatbot", "9999_teleporting")
    try:
        run("backup", file, "--force")
        with pytest.raises(CommandError, match="of a newer release, with the migration 9999_teleporting"):
            run("restore", file, "--force")
    finally:
        recorder.record_unapplied("chatbot", "9999_teleporting")
    assert Task.objects.count() == 1

    file.write_bytes(whole)
    run("restore", file, "--force")
    assert Task.objects.count() == 0


@pytest.mark.usefixtures("django_db_setup")
@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.services)])
def test_an_older_backup_is_migrated(
    kind: str,
    file: Path,
    request: pytest.FixtureRequest,
    sqlite_databases: SqliteDatabases,
    django_db_blocker: DjangoDbBlocker,
) -> None:
    databases: SqliteDatabases | PostgresDatabases = sqlite_databases
    if kind == "postgresql":
        databases = request.getfixturevalue("postgres_databases")
    with default_database(databases.new()), django_db_blocker.unblock():
        UserFactory.create(username="alice")
        executor = MigrationExecutor(connection)
        (last,) = executor.loader.graph.leaf_nodes("chatbot")
        (previous,) = (key for key in executor.loader.graph.node_map[last].parents if key[0] == "chatbot")
        executor.migrate([previous.key])
        run("backup", file)
    newest = databases.new()
    assert f"Restored {file}: 1 accounts" in manage(environment(newest), "restore", str(file))
    with default_database(newest), django_db_blocker.unblock():
        assert last in MigrationRecorder(connection).applied_migrations()


@commits
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "cannot be read: No such file or directory."),
        (b"", "is no backup of a database."),
        (b"BEGIN:VCALENDAR\n", "is no backup of a database."),
        (b"SQLite format 3\0" + b"x" * 5_000, "file is not a database."),
    ],
)
def test_a_file_that_is_no_backup(file: Path, content: bytes | None, sentence: str) -> None:
    if content is not None:
        file.write_bytes(content)
    if connection.vendor == "postgresql" and content and content.startswith(b"SQLite"):
        sentence = "is a backup of sqlite, and the database is postgresql."
    with pytest.raises(CommandError, match=sentence):
        run("restore", file)


@commits
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="It is about SQLite.")
def test_files_of_other_programs_and_disks_that_are_full(file: Path) -> None:
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE bookmarks (url TEXT)")
    with pytest.raises(CommandError, match="is no backup of Lockstep"):
        run("restore", file)
    with pytest.raises(CommandError, match="cannot be written: Not a directory"):
        run("backup", file / "within")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, limits[1]))
    try:
        with pytest.raises(CommandError, match="disk"):
            run("backup", file, "--force")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert [path.name for path in file.parent.iterdir()] == [file.name]


@commits
@pytest.mark.usefixtures("postgresql")
def test_programs_of_postgresql_that_fail_or_are_missing_are_named(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    TaskFactory.create()
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA other")  # which the restore does not replace
    run("backup", file)
    with pytest.raises(CommandError, match=r'psql failed.*schema "other" already exists'):
        run("restore", file)
    assert Task.objects.count() == 1
    file.unlink()

    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(CommandError, match="pg_dump is not installed"):
        run("backup", file)
    assert list(file.parent.iterdir()) == []

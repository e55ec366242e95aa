"""A wrong setting stops the start, with one sentence that says what to change."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from chatbot.background.checks import several_processes_need_postgresql, several_processes_need_redis
from streaming.layers.redis_hosts import redis_hosts
from tests.services.forked import Forked
from tests.services.web_server import ROOT, environment

SQLITE = "sqlite://:memory:"
POSTGRESQL = "postgresql://lockstep:secret@127.0.0.1:1/lockstep"  # no server listens there
REDIS = "redis://127.0.0.1:6379/0"


def load(directory: Path, database: str = SQLITE, redis: str = "", **settings: str) -> tuple[int, str]:
    """Load the settings in a process of their own. Return its code, and the last line that it writes."""
    argv = [sys.executable, "-m", "tests.deployment.print_layer"]
    log = directory / "settings.log"
    code = Forked(argv, log, environment(database, redis, **settings), ROOT).wait(timeout=60)
    return code, log.read_text().splitlines()[-1]


@pytest.mark.usefixtures("services")
@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"JOBS": "worker"}, "JOBS must be in-process or workers, not 'worker'."),
        ({"JOBS": "workers"}, "JOBS=workers needs PostgreSQL and Redis: set DATABASE_URL=postgresql://"),
        ({"JOBS": "workers", "redis": REDIS}, "JOBS=workers needs PostgreSQL and Redis"),
        ({"JOBS": "workers", "database": POSTGRESQL}, "JOBS=workers needs PostgreSQL and Redis"),
        ({"redis": "localhost:6379"}, "A Redis address begins with redis://, rediss://"),
        ({"DATABASE_POOL_SIZE": "many", "database": POSTGRESQL}, "DATABASE_POOL_SIZE must be a whole number"),
        ({"DATABASE_URL": "nowhere"}, "DATABASE_URL"),
        ({"TIME_ZONE": "Mars/Olympus"}, "TIME_ZONE must be one such as Europe/Berlin, not 'Mars/Olympus'."),
        ({"SIGN_UP": "invited"}, "SIGN_UP must be open, invite or closed, not 'invited'."),
        ({"AGENT_PRESET": "chatgpt"}, "AGENT_PRESET must be openai, azure, ollama"),
        ({"DAILY_MESSAGE_LIMIT": "-1"}, "DAILY_MESSAGE_LIMIT must be a whole number from 0 on, not '-1'."),
        *(
            (
                {"CORS_ALLOWED_ORIGINS": origin},
                "CORS_ALLOWED_ORIGINS must be origins like https://app.example",
            )
            for origin in ("*", "app.example", "https://app.example/", "null", "https://App.example")
        ),
        ({"DEBUG": "false", "SECRET_KEY": ""}, "Set SECRET_KEY (a long random text)"),
    ],
)
def test_a_wrong_setting_is_reported_in_a_sentence(
    tmp_path: Path, settings: dict[str, str], says: str
) -> None:
    code, line = load(tmp_path, **settings)
    assert code != 0
    assert line.startswith("django.core.exceptions.ImproperlyConfigured: ")
    assert says in line


@pytest.mark.usefixtures("services")
def test_the_layer_uses_the_configured_redis(tmp_path: Path) -> None:
    code, line = load(tmp_path, redis="redis+sentinel://one;two/mymaster")
    assert code == 0, line
    assert json.loads(line) == {
        "BACKEND": "streaming.layers.redis.RedisLayer",
        "CONFIG": {
            "hosts": [{"master_name": "mymaster", "sentinels": [["one", 26379], ["two", 26379]]}],
            "prefix": "lockstep",
        },
    }


@pytest.mark.parametrize(
    ("setting", "hosts"),
    [
        ("redis://one:6379/0", [{"address": "redis://one:6379/0"}]),
        ("rediss://:secret@cluster.example:6379/0", [{"address": "rediss://:secret@cluster.example:6379/0"}]),
        ("redis://one redis://two", [{"address": "redis://one"}, {"address": "redis://two"}]),
        (
            "redis+sentinel://:se%40cret@one;two:26380;[::1]:26381/mymaster/1?ssl=true",
            [
                {
                    "master_name": "mymaster",
                    "sentinels": [("one", 26379), ("two", 26380), ("::1", 26381)],
                    "db": 1,
                    "username": None,
                    "password": "se@cret",
                    "ssl": True,
                }
            ],
        ),
    ],
)
def test_redis_addresses(setting: str, hosts: list[dict[str, Any]]) -> None:
    assert redis_hosts(setting) == hosts


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ("localhost:6379", "begins with redis://"),
        ("redis://", "begins with redis://"),
        ("redis+sentinel://one:26379", "ends with the name of the master"),
        ("redis+sentinel://one:26379/mymaster/first", "unlike 'first'"),
        ("redis+sentinel://one:port/mymaster", "unlike 'port'"),
    ],
)
def test_wrong_redis_addresses(setting: str, says: str) -> None:
    with pytest.raises(Exception, match=says) as raised:
        redis_hosts(setting)
    assert type(raised.value).__name__ == "ImproperlyConfigured"


@pytest.mark.parametrize(
    ("vendor", "redis", "warnings"),
    [
        ("sqlite", "", []),
        ("sqlite", REDIS, ["lockstep.W002"]),
        ("postgresql", "", ["lockstep.W001"]),
        ("postgresql", REDIS, []),
    ],
)
def test_settings_unfit_for_several_processes_are_warned_about(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, vendor: str, redis: str, warnings: list[str]
) -> None:
    settings.REDIS_URL = redis
    monkeypatch.setattr("chatbot.background.checks.connection.vendor", vendor, raising=False)
    found = [*several_processes_need_redis(), *several_processes_need_postgresql()]
    assert [message.id for message in found] == warnings


def test_a_worker_that_is_not_needed_says_so() -> None:
    with pytest.raises(CommandError, match="Set JOBS=workers to have workers"):
        call_command("worker")


@pytest.mark.parametrize("number", [0, -1])
def test_a_worker_needs_a_positive_concurrency(settings: Settings, number: int) -> None:
    settings.JOBS = "workers"
    with pytest.raises(CommandError, match="a whole number from 1"):
        call_command("worker", concurrency=number)

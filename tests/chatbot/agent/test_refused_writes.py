"""A write that can never succeed fails the run at once; after one that may succeed, the run is resumed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from django.db import DatabaseError, connection

from chatbot.domain.database_errors import may_pass
from chatbot.models import Run
from tests.chatbot.agent.chat import Chat
from tests.provider.script import Provider, call, calls, says

ADD = call("add_task", title="Milk", description=None, priority=None, due_at=None, tags=None)
REFUSALS = {
    "sqlite": (
        "CREATE TRIGGER refusal BEFORE {event} BEGIN SELECT RAISE(ABORT, 'never'); END",
        "DROP TRIGGER refusal",
    ),
    "postgresql": (
        """
        CREATE FUNCTION refusal() RETURNS trigger AS $$ BEGIN PERFORM 'x'::jsonb; END $$ LANGUAGE plpgsql;
        CREATE TRIGGER refusal BEFORE {event} FOR EACH ROW EXECUTE FUNCTION refusal()
        """,
        "DROP FUNCTION refusal CASCADE",
    ),
}
NUMBERS = ["1e999", "-1e999", "NaN", "Infinity", "-Infinity", "1" + "0" * 400]
EVENTS = {
    "a tool's effect": "INSERT ON chatbot_task",
    "the answer's record": "INSERT ON chatbot_turn",
    "the text so far": "UPDATE OF content ON chatbot_message",
}


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture(params=EVENTS)
def refusal(request: pytest.FixtureRequest, transactional_db: None) -> Iterator[None]:
    """The database refuses one kind of write permanently."""
    create, drop = REFUSALS[connection.vendor]
    execute(create.format(event=EVENTS[request.param]))
    yield
    execute(drop)


@pytest.mark.usefixtures("refusal")
async def test_write_that_can_never_succeed_ends_the_run_at_once(configured: Provider, chat: Chat) -> None:
    configured.play(says("I add it.", calls=[ADD], after=0), says("Done.", after=1))
    run = await chat.ask("Add milk")
    assert (run.status, run.error_code, run.attempt) == (Run.Status.FAILED, "unstorable", 1)
    assert run.error.endswith(".")
    assert (await chat.ending(run))[0] == "run_failed"
    assert await chat.tasks() == []


async def test_arguments_that_no_database_stores_are_an_error_of_the_tool(
    configured: Provider, chat: Chat
) -> None:
    plain = [f'{{"title": {number}}}' for number in NUMBERS]
    nested = [f'{{"title": "Milk", "tags": [{{"x": [{number}]}}]}}' for number in NUMBERS]
    deep = [f'{{"title": {"[" * depth}{"]" * depth}}}' for depth in (17, 190, 100_000)]
    made = [call("add_task", f"call_{at}", text) for at, text in enumerate([*plain, *nested, *deep])]
    configured.play(calls(*made), says("So it is."))
    run = await chat.ask("Add milk")
    assert (run.status, run.attempt, run.reply.content) == (Run.Status.SUCCEEDED, 1, "So it is.")
    finished = await chat.tool_calls(run)
    assert [(call.output or {}).get("error") for call in finished] == [call.error for call in finished]
    problems = [call.error.removeprefix("The arguments do not fit: ") for call in finished]
    assert {problem[:20] for problem in problems[: -len(deep)]} == {"a number is too larg"}
    assert problems[-len(deep) :] == ["they are nested too deeply."] * 2 + ["they are no JSON object."]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("any_database")
@pytest.mark.parametrize("statement", ["SELECT * FROM nowhere", "INSERT INTO chatbot_turn DEFAULT VALUES"])
def test_error_in_a_statement_is_permanent(statement: str) -> None:
    with pytest.raises(DatabaseError) as raised:
        execute(statement)
    assert not may_pass(raised.value)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("postgresql")
@pytest.mark.parametrize(
    "statements",
    [
        "SET statement_timeout = 1; SELECT pg_sleep(1)",
        "SELECT pg_terminate_backend(pg_backend_pid())",
        "BEGIN READ ONLY; DELETE FROM chatbot_turn",
    ],
)
def test_temporary_errors_on_postgresql(statements: str) -> None:
    with pytest.raises(DatabaseError) as raised:
        execute(statements)
    assert may_pass(raised.value)


@pytest.mark.django_db(transaction=True)
def test_temporary_errors_on_sqlite() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("another database")
    execute("PRAGMA busy_timeout = 0")
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseError) as raised:
            execute("DELETE FROM chatbot_turn")
    connection.close()
    assert may_pass(raised.value)

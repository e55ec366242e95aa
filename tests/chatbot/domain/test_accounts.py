from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.apps import apps
from django.db.models import Model
from django.test import Client

from chatbot.domain.errors import Conflict
from chatbot.domain.history.export import export
from chatbot.domain.mcp_servers.servers import add_server
from chatbot.domain.people import accounts
from chatbot.domain.people.accounts import delete_account, delete_conversations
from chatbot.domain.people.sign_ins import sign_out_everywhere
from chatbot.domain.people.tickets import issue_ticket
from chatbot.domain.plans.create import create_plan
from chatbot.domain.publish import stream_of
from chatbot.domain.runs.attempts import LeaseLost, fenced
from chatbot.domain.runs.retry import retry_run
from chatbot.domain.runs.submit_message import submit_message
from chatbot.domain.tasks import commands as tasks
from chatbot.domain.tasks.undo import undo_call
from chatbot.models import Conversation, Plan, Run, Task, User
from streaming.models import Stream
from tests.chatbot.domain.published import published, types
from tests.chatbot.domain.threads import at_once
from tests.chatbot.domain.worked import Work, work_for


def rows() -> dict[type[Model], int]:
    return {model: model._default_manager.count() for model in apps.get_models()}


def live(owner: User) -> None:
    """Make a row of every kind that can be stored of a person."""
    milk = tasks.add_task(owner, title="Buy milk", tags=["home"])
    work = work_for(owner)
    call = work.call(lambda owner: tasks.complete_task(owner, milk.pk))
    work.end()
    undo_call(owner, call)
    create_plan(owner, "Move house")
    add_server(owner, name="Wiki", url="https://mcp.example/mcp")
    issue_ticket(owner)
    Client().force_login(owner)


def test_saving_an_account_keeps_what_others_changed_since_it_was_read(alice: User) -> None:
    """An old task count would make the next task impossible, and an old version restore
    sign-ins that have ended."""
    read_before = User.objects.get(pk=alice.pk)
    tasks.add_task(alice, title="Buy milk")
    sign_out_everywhere(alice)
    User.objects.filter(pk=alice.pk).update(email="new@example.com")

    read_before.time_zone = "Asia/Tokyo"
    read_before.save()
    read_before.save()

    stored = User.objects.get(pk=alice.pk)
    assert (stored.time_zone, stored.email) == ("Asia/Tokyo", "new@example.com")
    assert (stored.last_task_number, stored.sign_in_version) == (1, 1)
    assert tasks.add_task(alice, title="Buy bread").number == 2


def test_a_deleted_account_leaves_no_rows(alice: User, bob: User) -> None:
    live(bob)
    alice_alone = {**rows(), User: User.objects.count() - 1}
    live(alice)

    delete_account(alice)

    assert rows() == alice_alone
    assert not Stream.objects.filter(name=stream_of(alice.pk)).exists()


def test_runs_of_a_deleted_account_cannot_write(alice: User) -> None:
    work = work_for(alice)
    submit_message(alice, "And then?", conversation_id=work.run.conversation_id)
    other = work_for(alice)

    delete_account(alice)

    assert not Run.objects.exists()
    for held in (work.claim, other.claim):
        with pytest.raises(LeaseLost), fenced(held):
            pass


def test_deleting_fails_if_new_runs_keep_being_started(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    stop_runs = accounts._stop_runs

    def stop_and_begin(owner: User, runs: object) -> None:
        stop_runs(owner, Run.objects.of(owner))
        submit_message(owner, "One more")

    monkeypatch.setattr(accounts, "_stop_runs", stop_and_begin)

    with pytest.raises(Conflict, match="Something is still being done for you"):
        delete_account(alice)
    assert User.objects.filter(pk=alice.pk).exists()


def test_all_chats_are_deleted_and_tasks_and_plans_kept(alice: User, bob: User) -> None:
    live(alice)
    live(bob)
    running = work_for(alice)
    chats = {str(pk) for pk in Conversation.objects.of(alice).chats().values_list("pk", flat=True)}

    assert delete_conversations(alice) == 2

    assert [conversation.plan_id for conversation in Conversation.objects.of(alice)] == [
        Plan.objects.of(alice).get().pk
    ]
    assert Conversation.objects.of(bob).chats().count() == 1
    assert Task.objects.of(alice).count() == 1
    gone = [data["conversation_id"] for kind, data in published(alice) if kind == "conversation_deleted"]
    assert (len(gone), set(gone)) == (2, chats)
    assert types(alice).count("run_cancelled") == 1
    with pytest.raises(LeaseLost), fenced(running.claim):
        pass


def test_an_export_has_everything(alice: User, bob: User) -> None:
    live(alice)
    live(bob)

    data = json.loads("".join(export(alice)))

    assert list(data) == [
        "exported_at",
        "account",
        "tasks",
        "task_history",
        "lists",
        "views",
        "plans",
        "plan_templates",
        "daily_usage",
        "account_activity",
        "mcp_servers",
        "conversations",
    ]
    assert (data["account"]["username"], data["account"]["time_zone"]) == ("alice", "Europe/Berlin")
    assert [(task["title"], task["tags"]) for task in data["tasks"]] == [("Buy milk", ["home"])]
    history = [(each["by"], each["is_undo"]) for each in data["task_history"]]
    assert history == [("owner", False), ("assistant", False), ("owner", True)]
    assert [plan["goal"] for plan in data["plans"]] == ["Move house"]
    chat, planning = data["conversations"]
    assert [said["content"] for said in chat["messages"]] == ["Tidy up", "Done."]
    assert [(run["status"], len(run["tool_calls"])) for run in chat["runs"]] == [("succeeded", 1)]
    call = chat["runs"][0]["tool_calls"][0]
    assert (call["tool"], call["status"], call["undone_at"] is None) == ("update_task", "done", False)
    assert planning["plan_id"] == data["plans"][0]["id"]


def test_an_export_of_nothing_is_json_too(alice: User) -> None:
    data = json.loads("".join(export(alice)))

    assert (data["tasks"], data["plans"], data["conversations"]) == ([], [], [])


def say(alice: User, run: Run) -> Run:
    return submit_message(alice, "And now?", conversation_id=run.conversation_id)


def begin(alice: User, run: Run) -> Run:
    return submit_message(alice, "Something else")


def again(alice: User, run: Run) -> Run:
    return retry_run(alice, run.pk)


def plan(alice: User, run: Run) -> Plan:
    return create_plan(alice, "Move house")


def add(alice: User, run: Run) -> Task:
    return tasks.add_task(alice, title="Buy bread")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("any_database")
@pytest.mark.parametrize("concurrent", [say, begin, again, plan, add])
def test_an_account_is_deleted_during_any_other_command(
    concurrent: Callable[[User, Run], object],
) -> None:
    for _ in range(3):
        alice = User.objects.create_user("alice")
        tasks.add_task(alice, title="Buy milk")
        run = submit_message(alice, "Hello")
        Run.objects.update(status=Run.Status.FAILED)
        work = Work.on(submit_message(alice, "Tidy up"))

        def act(alice: User = alice, run: Run = run) -> object:
            return concurrent(alice, run)

        def tool(work: Work = work) -> object:
            return work.call(lambda owner: tasks.add_task(owner, title="Buy eggs"))

        deleted, _, _ = at_once(lambda alice=alice: delete_account(alice), act, tool)  # type: ignore[misc]

        assert deleted is None
        assert not User.objects.exists()
        assert not Conversation.objects.exists()
        assert not Task.objects.exists()

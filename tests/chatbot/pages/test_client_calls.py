"""What a program does over MCP, on the pages: with its name, and undone as anything else."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from chatbot.domain.journal.tool_calls import Call
from chatbot.domain.runs.submit_call import new_call_id, submit_call
from chatbot.models import Run, Task, User
from tests.chatbot.pages.scenes import Scene, ask
from tests.chatbot.snapshots.cases import use
from tests.markup import Element, parse


@pytest.fixture
def added(alice: User) -> Run:
    call = Call(new_call_id(), "add_task", {"title": "Milk"})
    scene = Scene.of(submit_call(alice, "Claude <b>", call, "Add task"))
    use(scene, "add_task", title="Milk")
    return scene.succeed("Created: Milk")


def chat_of(run: Run, browser: Client) -> Element:
    return parse(browser.get(reverse("conversation", args=[run.conversation_id])))


def test_its_chat_says_who_asked(alices: Client, alice: User, added: Run) -> None:
    page = chat_of(added, alices)
    (asked,) = page.all("[data-role=user]")
    assert asked.one("h2").text == "Claude <b> via MCP"
    assert asked.one("[data-body]").text == "Add task: title Milk"
    assert page.texts(".step-text") == ["Added ‘Milk’"]
    assert page.one("[data-model]").text == ""
    for missing in ("data-edit", "data-regenerate", "data-follow-up"):
        assert not page.all(f"[{missing}]")

    ask(alice, "Thanks", added.conversation)
    names = chat_of(added, alices).texts("[data-role=user] h2")
    assert names == ["Claude <b> via MCP", "You"]


def test_it_is_named_in_exports(alices: Client, added: Run) -> None:
    def exported(form: str) -> str:
        response = alices.get(reverse(f"conversation-{form}", args=[added.conversation_id]))
        return b"".join(response).decode()

    assert "## Claude <b> via MCP, " in exported("markdown")
    assert '"client": "Claude <b>"' in exported("json")


def test_its_change_is_undone_from_the_chat(alices: Client, added: Run) -> None:
    undo = chat_of(added, alices).one(".steps button[formaction*=undo]")
    assert alices.post(undo["formaction"]).status_code == 303
    assert not Task.objects.exists()


def test_the_history_names_it(alices: Client, added: Run) -> None:
    address = f"{reverse('task-history')}?by=client"
    assert parse(alices.get(address)).texts(".history-main > p")[0].startswith("Claude <b> via MCP added it")
    User.objects.update(language=User.Language.GERMAN)
    assert "Claude <b> über MCP" in parse(alices.get(address)).texts(".history-main > p")[0]

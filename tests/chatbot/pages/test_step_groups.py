"""Equal steps of a run that has ended are one line, which opens to the list of them."""

from __future__ import annotations

from django.test import Client

from chatbot.domain.journal import tool_calls
from chatbot.domain.journal.tool_calls import Call
from chatbot.domain.tasks.commands import add_task
from chatbot.domain.tasks.undo import undo_run
from chatbot.models import User
from chatbot.tools import TOOLS
from tests.chatbot.pages.scenes import Scene, begin
from tests.chatbot.pages.test_chat_page import visible


def use(scene: Scene, name: str, **arguments: object) -> None:
    tool = next(tool for tool in TOOLS if tool.name == name)
    call = Call(f"{name} {arguments}", name, arguments)
    tool_calls.start(scene.claim, call, tool.starting)
    given = tool.arguments.model_validate(arguments)
    tool_calls.perform(scene.claim, call, lambda owner, so_far: tool.effect(owner, given, so_far))


def test_equal_steps_in_a_row_are_one_line_with_the_list_of_them(alices: Client, alice: User) -> None:
    for title in ("Milk", "Bread", "Salt"):
        add_task(alice, title=title)
    scene = begin(alice, "Move them")
    use(scene, "list_tasks", status="all")
    for number in (1, 2, 3):
        use(scene, "update_task", number=number, due_at=f"2031-05-06T0{number}:00:00+02:00")
    for number in (1, 2):
        use(scene, "complete_task", number=number)
    active = visible(alices, scene.run)
    assert (len(active.all("[data-call-id]")), active.all("[data-group]")) == (6, [])

    run = scene.succeed("Moved.")

    timeline = visible(alices, run).one(".timeline")
    group = timeline.one("[data-group]")
    assert group.one("[data-group-text]").text == "Moved 3 tasks to Tue 6 May 2031"
    assert group.texts("[data-text]")[0] == "Moved ‘Milk’ to Tue 6 May 2031 at 1:00"
    assert len(group.all("[data-undo]")) == 3
    assert timeline.texts("[data-text]")[-2:] == ["Completed ‘Milk’", "Completed ‘Bread’"]
    assert timeline.one("[data-summary]").text.startswith("6 steps")
    undo_run(alice, run.pk)
    assert "data-undone" in visible(alices, run).one("[data-group]").attributes


def test_a_run_of_equal_steps_alone_says_so_in_its_summary(alices: Client, alice: User) -> None:
    scene = begin(alice, "Add them")
    for title in ("Milk", "Bread", "Salt"):
        use(scene, "add_task", title=title)

    timeline = visible(alices, scene.succeed("Added.")).one(".timeline")

    assert timeline.one("[data-summary]").text.startswith("Added 3 tasks")
    assert timeline.texts("[data-text]") == ["Added ‘Milk’", "Added ‘Bread’", "Added ‘Salt’"]
    assert not timeline.all("[data-group]")

"""The tasks that an answer is about, as rows that can be ticked in the answer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from chatbot.domain.journal import tool_calls
from chatbot.domain.journal.tool_calls import Call, Outcome
from chatbot.domain.tasks.commands import add_task, complete_task, delete_task
from chatbot.domain.tasks.undo import undo_run
from chatbot.models import Task, User
from chatbot.pages.chat.answer_tasks import ROWS_SHOWN
from chatbot.tools.common.shown import page
from tests.chatbot.pages.scenes import Scene, begin
from tests.chatbot.pages.test_chat_page import visible
from tests.markup import Element, parse

ANSWER = '[data-role="assistant"] [data-body]'


def show(scene: Scene, *numbers: int) -> None:
    """Lists these tasks, as the tool does."""
    call = scene.start_tool(f"list {numbers}")
    found = Task.objects.of(scene.run.owner).filter(number__in=numbers).listed()
    tool_calls.perform(scene.claim, call, lambda owner, done: Outcome(page(found, owner), "Found them"))


def add(scene: Scene, *titles: str) -> None:
    for title in titles:
        call = Call(f"add {title}", "add_task", {"title": title})
        tool_calls.start(scene.claim, call, "Creating a new task...")

        def effect(owner: User, done: object, title: str = title) -> Outcome:
            found = Task.objects.filter(pk=add_task(owner, title=title).pk)
            return Outcome(page(found, owner), f"Created: {title}")

        tool_calls.perform(scene.claim, call, effect)


def rows(answer: Element) -> list[str]:
    return [f"#{row['data-task']} {row.one('[data-title]').text}" for row in answer.all("[data-task]")]


@pytest.fixture
def listed(alice: User) -> Scene:
    """A run that has listed the tasks Milk, Bread and Salt."""
    for title in ("Milk", "Bread", "Salt"):
        add_task(alice, title=title, due_at=timezone.now() + timedelta(days=1), tags=["shop"])
    scene = begin(alice, "What is there to do?")
    show(scene, 1, 2, 3)
    return scene


@pytest.mark.parametrize(
    "items",
    [
        "- **#1** Milk — tomorrow at 7 pm · high · \\#shop\n- **#3** Salt — overdue, Fri 30 Nov at 9:00",
        "1. #1: Milk (due tomorrow, high priority)\n2. #3: Salt",
        "* Milk (#1), due in 2 days\n* Salt – done",
        "- **#1** Milk — morgen um 9 Uhr · hohe Priorität · \\#shop\n- **#3** Salt — überfällig, 30. Nov.",
        "- [ ] #1 Milk\n- [x] task #3",
    ],
)
def test_a_list_of_tasks_is_shown_as_rows_in_its_place(alices: Client, listed: Scene, items: str) -> None:
    run = listed.succeed(f"You have two tasks:\n\n{items}\n\nThat is *all*.")

    answer = visible(alices, run).one(ANSWER)

    assert rows(answer) == ["#1 Milk", "#3 Salt"]
    assert answer.texts(".prose") == ["You have two tasks:", "That is all."]
    assert answer.all("[data-task]")[0].one("time[data-due-at]").text.startswith("Tomorrow")
    assert not answer.all("[data-delete]")


@pytest.mark.parametrize(
    "items",
    [
        "- **#1** Milk — you need it for the cake\n- **#3** Salt",
        "- #1 Milk\n- #9 Honey",
        "- #1 Milk\n\n  from the farm\n- #3 Salt",
        "- #1 Milk\n  - #3 Salt",
        "- Milk and Salt",
    ],
)
def test_a_list_that_says_more_than_rows_stays_and_its_tasks_are_shown_below(
    alices: Client, listed: Scene, items: str
) -> None:
    answer = visible(alices, listed.succeed(f"These:\n\n{items}")).one(ANSWER)

    assert answer.all("li:not([data-task])")
    assert rows(answer)[0] == "#1 Milk"


def test_an_answer_that_names_none_of_the_listed_tasks_has_no_rows(alices: Client, listed: Scene) -> None:
    answer = visible(alices, listed.succeed("You have three tasks, all for your milkshake.")).one(ANSWER)

    assert not rows(answer)


def test_tasks_that_were_changed_are_shown_below_the_text(alices: Client, listed: Scene) -> None:
    add(listed, "Honey", "Oats")

    run = listed.succeed("I added both. #1 stays as it is.")
    assert rows(visible(alices, run).one(ANSWER)) == ["#4 Honey", "#5 Oats"]

    undo_run(listed.run.owner, run.pk)
    assert rows(visible(alices, run).one(ANSWER)) == ["#1 Milk"]


def test_rows_show_the_tasks_as_they_are_now(alices: Client, listed: Scene) -> None:
    milk, bread, _ = Task.objects.order_by("number")
    run = listed.succeed("- #1 Milk\n- #2 Bread\n- #3 Salt")
    complete_task(listed.run.owner, milk.pk)
    delete_task(listed.run.owner, bread.pk)

    first, second, third = visible(alices, run).one(ANSWER).all("[data-task]")

    assert "data-completed" in first.attributes
    assert (second.one("s").text, second.one("[data-number]").text) == ("Bread", "#2")
    assert second.texts(".task-meta > *") == ["Deleted"]
    assert not second.all("button")
    check = third.one("button")
    assert check["formaction"] == f"/tasks/3/complete/#{check['id']}"


def test_a_long_list_shows_its_first_rows_and_the_others_on_demand(alices: Client, alice: User) -> None:
    count = ROWS_SHOWN + 2
    for number in range(count):
        add_task(alice, title=f"Task {number + 1}")
    scene = begin(alice, "All of them")
    show(scene, *range(1, count + 1))
    run = scene.succeed("\n".join(f"- #{number + 1} Task {number + 1}" for number in range(count)))

    shown = visible(alices, run)

    link = shown.one(f"{ANSWER} [data-all]")
    assert len(shown.all(f"{ANSWER} [data-task]")) == ROWS_SHOWN
    assert link.text == f"Show all {count}"
    whole = parse(
        alices.get(reverse("conversation", args=[run.conversation_id]) + link["href"].split("#")[0])
    )
    part = parse(alices.get(reverse("turn", args=[run.trigger_id]) + "?all=1"))
    for answer in (whole, part):
        assert len(answer.all(f"{ANSWER} [data-task]")) == count
        assert not answer.all(f"{ANSWER} [data-all]")


def test_answers_with_tasks_cost_no_statement_each(alices: Client, alice: User) -> None:
    add_task(alice, title="Milk", tags=["shop"])
    conversation, costs = None, []
    for _ in range(3):
        scene = begin(alice, "List them", conversation)
        show(scene, 1)
        conversation = scene.succeed("- #1 Milk").conversation
        with CaptureQueriesContext(connection) as captured:
            assert visible(alices, scene.run).all(f"{ANSWER} [data-task]")
        costs.append(len(captured))

    assert len(set(costs)) == 1

from __future__ import annotations

import pytest

from chatbot.domain.journal.turns import Response, record_turn
from chatbot.domain.runs import endings
from chatbot.domain.runs.retry import retry_run
from chatbot.models import Run, User
from tests.chatbot.admin.admin_client import AdminClient
from tests.chatbot.pages.scenes import begin
from tests.markup import Element, parse

GIVEN = {"instructions": "Help.", "items": [{"role": "user"}]}
RESPONSE = {
    "output": [{"type": "function_call", "name": "list_tasks"}, {"type": "message"}],
    "usage": {"input_tokens": 1443, "output_tokens": 80},
}


def page_of(admin: AdminClient, run: Run) -> Element:
    response = admin.client.get(admin.url(Run, "change", run.pk))
    assert response.status_code == 200
    return parse(response)


def states(page: Element) -> list[str]:
    return [step["data-state"] for step in page.all(".step")]


def test_run_shows_its_timeline_and_journal(admin: AdminClient, alice: User) -> None:
    scene = begin(alice, "What is open?")
    record_turn(scene.claim, Response(0, RESPONSE, GIVEN))
    scene.use_tool("call-1", "Found 3 tasks")
    scene.refuse_tool("call-2")
    page = page_of(admin, scene.succeed("You have three."))

    assert states(page) == ["done", "failed"]
    first, second = page.texts(".step")
    assert "Found 3 tasks" in first
    assert "Error in list_tasks: There is no task #9." in second
    for text in (
        '"status": "pending"',
        '"error": "There is no task #9."',
        "call-2 (attempt 1)",
        "1 tool call · text · 1,523 tokens",
        '"instructions": "Help."',
        "What is open?",
        "You have three.",
    ):
        assert text in page.text
    assert page.all(f'a[href="/admin/chatbot/conversation/{scene.run.conversation_id}/change/"]')
    assert page.all(f'a[href="/admin/chatbot/user/{alice.pk}/change/"]')


def test_running_step_and_lost_step_are_distinguished(admin: AdminClient, alice: User) -> None:
    scene = begin(alice)
    scene.start_tool()
    assert states(page_of(admin, scene.run)) == ["starting"]

    endings.requeue(Run.objects.get())
    page = page_of(admin, scene.run)
    assert states(page) == ["unfinished"]
    assert "Not finished" in page.text


def test_failed_run_shows_why_and_links_to_the_retry(admin: AdminClient, alice: User) -> None:
    failed = begin(alice).fail("The assistant did not answer in time.")
    later = retry_run(alice, failed.pk)

    page = page_of(admin, failed)
    assert "The assistant did not answer in time. (timeout)" in page.text
    assert "Continued by" in page.text
    assert page.all(f'a[href="/admin/chatbot/run/{later.pk}/change/"]')
    page = page_of(admin, later)
    assert "Continues" in page.text
    assert page.all(f'a[href="/admin/chatbot/run/{failed.pk}/change/"]')


def test_invalid_response_is_shown_unchanged(admin: AdminClient, alice: User) -> None:
    scene = begin(alice)
    for index, response in enumerate(({}, {"output": None, "usage": "?"}, {"output": ["?"]})):
        record_turn(scene.claim, Response(index, response, GIVEN))
    assert "Turn 3" in page_of(admin, scene.run).text


def test_list_filters_and_searches(admin: AdminClient, alice: User, bob: User) -> None:
    done = begin(alice, "Buy milk").succeed()
    failed = begin(bob, "Sell bike").fail()

    def found(**filters: str) -> list[Run]:
        return admin.rows(Run, **filters)

    assert found(status__exact="succeeded") == [done]
    assert found(error_code="timeout") == [failed]
    assert found(username="bob") == [failed]
    assert found(q="milk") == [done]
    assert found(q=str(done.pk)) == [done]
    assert found(q="in time") == [failed]
    assert found(conversation__id__exact=str(done.conversation_id)) == [done]


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_take_as_many_queries_for_many_rows(admin: AdminClient, alice: User, rows: int) -> None:
    scene = begin(alice)
    for number in range(rows):
        record_turn(scene.claim, Response(number, RESPONSE, GIVEN))
        scene.use_tool(f"call-{number}")
        begin(alice, f"Question {number}").succeed()
    run = scene.succeed()

    assert admin.queries(admin.url(Run, "changelist")) == 6
    assert admin.queries(admin.url(Run, "change", run.pk)) == 9

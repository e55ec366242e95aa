from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chatbot.domain.journal import approvals
from chatbot.domain.journal.turns import Response, record_turn
from chatbot.domain.runs import attempts, endings
from chatbot.domain.runs.cancel import cancel_run
from chatbot.domain.runs.retry import regenerate, retry_run
from chatbot.models import Change, Run, User
from chatbot.pages.runs.details import change_lines
from streaming.models import Event
from tests.chatbot.pages.run_scenes import (
    ANSWER,
    CHOICE,
    GIVEN,
    answered,
    asking,
    claimed,
    delete_all,
    lose,
    spread,
)
from tests.chatbot.pages.scenes import ask, begin
from tests.factories import UserFactory
from tests.markup import Element, parse


def page_of(client: Client, run: Run) -> Element:
    response = client.get(reverse("run", args=[run.pk]))
    assert response.status_code == 200
    return parse(response)


def rows_in(page: Element) -> list[tuple[str, str, str]]:
    """Kind, state and text of each row."""
    rows = page.all("[data-row]")
    return [(row["data-kind"], row["data-state"], row.one(".step-text").text) for row in rows]


def bars_in(page: Element) -> list[tuple[float, float]]:
    """Position and width of each bar, in percent."""
    bars = page.all("[data-bar]")
    return [(float(bar["x"].removesuffix("%")), float(bar["width"].removesuffix("%"))) for bar in bars]


def attempts_in(page: Element) -> list[str]:
    return [attempt["data-attempt"] for attempt in page.all("section[data-attempt]")]


def details_in(page: Element, row: str) -> Element:
    """The content of that kind of row when it is opened."""
    return page.one(f'[data-kind="{row}"] .span-details')


def fact(element: Element, name: str) -> str:
    (value,) = [
        text for term, text in zip(element.texts("dt"), element.texts("dd"), strict=True) if term == name
    ]
    return value


def neighbor(page: Element) -> tuple[str, str]:
    """The one link to the run before or after, with its text."""
    link = page.one(".run-kin a")
    return link["href"], link.text


def test_every_turn_and_tool_call_is_a_row(alices: Client, alice: User) -> None:
    page = page_of(alices, answered(alice))

    assert rows_in(page) == [
        ("queued", "done", "Waited to start"),
        ("turn", "done", "Chose the next step"),
        ("tool", "done", "Found 3 tasks"),
        ("turn", "done", "Wrote the answer"),
    ]
    assert page.texts("[data-took]") == ["500 ms", "1.0 s", "2.0 s", "500 ms"]
    assert page.one("h1").text == "What is open?"
    assert page.one(".run-answer .message-body").text == "Three are open."
    assert page.texts(".run-answer strong") == ["open"]
    for text in ("some-model", "1,443 in, 80 out"):
        assert text in page.text


def test_chat_links_to_the_details_of_its_run(alices: Client, alice: User) -> None:
    run = answered(alice)
    page = parse(alices.get(reverse("conversation", args=[run.conversation_id])))

    assert page.one(f'a[href="{reverse("run", args=[run.pk])}"]').text == "Details"


def test_bars_are_proportional_to_their_durations(alices: Client, alice: User) -> None:
    page = page_of(alices, answered(alice))

    assert bars_in(page) == [(0, 12.5), (12.5, 25), (37.5, 50), (87.5, 12.5)]
    ticks = [(tick["x"], tick.text) for tick in page.all(".axis text")]
    assert ticks == [("0.000%", "0"), ("25.000%", "1.0 s"), ("50.000%", "2.0 s"), ("75.000%", "3.0 s")]


def test_row_opens_to_arguments_and_output(alices: Client, alice: User) -> None:
    page = page_of(alices, answered(alice))

    details = details_in(page, "tool")
    assert '"status": "pending"' in details.texts("pre")[0]
    assert '"count": 3' in details.texts("pre")[1]
    assert fact(details, "call") == "call-1"


def test_approval_is_a_row_with_who_decided_and_what_changed(alices: Client, alice: User) -> None:
    scene = asking(alice)
    approvals.approve(alice, "call-9", by=alice, arguments={"status": "pending"})
    claim = claimed(scene.run)
    delete_all(claim)
    endings.succeed(claim, "Both are gone.")
    spread(scene.run, 0, 0, 0.1, 1, 1.1, 251.1, 251.2, 251.4, 251.4)
    page = page_of(alices, scene.run)

    assert rows_in(page) == [
        ("queued", "done", "Waited to start"),
        ("turn", "done", "Chose the next step"),
        ("tool", "asked", "Delete 2 tasks?"),
        ("approval", "done", "Approved by alice"),
        ("queued", "done", "Waited to resume"),
        ("tool", "done", "Deleted 2 tasks"),
    ]
    assert attempts_in(page) == ["1", "2"]
    assert "after it was approved" in page.text
    assert "4 min 10 s" in page.texts("[data-took]")
    approval = details_in(page, "approval")
    assert fact(approval, "decision").startswith("Approved by alice,")
    assert "Approved with these arguments instead" in page.texts("h4")
    assert approval.texts(".span-changes li") == ["#1 Milk", "#2 Eggs"]
    assert {"Deleted #1 Milk", "Deleted #2 Eggs"} <= set(page.texts(".span-changes li"))


def test_long_wait_is_shortened_and_the_rest_stays_proportional(alices: Client, alice: User) -> None:
    scene = asking(alice)
    approvals.approve(alice, "call-9", by=alice)
    claim = claimed(scene.run)
    delete_all(claim)
    endings.succeed(claim, "Both are gone.")
    spread(scene.run, 0, 0, 0.1, 1.1, 1.3, 251.3, 251.4, 251.8, 251.8)
    page = page_of(alices, scene.run)

    bars = [width for _, width in bars_in(page)]
    assert bars[1] == pytest.approx(5 * bars[2], rel=0.01)  # 1 s and 0.2 s
    assert bars[3] == pytest.approx(0.16 / 1.16 * 100, rel=0.1)  # 250 s
    assert "Long waits are folded" in page.text


def test_open_approval_is_shown_as_waiting(alices: Client, alice: User) -> None:
    page = page_of(alices, asking(alice).run)

    assert rows_in(page)[-2:] == [
        ("tool", "awaiting_approval", "Delete 2 tasks?"),
        ("approval", "awaiting_approval", "Waiting for approval"),
    ]
    assert "Decide in the chat" in page.text
    assert not page.all("[data-replay-open]")


def test_declined_call_is_shown_as_declined(alices: Client, alice: User) -> None:
    scene = asking(alice)
    approvals.decline(alice, "call-9", by=alice)
    endings.succeed(claimed(scene.run), "Nothing was deleted.")

    page = page_of(alices, scene.run)

    assert ("tool", "declined", "Delete 2 tasks?") in rows_in(page)
    assert ("approval", "declined", "Declined by alice") in rows_in(page)


def test_lost_attempts_are_distinguished(alices: Client, alice: User) -> None:
    scene = begin(alice)
    record_turn(scene.claim, Response(0, CHOICE, GIVEN))
    scene.start_tool("call-1")
    lose(scene.run)
    scene.claim = claimed(scene.run)
    scene.use_tool("call-1")
    endings.hand_over(scene.claim)
    scene.claim = claimed(scene.run)
    attempts.begin_turn(scene.claim, 2)
    page = page_of(alices, scene.succeed())

    assert attempts_in(page) == ["1", "2", "3"]
    assert "after an interruption" in page.text
    assert "in another process" in page.text
    assert rows_in(page) == [
        ("queued", "done", "Waited to start"),
        ("turn", "done", "Chose the next step"),
        ("tool", "unfinished", "Began list_tasks"),
        ("lost", "unfinished", "Interrupted, and resumed"),
        ("queued", "done", "Waited to resume"),
        ("tool", "done", "Found 3 tasks"),
        ("lost", "unfinished", "Handed over by a process that was shut down"),
        ("queued", "done", "Waited to resume"),
        ("turn", "done", "Thought"),
    ]


def test_run_that_was_lost_three_times_says_that_it_failed(alices: Client, alice: User) -> None:
    run = begin(alice).run
    for _ in range(2):
        lose(run)
        claimed(run)
    lose(run)

    page = page_of(alices, run)

    assert rows_in(page)[-1] == ("lost", "unfinished", "Interrupted once more, and given up")
    assert "This was interrupted 3 times" in page.text


def test_failed_run_says_why_and_links_to_the_retry(alices: Client, alice: User) -> None:
    failed = begin(alice).fail("The assistant did not answer in time.")
    later = retry_run(alice, failed.pk)

    page = page_of(alices, failed)

    assert rows_in(page)[-1] == ("turn", "failed", "Thinking, without an answer")
    assert "The assistant did not answer in time." in page.one("[data-run-error]").text
    address, words = neighbor(page)
    assert address == reverse("run", args=[later.pk])
    assert words.startswith("Retried ")
    address, words = neighbor(page_of(alices, later))
    assert address == reverse("run", args=[failed.pk])
    assert words.startswith("Continues the attempt ")


def test_answer_that_was_regenerated_is_linked_both_ways(alices: Client, alice: User) -> None:
    first = answered(alice)
    second = regenerate(alice, first.pk)

    address, words = neighbor(page_of(alices, first))
    assert address == reverse("run", args=[second.pk])
    assert words.startswith("Regenerated ")
    address, words = neighbor(page_of(alices, second))
    assert address == reverse("run", args=[first.pk])
    assert words.startswith("Regenerates")


def test_stopped_run_keeps_what_was_written(alices: Client, alice: User) -> None:
    scene = begin(alice)
    attempts.save_text(scene.claim, "Here are")
    endings.cancel(scene.claim, "Here are some")

    page = page_of(alices, scene.run)

    assert rows_in(page)[-1] == ("turn", "stopped", "Thinking")
    assert page.one("#answer-heading").text == "Answer so far"
    assert page.one(".run-answer .message-body").text == "Here are some"


def test_run_that_was_stopped_in_the_queue_was_not_started(alices: Client, alice: User) -> None:
    run = ask(alice)
    cancel_run(alice, run.pk)

    assert rows_in(page_of(alices, run)) == [("queued", "stopped", "Waited to start")]


def test_page_of_an_active_run_is_live_and_reloads_without_a_script(alices: Client, alice: User) -> None:
    scene = begin(alice)
    record_turn(scene.claim, Response(0, CHOICE, GIVEN))
    scene.start_tool()

    page = page_of(alices, scene.run)

    assert page.one('noscript meta[http-equiv="refresh"]')["content"] == "2"
    assert page.one("[data-follow]")
    assert rows_in(page)[-1] == ("tool", "starting", "Searching your tasks…")
    assert page.all("[data-row]")[-1]["data-until"] == ""


def test_call_that_a_later_attempt_has_resumed_is_running(alices: Client, alice: User) -> None:
    scene = begin(alice)
    record_turn(scene.claim, Response(0, CHOICE, GIVEN))
    scene.start_tool("call-1")
    lose(scene.run)
    scene.claim = claimed(scene.run)
    scene.start_tool("call-1")

    assert rows_in(page_of(alices, scene.run))[-1] == ("tool", "starting", "Searching your tasks…")


def test_pruned_run_is_shown_from_its_journal_and_cannot_be_replayed(alices: Client, alice: User) -> None:
    scene = begin(alice)
    record_turn(scene.claim, Response(0, CHOICE, GIVEN))
    scene.use_tool("call-1")
    record_turn(scene.claim, Response(1, ANSWER, GIVEN), "Three are open.")
    run = scene.succeed("Three are open.")
    Event.objects.filter(data__run_id=str(run.pk), type="run_queued").delete()

    page = page_of(alices, run)

    assert [kind for kind, *_ in rows_in(page)] == ["queued", "turn", "tool", "turn"]
    assert "cannot be played again" in page.text
    assert not page.all("[data-replay-open]")


@pytest.mark.parametrize("steps", [1, 3])
def test_page_takes_as_many_queries_for_many_steps(alices: Client, alice: User, steps: int) -> None:
    scene = asking(alice)
    approvals.approve(alice, "call-9", by=alice)
    scene.claim = claimed(scene.run)
    delete_all(scene.claim)
    for number in range(steps):
        attempts.begin_turn(scene.claim, number + 2)
        record_turn(scene.claim, Response(number + 1, CHOICE, GIVEN))
        scene.use_tool(f"call-{number}")
    run = scene.succeed()
    with CaptureQueriesContext(connection) as captured:
        page_of(alices, run)

    assert len(captured) == 16


@pytest.mark.parametrize("path", ["/runs/{}/", "/api/runs/{}/events/"])
def test_somebody_elses_run_is_not_found(alices: Client, charlie: User, path: str) -> None:
    run = begin(charlie, "Charlie's secret").succeed()

    response = alices.get(path.format(run.pk))

    assert response.status_code == 404
    assert "secret" not in response.text


def test_staff_with_view_permission_see_all_runs(alice: User) -> None:
    run = answered(alice)
    for name, allowed in (("ruth", True), ("sam", False)):
        client = Client()
        client.force_login(UserFactory.create(username=name, is_staff=True, is_superuser=allowed))
        response = client.get(reverse("run", args=[run.pk]))
        assert response.status_code == (200 if allowed else 404)
        if allowed:
            assert fact(parse(response).one("dl.run-facts"), "Asked by") == "alice"
            assert client.get(f"/api/runs/{run.pk}/events/").status_code == 200


def test_signed_out_people_are_asked_to_sign_in(client: Client, alice: User) -> None:
    assert client.get(reverse("run", args=[answered(alice).pk])).status_code == 302


def test_a_move_to_a_list_is_shown_without_ids() -> None:
    states: list[dict[str, Any]] = [
        {"number": 1, "title": "Milk", "list": one} for one in (None, str(uuid4()))
    ]
    inbox, there = states
    assert list(change_lines(Change(before=inbox, after=there))) == ["#1 Milk: moved to another list"]
    assert list(change_lines(Change(before=there, after=inbox))) == ["#1 Milk: moved to the inbox"]

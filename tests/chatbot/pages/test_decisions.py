"""Decisions on runs and tool calls, through the forms of a page without a script."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chatbot.domain.journal import approvals, tool_calls
from chatbot.domain.journal.approvals import Proposal
from chatbot.domain.journal.tool_calls import Call, Outcome
from chatbot.domain.runs import attempts, endings
from chatbot.domain.runs.cancel import cancel_run
from chatbot.domain.runs.retry import regenerate
from chatbot.domain.tasks.commands import add_task, delete_task, update_task
from chatbot.models import Message, Run, Task, ToolCall, User
from chatbot.pages.chat.arguments import NONE_LEFT
from chatbot.tools.delete_all_tasks import DeleteAll
from chatbot.tools.delete_tasks import DeleteTasks
from chatbot.tools.email_tasks import EmailTasks
from tests.chatbot.domain.worked import work_for
from tests.chatbot.outputs import ToolOutput
from tests.chatbot.pages.scenes import Scene, ask, begin
from tests.chatbot.pages.test_chat_page import ANSWERS, states, visible
from tests.markup import parse

CALL = "call_1"


@pytest.fixture
def milk(alice: User) -> Task:
    return add_task(alice, title="Buy milk")


def propose(owner: User, arguments: dict[str, object] | None = None, count: int = 3) -> Scene:
    """A run of the owner that waits for approval to delete that many tasks."""
    tasks = [add_task(owner, title=f"Task {number}") for number in range(count)]
    numbers = [task.number for task in tasks]
    scene = begin(owner, "Delete them")
    call = Call(CALL, "delete_tasks", arguments or {"numbers": numbers})
    tool_calls.start(scene.claim, call, "Deleting tasks...")
    schema = DeleteAll if arguments else DeleteTasks
    proposal = Proposal(f"Delete {count} tasks?", tasks, schema.model_json_schema(), action="delete")
    approvals.request_approval(scene.claim, call, proposal)
    return scene


def propose_mail(owner: User) -> Scene:
    scene = begin(owner, "Email my tasks")
    call = Call(CALL, "email_tasks", {"status": "all"})
    tool_calls.start(scene.claim, call, "Emailing your tasks...")
    schema = EmailTasks.model_json_schema()
    proposal = Proposal("Email 1 task?", [add_task(owner, title="Buy milk")], schema, action="send")
    approvals.request_approval(scene.claim, call, proposal)
    return scene


def delete_milk(owner: User, milk: Task, call_id: str = CALL) -> Scene:
    """A run that has deleted that task."""
    scene = begin(owner, "Delete the milk")
    take_away(scene, milk, call_id)
    return scene


def take_away(scene: Scene, task: Task, call_id: str) -> None:
    call = Call(call_id, "delete_task", {"number": task.number})
    tool_calls.start(scene.claim, call, "Deleting your task...")

    def effect(owner: User, so_far: object) -> Outcome:
        delete_task(owner, task.pk)
        return Outcome(ToolOutput(), "Task deleted")

    tool_calls.perform(scene.claim, call, effect)


def post(client: Client, name: str, target: object, **form: object) -> HttpResponse:
    response: HttpResponse = client.post(reverse(name, args=[target]), form)
    return response


class TestApproval:
    def test_is_requested_with_the_tasks_that_would_change(self, alices: Client, alice: User) -> None:
        scene = propose(alice, count=12)

        page = visible(alices, scene.run)

        assert states(page) == {CALL: "awaiting_approval"}
        assert "Delete 12 tasks?" in page.text
        card = page.one("[data-approval]")
        assert card.texts("[data-title]") == [f"Task {n}" for n in range(12)]
        assert card.texts("[data-approval-more]") == ["and 4 more"]
        assert card.one("[data-approve]").text == "Delete 12 tasks"
        expiry = card.one("[data-approval-expiry]")
        assert re.fullmatch(r"until tomorrow at \d?\d:\d\d", expiry.text)
        assert expiry.one("time")["datetime"]
        assert page.one("title").text == "Waiting for you · Delete them · Lockstep"
        assert page.one("#conversations [data-badge]")["data-badge"] == "asking"

    def test_says_how_many_tasks_are_not_listed(self, alices: Client, alice: User) -> None:
        page = visible(alices, propose(alice, count=53).run)

        assert page.texts("[data-approval-more]") == ["and 45 more"]
        assert page.texts("[data-approval-unlisted]") == ["and 3 that are not listed here"]

    def test_does_not_reload_the_page_while_one_chooses(self, alices: Client, alice: User) -> None:
        assert not visible(alices, propose(alice).run).all("[http-equiv=refresh]")

    def test_performs_the_call(self, alices: Client, alice: User) -> None:
        scene = propose(alice)

        response = post(alices, "call-approve", CALL)

        call = ToolCall.objects.get()
        assert response.status_code == 303
        assert response["Location"] == reverse("conversation", args=[scene.run.conversation_id])
        assert (call.decision, call.decided_by, call.approved_arguments) == ("approved", alice, None)
        page = visible(alices, scene.run)
        assert page.texts("[data-decision]") == ["Approved by you"]
        assert states(page) == {CALL: "starting"}
        assert not page.all("[data-approval]")
        assert "Waiting for you" not in page.text

    def test_of_all_checked_tasks_keeps_the_arguments(self, alices: Client, alice: User) -> None:
        propose(alice)

        post(alices, "call-approve", CALL, **{"argument-numbers": ["1", "2", "3"]})

        assert ToolCall.objects.get().approved_arguments is None

    def test_can_be_narrowed_to_some_of_the_tasks(self, alices: Client, alice: User) -> None:
        scene = propose(alice)
        boxes = visible(alices, scene.run).all('[name="argument-numbers"][type=checkbox]:checked')
        assert [box["value"] for box in boxes] == ["1", "2", "3"]

        post(alices, "call-approve", CALL, **{"argument-numbers": ["1", "3"]})

        assert ToolCall.objects.get().approved_arguments == {"numbers": [1, 3]}
        facts = visible(alices, scene.run).one(".step-facts")
        assert dict(zip(facts.texts("dt"), facts.texts("dd"), strict=True))["numbers"] == "1, 3"

    def test_of_no_task_at_all_is_refused(self, alices: Client, alice: User) -> None:
        propose(alice)

        response = post(alices, "call-approve", CALL, **{"argument-numbers": ""})

        assert response.status_code == 400
        assert str(NONE_LEFT) in response.text
        assert ToolCall.objects.get().decision == ""

    def test_can_be_narrowed_though_the_call_has_no_numbers(self, alices: Client, alice: User) -> None:
        scene = propose(alice, {"status": "all"}, count=60)
        card = visible(alices, scene.run).one("[data-approval]")
        assert not card.all("[data-approval-change]")
        shown = [box["value"] for box in card.all('[name="argument-numbers"][type=checkbox]')]
        assert shown == [str(number) for number in range(1, 51)]

        post(alices, "call-approve", CALL, **{"argument-numbers": shown[2:]})

        numbers = [*range(3, 61)]  # those that are not shown are kept
        assert ToolCall.objects.get().approved_arguments == {"status": "all", "numbers": numbers}

    def test_of_all_tasks_of_a_call_without_numbers_changes_nothing(
        self, alices: Client, alice: User
    ) -> None:
        propose(alice, {"status": "all"})

        post(alices, "call-approve", CALL, **{"argument-numbers": ["", "1", "2", "3"]})

        assert ToolCall.objects.get().approved_arguments is None

    def test_can_choose_another_of_the_tools_options(self, alices: Client, alice: User) -> None:
        scene = propose_mail(alice)
        page = visible(alices, scene.run)
        options = [(option["value"], option.text) for option in page.all('[name="argument-status"] option')]
        assert options == [
            ('"all"', "All"),
            ('"pending"', "Open"),
            ('"completed"', "Done"),
            ('"overdue"', "Overdue"),
        ]
        assert page.one("[data-approve]").text == "Send the email"

        post(alices, "call-approve", CALL, **{"argument-status": '"completed"'})

        assert ToolCall.objects.get().approved_arguments == {"status": "completed"}

    def test_with_invalid_arguments_is_refused(self, alices: Client, alice: User) -> None:
        propose_mail(alice)

        response = post(alices, "call-approve", CALL, **{"argument-status": "tomorrow's"})

        assert response.status_code == 400
        assert "The arguments do not fit" in response.text
        assert ToolCall.objects.get().decision == ""

    def test_can_be_declined(self, alices: Client, alice: User) -> None:
        scene = propose(alice)

        assert post(alices, "call-decline", CALL).status_code == 303

        page = visible(alices, scene.run)
        assert states(page) == {CALL: "declined"}
        assert page.texts("[data-decision]") == ["Declined by you"]

    def test_that_expired_says_so(self, alices: Client, alice: User) -> None:
        scene = propose(alice)
        ToolCall.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        approvals.expire(ToolCall.objects.get())

        assert visible(alices, scene.run).texts("[data-decision]") == ["Not approved in time"]

    def test_second_decision_shows_who_was_first(self, alices: Client, alice: User) -> None:
        propose(alice)
        post(alices, "call-approve", CALL)

        response = post(alices, "call-decline", CALL)

        assert response.status_code == 409
        page = parse(response)
        assert page.texts("[data-log] [data-problem]") == ["This was approved already by you."]
        assert not page.all("[http-equiv=refresh]")
        assert ToolCall.objects.get().decision == "approved"

    @pytest.mark.parametrize("name", ["call-approve", "call-decline", "call-undo"])
    def test_is_only_for_the_owner(self, alices: Client, charlie: User, name: str) -> None:
        propose(charlie)

        assert post(alices, name, CALL).status_code == 404
        assert ToolCall.objects.get().decision == ""

    @pytest.mark.parametrize("name", ["call-approve", "call-decline", "call-undo"])
    def test_needs_a_post(self, alices: Client, name: str) -> None:
        assert alices.get(reverse(name, args=[CALL])).status_code == 405


class TestStop:
    def test_is_offered_while_a_run_is_running(self, alices: Client, alice: User) -> None:
        run = begin(alice).run

        page = visible(alices, run)

        stop = page.one("form[data-stop][data-action]:not([hidden])")
        assert stop["action"] == f"{reverse('run-cancel', args=[run.pk])}#message"
        assert page.one("[data-stop-button]:not([hidden]):not([disabled])")["form"] == stop["id"]

    def test_requests_the_run_to_stop(self, alices: Client, alice: User) -> None:
        run = begin(alice).run

        assert post(alices, "run-cancel", run.pk).status_code == 303

        run.refresh_from_db()
        assert run.stop_requested_at is not None
        assert visible(alices, run).one("[data-stop-button][disabled]:not([hidden])")

    def test_is_not_offered_without_an_active_run(self, alices: Client, alice: User) -> None:
        page = visible(alices, begin(alice).succeed())

        assert page.one("form[data-stop][hidden]")
        assert page.one("[data-stop-button][hidden]")

    def test_of_a_run_that_waits_for_approval_ends_it_and_can_be_retried(
        self, alices: Client, alice: User
    ) -> None:
        scene = propose(alice)

        post(alices, "run-cancel", scene.run.pk)

        page = visible(alices, scene.run)
        assert states(page) == {CALL: "stopped"}
        assert page.one("[data-stopped]")
        assert page.one("[data-again]")

    def test_can_be_too_late(self, alices: Client, alice: User) -> None:
        run = begin(alice).succeed()

        response = post(alices, "run-cancel", run.pk)

        assert response.status_code == 409
        assert parse(response).texts("[data-log] [data-problem]") == ["This run has succeeded already."]

    def test_keeps_the_text_so_far(self, alices: Client, alice: User) -> None:
        scene = begin(alice)
        attempts.save_text(scene.claim, "You have **three**")
        endings.cancel(scene.claim)

        page = visible(alices, scene.run)
        assert page.texts(ANSWERS) == ["You have three"]
        assert page.one(ANSWERS).texts("p > strong") == ["three"]
        assert page.texts("[data-message-state]") == ["Stopped"]


class TestQueue:
    def test_shows_how_many_come_first(self, alices: Client, alice: User) -> None:
        first = begin(alice, "First").run
        ask(alice, "Second", first.conversation)
        third = ask(alice, "Third", first.conversation)

        page = visible(alices, third)

        assert page.texts("[data-waiting-text]") == [
            "Processing your request…",
            "Waiting · 1 before it",
            "Waiting · 2 before it",
        ]
        assert len(page.all("[data-withdraw]")) == 2

    def test_withdraws_a_message_whose_run_has_not_started(self, alices: Client, alice: User) -> None:
        first = begin(alice, "First").run
        second = ask(alice, "Second", first.conversation)

        assert post(alices, "run-cancel", second.pk).status_code == 303

        page = visible(alices, second)
        withdrawn = page.one('[data-role="user"][data-state="withdrawn"]')
        assert withdrawn.texts("[data-message-state]") == ["Withdrawn"]
        assert [run["data-run"] for run in page.all("[data-run][hidden]")] == [str(second.pk)]


class TestAnsweringAgain:
    def test_is_offered_for_the_last_answer_only(self, alices: Client, alice: User) -> None:
        first = begin(alice, "First").succeed()
        begin(alice, "Second", first.conversation).succeed()

        page = visible(alices, first)

        assert [len(run.all("[data-regenerate]")) for run in page.all("[data-run]")] == [0, 1]

    def test_shows_one_answer_with_all_steps_and_links_to_the_others(
        self, alices: Client, alice: User
    ) -> None:
        scene = begin(alice)
        scene.use_tool()
        answered = scene.succeed("You have **three** tasks.")

        assert post(alices, "run-regenerate", answered.pk).status_code == 303
        again = Scene.of(Run.objects.get(continues=answered)).succeed("It is **four**.")

        latest = visible(alices, answered).one("[data-run]")
        assert latest["data-run"] == str(again.pk)
        assert (latest.texts("strong"), latest.texts("[data-text]")) == (["four"], ["Found 3 tasks"])
        assert latest.one("[data-versions]")["aria-label"] == "Answer 2 of 2"
        assert not latest.all("[data-origin]")

        earlier = parse(alices.get(latest.one("[data-version][href]")["href"])).one("[data-run]")
        assert earlier["data-run"] == str(answered.pk)
        assert (earlier.texts("strong"), earlier.texts("[data-text]")) == (["three"], ["Found 3 tasks"])
        assert earlier.one("[data-versions]").text.split() == ["1/2"]

        conversation_url = reverse("conversation", args=[answered.conversation_id])
        back = earlier.one("[data-version][href]")["href"]
        assert back == f"{conversation_url}#turn-{answered.trigger_id}"

    def test_shows_the_chosen_answers_of_several_turns(self, alices: Client, alice: User) -> None:
        first = begin(alice, "First").succeed("1")
        Scene.of(regenerate(alice, first.pk)).succeed("2")
        second = begin(alice, "Second", first.conversation).succeed("3")
        Scene.of(regenerate(alice, second.pk)).succeed("4")

        page = visible(alices, first)
        for turn in range(2):
            address = page.all("[data-turn]")[turn].one("[data-version][href]")["href"]
            page = parse(alices.get(address))

        assert page.texts("[data-run] [data-body]") == ["1", "3"]
        turn_url = reverse("turn", args=[second.trigger_id])
        part = alices.get(turn_url, headers={"HX-Current-URL": f"http://testserver{address}"})
        assert parse(part).texts("[data-run] [data-body]") == ["3"]

    def test_undoing_an_answer_undoes_what_it_has_kept(self, alices: Client, alice: User) -> None:
        work = work_for(alice)
        work.call(lambda owner: add_task(owner, title="Milk"))
        work.call(lambda owner: add_task(owner, title="Bread"))
        again = Scene.of(regenerate(alice, work.end().pk)).succeed()

        assert post(alices, "run-undo", again.pk).status_code == 303

        assert not Task.objects.exists()
        assert visible(alices, again).one("[data-run] [data-run-undone]")

    def test_of_an_older_answer_is_refused(self, alices: Client, alice: User) -> None:
        first = begin(alice, "First").succeed()
        begin(alice, "Second", first.conversation).succeed()

        response = post(alices, "run-regenerate", first.pk)

        assert response.status_code == 409
        assert parse(response).one("[data-log] [data-problem]").text.startswith("Only the last answer")
        assert not Message.objects.filter(state="replaced").exists()

    def test_is_not_offered_for_an_answer_that_was_regenerated(self, alices: Client, alice: User) -> None:
        run = begin(alice).succeed()
        regenerate(alice, run.pk)
        again = Run.objects.get(continues=run)
        cancel_run(alice, again.pk)

        page = visible(alices, run)

        assert not page.all("[data-regenerate]")
        assert page.one("[data-again]")


class TestUndo:
    def test_is_offered_for_a_step_that_changed_something(
        self, alices: Client, alice: User, milk: Task
    ) -> None:
        scene = delete_milk(alice, milk)
        scene.use_tool("call_2")

        page = visible(alices, scene.succeed("Gone."))

        assert not page.all("[data-run-undone]")
        offered = {step["data-call-id"]: len(step.all("[data-undo]")) for step in page.all("[data-call-id]")}
        assert offered == {CALL: 1, "call_2": 0}
        assert not page.all("[data-undo-all]")

    def test_restores_a_task(self, alices: Client, alice: User, milk: Task) -> None:
        run = delete_milk(alice, milk).succeed("Gone.")

        assert post(alices, "call-undo", CALL).status_code == 303

        assert Task.objects.of(alice).get().title == "Buy milk"
        page = visible(alices, run)
        assert page.one("[data-undone]").texts("[data-state-word]") == ["Undone"]
        assert not page.all("[data-undo]")

    def test_of_a_whole_run_is_offered_for_two_steps(self, alices: Client, alice: User, milk: Task) -> None:
        bread = add_task(alice, title="Buy bread")
        scene = delete_milk(alice, milk)
        take_away(scene, bread, "call_2")
        run = scene.succeed("Both are gone.")
        assert visible(alices, run).one("[data-undo-all]")

        assert post(alices, "run-undo", run.pk).status_code == 303

        assert {task.title for task in Task.objects.of(alice)} == {"Buy milk", "Buy bread"}
        page = visible(alices, run)
        assert len(page.all("[data-undone]")) == 2
        assert page.texts("[data-run-undone]") == ["Undone"]

    def test_says_why_it_is_refused(self, alices: Client, alice: User, milk: Task) -> None:
        scene = begin(alice, "Rename it")
        call = Call(CALL, "update_task", {"number": milk.number, "title": "Buy bread"})
        tool_calls.start(scene.claim, call, "Updating your task...")

        def effect(owner: User, so_far: object) -> Outcome:
            update_task(owner, milk.pk, title="Buy bread")
            return Outcome(ToolOutput(), "Task updated")

        tool_calls.perform(scene.claim, call, effect)
        scene.succeed("Done.")
        update_task(alice, milk.pk, title="Buy cake")

        response = post(alices, "call-undo", CALL)

        assert response.status_code == 409
        problem = parse(response).one("[data-log] [data-problem]")
        assert problem.text.endswith("was changed since, so nothing was undone.")
        assert Task.objects.get().title == "Buy cake"


@pytest.mark.parametrize("name", ["run-cancel", "run-retry", "run-regenerate", "run-undo"])
class TestRuns:
    def test_of_others_are_not_found(self, alices: Client, charlie: User, name: str) -> None:
        run = begin(charlie).fail()

        assert post(alices, name, run.pk).status_code == 404
        run.refresh_from_db()
        assert run.status == "failed"

    def test_that_do_not_exist_are_not_found(self, alices: Client, name: str) -> None:
        assert post(alices, name, uuid4()).status_code == 404

    def test_need_a_post(self, alices: Client, name: str) -> None:
        assert alices.get(reverse(name, args=[uuid4()])).status_code == 405

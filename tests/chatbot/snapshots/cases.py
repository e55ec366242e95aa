"""One case for each command of the domain, and its outcomes: the code before the `yield` prepares it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from chatbot.domain.conversations import commands as conversations
from chatbot.domain.conversations import deletion, titles, unread
from chatbot.domain.errors import NotFound
from chatbot.domain.exchange import imports
from chatbot.domain.journal import approvals, thinking, tool_calls, turns
from chatbot.domain.journal.approvals import Proposal
from chatbot.domain.journal.tool_calls import Call, Outcome, Progress
from chatbot.domain.journal.turns import Response
from chatbot.domain.people import accounts
from chatbot.domain.plans import advance, control, copies, create, decisions, propose, proposed_tasks
from chatbot.domain.plans import messages as plan_messages
from chatbot.domain.plans import runs as plan_runs
from chatbot.domain.plans import undo as plan_undo
from chatbot.domain.publish import published_together
from chatbot.domain.runs import attempts, cancel, endings, feedback, retry
from chatbot.domain.runs.submit_call import new_call_id, submit_call
from chatbot.domain.runs.submit_message import Edit, submit_message
from chatbot.domain.tasks import commands as tasks
from chatbot.domain.tasks import lists, ordering, reminding, trash, undo, views, zones
from chatbot.models import Change, Conversation, Run, Task, ToolCall, User
from chatbot.models.now import Now
from chatbot.tools import TOOLS
from chatbot.tools.common.batches import Counted
from tests.chatbot.asking import ask_to_delete
from tests.chatbot.domain.plans.team import OFFSITE, Team
from tests.chatbot.pages.plan_scenes import make_task
from tests.chatbot.pages.scenes import Scene, ask, begin
from tests.factories import TaskFactory

type Steps = Callable[[User], Iterator[None]]


@dataclass(frozen=True)
class Case:
    name: str
    commands: tuple[Callable[..., Any], ...]
    types: frozenset[str]
    steps: Steps


CASES: list[Case] = []
BY_NAME = {tool.name: tool for tool in TOOLS}


def case(*commands: Callable[..., Any], events: str) -> Callable[[Steps], Steps]:
    def register(steps: Steps) -> Steps:
        CASES.append(Case(steps.__name__, commands, frozenset(events.split()), steps))
        return steps

    return register


def use(scene: Scene, name: str, call_id: str = "call", **arguments: Any) -> None:
    """A tool call with the real tool, up to its end."""
    tool, call = BY_NAME[name], Call(call_id, name, arguments)
    given = tool.arguments.model_validate(arguments)
    tool_calls.start(scene.claim, call, "Working...")
    while (
        tool_calls.perform(scene.claim, call, lambda owner, so_far: tool.effect(owner, given, so_far)) is None
    ):
        pass


# Tasks


@case(
    imports.start_import,
    imports.add_some,
    imports.undo_import,
    events="import_progress list_created tasks_created task_updated task_deleted",
)
def files_imported_and_undone(alice: User) -> Iterator[None]:
    first = imports.read_import(alice, "first.csv", b"title,list\na,Home\nb,\n")
    yield
    imports.start_import(alice, first.pk)
    imports.add_some(first.pk)
    tasks.complete_all(alice, Task.objects.filter(title="a"))
    imports.undo_import(alice, first.pk)


@case(tasks.add_task, events="task_created")
def task_added(alice: User) -> Iterator[None]:
    yield
    tasks.add_task(alice, title="Milk", tags=["home"], priority="high")


@case(tasks.update_task, events="task_updated")
def task_changed(alice: User) -> Iterator[None]:
    task = tasks.add_task(alice, title="Milk", tags=["home"])
    yield
    tasks.update_task(alice, task.pk, title="Oat milk", tags=["shop"], description="Two")


@case(tasks.complete_task, tasks.reopen_task, events="task_updated")
def task_completed_and_reopened(alice: User) -> Iterator[None]:
    done, again = (tasks.add_task(alice, title=title) for title in ("Milk", "Rye"))
    tasks.complete_task(alice, again.pk)
    yield
    tasks.complete_task(alice, done.pk)
    tasks.reopen_task(alice, again.pk)


@case(
    tasks.add_task, tasks.update_task, tasks.complete_task, tasks.reopen_task, tasks.delete_task,
    trash.restore_task,
    events="task_created tasks_created tasks_updated tasks_deleted task_updated",
)  # fmt: skip
def subtasks_added_moved_completed_reopened_deleted_and_restored(alice: User) -> Iterator[None]:
    work = lists.add_list(alice, name="Work")
    trip, plants = (tasks.add_task(alice, title=title) for title in ("Trip", "Plants"))
    tasks.add_task(alice, title="Inside", parent=plants)
    yield
    tasks.add_task(alice, title="Hotel", parent=trip)
    tasks.update_task(alice, trip.pk, list=work)
    tasks.complete_task(alice, trip.pk)
    tasks.reopen_task(alice, trip.pk)
    tasks.update_task(alice, plants.pk, repeat="every Monday")
    tasks.complete_task(alice, plants.pk)
    tasks.delete_task(alice, trip.pk)
    trash.restore_task(alice, trip.pk)


@case(ordering.move_task, events="task_updated")
def tasks_moved_in_the_order_of_the_person(alice: User) -> Iterator[None]:
    first, second, third = (tasks.add_task(alice, title=title) for title in ("Milk", "Rye", "Tea"))
    yield
    ordering.move_task(alice, third.pk, before=first.pk)
    ordering.move_task(alice, first.pk, after=second.pk)


@case(tasks.skip_task, events="task_created task_updated task_deleted")
def repeating_tasks_completed_skipped_and_reopened(alice: User) -> Iterator[None]:
    done, again, skipped = (
        tasks.add_task(alice, title=title, repeat="every Monday") for title in ("Milk", "Rye", "Bread")
    )
    tasks.complete_task(alice, again.pk)
    yield
    tasks.complete_task(alice, done.pk)
    tasks.reopen_task(alice, again.pk)
    tasks.skip_task(alice, skipped.pk)


@case(reminding.remind, tasks.dismiss_reminder, events="task_reminder task_updated")
def task_reminded_of(alice: User) -> Iterator[None]:
    task = tasks.add_task(alice, title="Milk", due_at=timezone.now() + timedelta(hours=1), reminders=[30])
    Task.objects.filter(pk=task.pk).update(remind_at=timezone.now() - timedelta(seconds=1))
    yield
    reminding.remind([task.pk])
    tasks.dismiss_reminder(alice, task.pk)


@case(zones.move_days, events="task_updated")
def days_in_another_time_zone(alice: User) -> Iterator[None]:
    tasks.add_task(alice, title="Milk", due_at=date(2030, 1, 2))
    yield
    before, alice.time_zone = alice.tz, "America/New_York"
    alice.save(update_fields=["time_zone"])
    zones.move_days(alice, before)


@case(tasks.delete_task, events="task_deleted")
def task_deleted(alice: User) -> Iterator[None]:
    task, _ = (tasks.add_task(alice, title=title) for title in ("Milk", "Rye"))
    yield
    tasks.delete_task(alice, task.pk)


@case(tasks.complete_all, tasks.change_all, tasks.delete_all, events="tasks_updated tasks_deleted")
def many_tasks_completed_changed_and_deleted(alice: User) -> Iterator[None]:
    TaskFactory.create_batch(5, owner=alice)
    yield
    tasks.complete_all(alice, Task.objects.filter(number__lte=3))
    tasks.change_all(alice, Task.objects.filter(number__gte=2), lambda task: {"tags": ["more"]})
    tasks.delete_all(alice, Task.objects.filter(number__gte=3))


@case(undo.undo_call, undo.undo_run, events="task_updated task_created task_deleted tool_undone")
def calls_undone(alice: User) -> Iterator[None]:
    for title in ("Milk", "Rye"):
        tasks.add_task(alice, title=title)
    scene = begin(alice)
    use(scene, "update_task", "call-1", number=1, title="Oat milk")
    use(scene, "delete_task", "call-2", number=2)
    use(scene, "add_task", "call-3", title="Bread")
    scene.succeed()
    yield
    undo.undo_call(alice, "call-1")
    undo.undo_run(alice, scene.run.pk)


@case(undo.undo_change, trash.restore_task, events="task_created task_updated task_deleted tool_undone")
def changes_undone_and_a_deleted_task_restored(alice: User) -> Iterator[None]:
    milk, rye, _ = (
        tasks.add_task(alice, title=title, repeat="every Monday") for title in ("Milk", "Rye", "Tea")
    )
    tasks.complete_task(alice, milk.pk)
    tasks.delete_task(alice, rye.pk)
    scene = begin(alice)
    use(scene, "update_task", "call-1", number=3, title="Green tea")
    scene.succeed()
    yield
    undo.undo_change(alice, Change.objects.get(after__number=1, before__isnull=False).pk)
    undo.undo_change(alice, Change.objects.get(tool_call__isnull=False).pk)
    trash.restore_task(alice, rye.pk)


@case(trash.restore_all, events="task_deleted tasks_created")
def all_restored_from_the_trash(alice: User) -> Iterator[None]:
    made = [tasks.add_task(alice, title=title) for title in ("Rye", "Tea")]
    tasks.delete_task(alice, made[0].pk)
    yield
    tasks.delete_task(alice, made[1].pk)
    trash.restore_all(alice)


@case(trash.delete_for_good, trash.empty_trash, events="trash_emptied")
def trash_emptied(alice: User) -> Iterator[None]:
    for task in TaskFactory.create_batch(3, owner=alice):
        tasks.delete_task(alice, task.pk)
    yield
    trash.delete_for_good(alice, task.pk)
    trash.empty_trash(alice)


@case(undo.undo_last, events="tool_starting tool_complete tool_undone tasks_deleted")
def last_run_undone_by_a_tool(alice: User) -> Iterator[None]:
    first = begin(alice)
    use(first, "add_tasks", "call-1", tasks=[{"title": "Milk"}, {"title": "Rye"}])
    first.succeed()
    second = begin(alice, "Undo that", first.run.conversation)
    yield
    use(second, "undo_last", "call-2")


@case(undo.restore_deleted, events="tool_starting tool_complete task_deleted task_created tasks_created")
def deleted_task_restored_by_a_tool(alice: User) -> Iterator[None]:
    tasks.add_task(alice, title="Milk")
    first = begin(alice)
    use(first, "delete_task", "call-1", number=1)
    first.succeed()
    second = begin(alice, "Bring it back", first.run.conversation)
    yield
    tasks.delete_task(alice, tasks.add_task(alice, title="Rye").pk)
    use(second, "restore_tasks", "call-2", numbers=[1, 2])


@case(lists.add_list, lists.update_list, lists.delete_list, lists.restore_list,
      events="list_created list_updated list_deleted task_updated")  # fmt: skip
def lists_added_moved_renamed_and_deleted(alice: User) -> Iterator[None]:
    work, home, garden = (lists.add_list(alice, name=name) for name in ("Work", "Home", "Garden"))
    tasks.add_task(alice, title="Slides", list=work)
    milk = tasks.add_task(alice, title="Milk", list=work)
    yield
    lists.add_list(alice, name="Books")
    lists.update_list(alice, garden.pk, name="The garden", colour="pink", position=1)
    lists.update_list(alice, garden.pk, is_archived=True)
    tasks.update_task(alice, milk.pk, list=home)
    lists.delete_list(alice, work.pk)
    lists.restore_list(alice, work.pk)


@case(undo.undo_command, events="tasks_updated task_created task_deleted")
def tasks_completed_together_and_reopened(alice: User) -> Iterator[None]:
    tasks.add_task(alice, title="Milk", repeat="every day")
    tasks.add_task(alice, title="Rye")
    yield
    tasks.complete_all(alice, Task.objects.all())
    undo.undo_command(alice, Change.objects.order_by("-pk")[0].command_id)


@case(views.add_view, views.update_view, views.delete_view, events="view_saved view_deleted")
def views_saved_and_deleted(alice: User) -> Iterator[None]:
    urgent, home = (
        views.add_view(alice, name=name, filters={"priority": "high"}) for name in ("Urgent", "Home")
    )
    yield
    views.add_view(alice, name="Garden", filters={"tag": "garden", "sort": "title", "group": "list"})
    views.update_view(alice, urgent.pk, name="Pressing", filters={"status": "today"})
    views.delete_view(alice, home.pk)


@case(published_together, events="tasks_created")
def many_tasks_added(alice: User) -> Iterator[None]:
    yield
    with transaction.atomic(), published_together():
        for title in ("Milk", "Rye"):
            tasks.add_task(alice, title=title)


# Conversations


@case(conversations.rename_conversation, events="conversation_updated")
def conversation_renamed(alice: User) -> Iterator[None]:
    run = ask(alice)
    yield
    conversations.rename_conversation(alice, run.conversation_id, "Groceries")


@case(conversations.pin_conversation, events="conversation_updated")
def conversation_pinned(alice: User) -> Iterator[None]:
    run = ask(alice)
    yield
    conversations.pin_conversation(alice, run.conversation_id, is_pinned=True)


@case(conversations.archive_conversation, events="conversation_updated")
def conversation_archived(alice: User) -> Iterator[None]:
    run = begin(alice).succeed()
    yield
    conversations.archive_conversation(alice, run.conversation_id, is_archived=True)


@case(unread.mark_read, events="conversation_read")
def conversation_read(alice: User) -> Iterator[None]:
    run = begin(alice).succeed()
    begin(alice, "Another").fail()
    yield
    unread.mark_read(alice, run.conversation_id)


@case(deletion.restore_conversation, events="conversation_deleted conversation_restored")
def deleted_conversation_restored(alice: User) -> Iterator[None]:
    run = begin(alice).succeed()
    yield
    deletion.delete_conversation(alice, run.conversation_id)
    deletion.restore_conversation(alice, run.conversation_id)


@case(deletion.delete_conversation, deletion.delete_idle_conversations, events="conversation_deleted")
def conversations_deleted(alice: User) -> Iterator[None]:
    first, second, third = (begin(alice, text).succeed() for text in ("One", "Two", "Three"))
    yield
    deletion.delete_conversation(alice, first.conversation_id)
    idle = Conversation.objects.filter(pk=second.conversation_id)
    deletion.delete_idle_conversations(alice.pk, idle)
    assert Conversation.objects.chats().get() == third.conversation


@case(accounts.delete_conversations, events="run_cancelled conversation_deleted")
def all_conversations_deleted(alice: User) -> Iterator[None]:
    begin(alice).succeed()
    ask(alice, "Another")
    yield
    accounts.delete_conversations(alice)


@case(titles.give_title, events="conversation_updated")
def conversation_named_by_a_model(alice: User) -> Iterator[None]:
    run = begin(alice).succeed()
    titles.TitleRequest.objects.create(conversation=run.conversation, due_at=Now())
    yield
    titles.give_title(run.conversation_id, "What is open", {})


# Runs


@case(submit_message, events="conversation_updated message_created run_queued")
def messages_submitted(alice: User) -> Iterator[None]:
    run = ask(alice, "First")
    yield
    ask(alice, "Second", run.conversation)
    ask(alice, "In a new conversation")


@case(submit_message, events="task_deleted tool_undone conversation_updated message_created run_queued")
def message_edited_and_what_followed_undone(alice: User) -> Iterator[None]:
    first = begin(alice, "First").succeed()
    second = begin(alice, "Second", first.conversation)
    use(second, "add_task", title="Milk")
    regenerated = Scene.of(retry.regenerate(alice, second.succeed().pk)).succeed()
    begin(alice, "Third", first.conversation).fail()
    yield
    edit = Edit(regenerated.trigger_id, undo=True)
    submit_message(alice, "Second, but better", edit=edit)


@case(submit_call, events="conversation_updated message_created run_queued agent_thinking tool_starting "
      "task_created tool_complete message_complete agent_done")  # fmt: skip
def call_of_a_client(alice: User) -> Iterator[None]:
    yield
    scene = Scene.of(
        submit_call(alice, "Claude", Call(new_call_id(), "add_task", {"title": "Milk"}), "Add task")
    )
    use(scene, "add_task", title="Milk")
    scene.succeed("Created: Milk")


@case(retry.retry_run, events="conversation_updated run_queued agent_thinking tool_starting")
def failed_run_tried_again(alice: User) -> Iterator[None]:
    scene = begin(alice)
    scene.start_tool()
    run = scene.fail()
    yield
    again = retry.retry_run(alice, run.pk)
    claim = attempts.claim(again.pk)
    assert claim is not None
    Scene(again, claim).start_tool()


@case(retry.regenerate, events="conversation_updated run_queued")
def answer_given_again(alice: User) -> Iterator[None]:
    run = begin(alice).succeed()
    yield
    retry.regenerate(alice, run.pk)


@case(feedback.rate_answer, events="answer_rated")
def answers_rated(alice: User) -> Iterator[None]:
    first, second = begin(alice).succeed(), begin(alice, "Another").succeed()
    feedback.rate_answer(alice, second.pk, "down", "Too long")
    yield
    feedback.rate_answer(alice, first.pk, "up", "Just right")
    feedback.rate_answer(alice, second.pk, "")


@case(cancel.cancel_run, endings.end_cancelled, events="run_cancelled")
def message_withdrawn(alice: User) -> Iterator[None]:
    run = ask(alice)
    yield
    cancel.cancel_run(alice, run.pk)


@case(endings.cancel, events="run_cancelled message_complete message_created")
def run_stopped_while_it_writes(alice: User) -> Iterator[None]:
    scene = begin(alice)
    scene.start_tool()
    yield
    cancel.cancel_run(alice, scene.run.pk)
    endings.cancel(scene.claim, "You have")


@case(attempts.claim, attempts.claim_run, attempts.begin_turn, attempts.publish_turn, attempts.publish_wait,
      events="agent_thinking")  # fmt: skip
def run_started(alice: User) -> Iterator[None]:
    run = ask(alice)
    yield
    claim = attempts.claim(run.pk)
    assert claim is not None
    attempts.publish_wait(claim, 1, 5)
    attempts.begin_turn(claim, 2)


@case(thinking.keep_thinking, events="thinking_complete")
def model_thought(alice: User) -> Iterator[None]:
    scene = begin(alice)
    yield
    thinking.keep_thinking(scene.claim, 1, "Hm, milk.", timedelta(seconds=8))


@case(attempts.save_text, attempts.store_text, turns.record_turn,
      events="message_created")  # fmt: skip
def text_stored_with_a_turn(alice: User) -> Iterator[None]:
    first, second = begin(alice), begin(alice, "Another")
    yield
    attempts.save_text(first.claim, "You have")
    attempts.save_text(first.claim, "You have **three**", again=True)
    turns.record_turn(second.claim, Response(0, {"output": []}, {"tools": []}), "I look")


@case(endings.succeed, events="message_created message_complete agent_done")
def runs_succeeded(alice: User) -> Iterator[None]:
    whole, cut = begin(alice), begin(alice, "Another")
    yield
    whole.succeed()
    endings.succeed(cut.claim, "You have", cut_off="length")


@case(endings.fail, events="run_failed")
def run_failed(alice: User) -> Iterator[None]:
    scene = begin(alice)
    attempts.save_text(scene.claim, "You have")
    yield
    scene.fail()


@case(endings.requeue, endings.hand_over, events="run_retrying run_failed agent_thinking")
def attempts_lost(alice: User) -> Iterator[None]:
    handed, lost = begin(alice), begin(alice, "Another")
    for scene in (handed, lost):
        attempts.save_text(scene.claim, "You have")
    yield
    endings.hand_over(handed.claim)
    for _ in range(endings.MAX_LOSSES):
        endings.requeue(Run.objects.get(pk=lost.run.pk))
        attempts.claim(lost.run.pk)


# Tool calls


@case(tool_calls.start, tool_calls.begin, tool_calls.perform,
      events="tool_starting tool_progress tool_complete tasks_updated")  # fmt: skip
def tools_used(alice: User) -> Iterator[None]:
    TaskFactory.create_batch(45, owner=alice)
    scene = begin(alice)
    yield
    use(scene, "list_tasks", "call-1", status="pending", limit=2)
    use(scene, "complete_all_tasks", "call-2")
    call = Call("call-3", "delete_all_tasks", {"status": "all"})
    tool_calls.start(scene.claim, call, "Deleting tasks...")
    tool_calls.perform(scene.claim, call, lambda owner, so_far: Progress(1, 2, "Checked 1 of 2 tasks"))
    tool_calls.perform(scene.claim, call, lambda owner, so_far: Outcome(Counted(count=2), "Done", 2))


@case(tool_calls.fail, tool_calls.reach_out, events="tool_starting tool_error")
def tools_failed(alice: User) -> Iterator[None]:
    scene = begin(alice)
    yield
    for call_id in ("refused", "misfit", "unknown"):
        call = scene.start_tool(call_id)
        if call_id == "refused":
            tool_calls.perform(scene.claim, call, _refuse)
        elif call_id == "misfit":
            tool_calls.fail(scene.claim, call, "The arguments do not fit.", hint="Give a number.")
        else:
            tool_calls.reach_out(scene.claim, call, is_idempotent=False)
            tool_calls.reach_out(scene.claim, call, is_idempotent=False)


def _refuse(owner: User, so_far: object) -> Outcome:
    raise NotFound("There is no task #9.")


@case(approvals.request_approval, events="task_created message_created conversation_updated run_queued "
      "agent_thinking tool_starting approval_requested")  # fmt: skip
def approval_asked_for(alice: User) -> Iterator[None]:
    yield
    ask_to_delete(alice, "Milk", "Rye")


@case(approvals.approve, events="approval_resolved agent_thinking tasks_deleted tool_complete "
      "message_created message_complete agent_done")  # fmt: skip
def approved(alice: User) -> Iterator[None]:
    asked = ask_to_delete(alice, "Milk", "Rye")
    yield
    approvals.approve(alice, asked.call_id, by=alice, arguments={"status": "pending"})
    asked.resume()


@case(approvals.decline, approvals.expire, events="approval_resolved")
def declined_and_expired(alice: User) -> Iterator[None]:
    declined = ask_to_delete(alice, "Milk", call_id="call-1")
    expired = ask_to_delete(alice, "Rye", call_id="call-2")
    ToolCall.objects.filter(call_id="call-2").update(expires_at=Now() - timedelta(seconds=1))
    ToolCall.objects.get(call_id="call-2")
    yield
    approvals.decline(alice, declined.call_id, by=alice)
    approvals.expire(expired.row)


@case(approvals.take_option, events="approval_resolved")
def question_answered_by_a_message(alice: User) -> Iterator[None]:
    scene = begin(alice)
    arguments = {"question": "Where?", "options": ["Here", "There"]}
    call = Call("call-1", "ask_user", arguments)
    tool_calls.start(scene.claim, call, "Asking you...")
    approvals.request_approval(scene.claim, call, Proposal("Where?", is_question=True))
    yield
    ask(alice, "there", scene.run.conversation)


# Plans

RUN = "agent_thinking message_created message_complete agent_done "


@case(create.create_plan, events="plan_update run_queued")
def plan_created(alice: User) -> Iterator[None]:
    yield
    Team(alice)


@case(advance.advance_plan, decisions.edit_plan, events=RUN + "plan_update agent_message")
def plan_proposed_and_edited(alice: User) -> Iterator[None]:
    team = Team(alice)
    yield
    team.propose({**OFFSITE, "note": "Three steps will do."})
    decisions.edit_plan(alice, team.plan.pk, version=1, proposal={**OFFSITE, "title": "Another title"})


TASKS = {
    "title": "Offsite in June",
    "steps": [{"title": "Add tasks", "agent": "Task Manager", "detail": "- Book a room\n- Invite everybody"}],
}


@case(
    proposed_tasks.change_task, proposed_tasks.remove_task, proposed_tasks.append_task, events="plan_update"
)
def proposed_tasks_changed(alice: User) -> Iterator[None]:
    team = Team(alice)
    team.propose(TASKS)
    yield
    plan, step = team.plan.pk, 1
    title, day = "Book two rooms", date(2027, 5, 31)
    proposed_tasks.change_task(alice, plan, version=1, position=step, index=0, title=title, day=day)
    proposed_tasks.remove_task(alice, plan, version=2, position=step, index=1)
    proposed_tasks.append_task(alice, plan, version=3, position=step, title="Order lunch", day=None)


@case(copies.run_again, copies.start_from_template, propose.propose, events="plan_update agent_message")
def plan_run_again_and_started_from_a_template(alice: User) -> Iterator[None]:
    team = Team(alice)
    team.propose_and_approve()
    yield
    copies.run_again(alice, team.plan.pk)
    copies.start_from_template(alice, copies.save_template(alice, team.plan.pk).pk)


@case(decisions.approve_plan, plan_messages.send_plan_update, plan_messages.send_step_update,
      plan_messages.send_agent_message,
      events=RUN + "run_queued plan_update step_update agent_message")  # fmt: skip
def plan_carried_out(alice: User) -> Iterator[None]:
    team = Team(alice)
    team.propose()
    yield
    decisions.approve_plan(alice, team.plan.pk, by=alice)
    advance.advance_plan(team.plan.pk)
    for text in ("Nothing is planned.", "Added two tasks.", "Few.", "All is well."):
        team.answer(text)
    assert team.status == "completed"


@case(decisions.reject_plan, events="plan_update run_queued")
def plans_rejected(alice: User) -> Iterator[None]:
    for_good, again = Team(alice), Team(alice, "Another goal")
    for team in (for_good, again):
        team.propose()
    yield
    decisions.reject_plan(alice, for_good.plan.pk)
    decisions.reject_plan(alice, again.plan.pk, "Fewer steps")


@case(control.cancel_plan, events="plan_update run_cancelled step_update")
def plan_cancelled(alice: User) -> Iterator[None]:
    team = Team(alice)
    team.propose_and_approve()
    yield
    control.cancel_plan(alice, team.plan.pk)
    advance.advance_plan(team.plan.pk)


@case(plan_undo.undo_plan, events="task_deleted tool_undone")
def plan_undone(alice: User) -> Iterator[None]:
    team = Team(alice)
    team.propose_and_approve()
    claim = team.begin()
    make_task(claim, "Tent")
    endings.succeed(claim, "Packed.")
    control.cancel_plan(alice, team.plan.pk)
    yield
    plan_undo.undo_plan(alice, team.plan.pk)


@case(
    control.pause_plan,
    control.resume_plan,
    events="plan_update step_update agent_message run_queued run_cancelled",
)
def plan_paused_and_resumed(alice: User) -> Iterator[None]:
    team = Team(alice)
    team.propose_and_approve()
    yield
    control.pause_plan(alice, team.plan.pk)
    advance.advance_plan(team.plan.pk)
    control.resume_plan(alice, team.plan.pk)
    advance.advance_plan(team.plan.pk)


@case(control.retry_step, control.skip_step,
      events="plan_update step_update agent_message run_queued agent_thinking run_failed")  # fmt: skip
def failed_step_tried_again_and_another_skipped(alice: User) -> Iterator[None]:
    team = Team(alice)
    team.propose_and_approve()
    yield
    team.stumble()
    control.retry_step(alice, team.plan.pk, team.step(1).pk)
    control.skip_step(alice, team.plan.pk, team.step(3).pk)
    advance.advance_plan(team.plan.pk)


@case(plan_runs.request_correction, events=RUN + "run_queued")
def proposal_that_is_no_plan_is_asked_for_again(alice: User) -> Iterator[None]:
    team = Team(alice)
    yield
    team.answer("I would rather not.")


@case(control.resume_plan, events="plan_update run_queued agent_thinking run_failed")
def proposal_asked_for_again(alice: User) -> Iterator[None]:
    team = Team(alice)
    yield
    team.stumble()
    control.resume_plan(alice, team.plan.pk)

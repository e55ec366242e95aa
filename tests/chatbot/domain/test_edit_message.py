"""A message that is edited: the conversation continues from before it, and the earlier branch is kept."""

from __future__ import annotations

import pytest

from chatbot.agent.instructions import run_input
from chatbot.domain.conversations.commands import rename_conversation
from chatbot.domain.conversations.messages import search_messages
from chatbot.domain.errors import Conflict, NotFound
from chatbot.domain.runs.cancel import cancel_run
from chatbot.domain.runs.retry import retry_run
from chatbot.domain.runs.submit_message import Edit, submit_message
from chatbot.domain.tasks.commands import add_task, update_task
from chatbot.domain.tasks.undo import undo_last
from chatbot.models import Message, Run, Task, User
from tests.chatbot.domain.threads import at_once
from tests.chatbot.domain.worked import Work, work_for
from tests.chatbot.pages.scenes import begin
from tests.factories import UserFactory


def say(owner: User, text: str, run: Run, *titles: str) -> Run:
    """A further message, which adds these tasks."""
    work = Work.on(submit_message(owner, text, conversation_id=run.conversation_id))
    for title in titles:
        work.call(lambda user, title=title: add_task(user, title=title))
    return work.end()


def edited(owner: User, run: Run, text: str = "Better", **undo: bool) -> Run:
    return submit_message(owner, text, edit=Edit(run.trigger_id, **undo))


def texts(run: Run, before: int | None = None) -> list[str]:
    messages = run.conversation.messages
    shown = messages.before(before) if before else messages.current()
    return [message.content for message in shown.filter(role=Message.Role.USER)]


def test_the_conversation_continues_from_before_the_message(alice: User) -> None:
    first = begin(alice, "One").succeed("First.")
    second = begin(alice, "Two", first.conversation).succeed("Second.")
    begin(alice, "Three", first.conversation).succeed("Third.")

    run = edited(alice, second, "Two, but better")

    assert texts(run) == ["One", "Two, but better"]
    assert run.trigger.replaces == second.trigger
    items = run_input(run)["items"]
    assert [item["content"] for item in items] == ["One", "First.", "Two, but better"]
    assert not search_messages(alice, "Three").exists()


def test_earlier_branches_are_kept_as_they_were(alice: User) -> None:
    first = begin(alice, "One").succeed()
    second = begin(alice, "Two", first.conversation).succeed()
    cancel_run(alice, edited(alice, second, "Two again").pk)
    third = begin(alice, "Three", first.conversation).succeed()
    run = edited(alice, first, "One again")

    assert texts(run) == ["One again"]
    assert texts(run, before=run.trigger.position) == ["One", "Two again", "Three"]
    assert texts(run, before=third.trigger.position) == ["One", "Two again"]
    assert texts(run, before=second.reply.position + 1) == ["One", "Two"]


def test_the_reply_of_a_late_retry_stays_with_its_message(alice: User) -> None:
    failed = begin(alice, "One").fail()
    second = begin(alice, "Two", failed.conversation).succeed()
    again = Work.on(retry_run(alice, failed.pk)).end()

    run = edited(alice, second)

    assert Message.objects.get(pk=again.reply_id).left_for is None
    assert set(Message.objects.filter(left_for=run.trigger)) == {second.trigger, second.reply}


def test_what_followed_is_undone_on_demand(alice: User) -> None:
    first = say(alice, "Add milk", begin(alice).succeed(), "Milk")
    say(alice, "Add eggs and oats", first, "Eggs", "Oats")

    edited(alice, first, "Add tea", undo=True)

    assert not Task.objects.exists()


def test_without_that_nothing_is_undone_and_undo_leaves_it_alone(alice: User) -> None:
    first = say(alice, "Add milk", begin(alice).succeed(), "Milk")

    run = edited(alice, first)

    assert Task.objects.get().title == "Milk"
    with pytest.raises(NotFound):
        undo_last(alice, run.conversation_id, by_run=run.pk)


def test_a_message_is_not_edited_if_what_followed_cannot_be_undone(alice: User) -> None:
    first = say(alice, "Add milk", begin(alice).succeed(), "Milk")
    update_task(alice, Task.objects.get().pk, title="Oat milk")

    with pytest.raises(Conflict, match="was changed since, so nothing was undone"):
        edited(alice, first, undo=True)

    assert texts(first) == ["What is open?", "Add milk"]


def test_nothing_is_edited_while_a_run_is_active(alice: User) -> None:
    first = begin(alice, "One").succeed()
    second = submit_message(alice, "Two", conversation_id=first.conversation_id)

    with pytest.raises(Conflict, match="still working in this chat"):
        edited(alice, first)

    cancel_run(alice, second.pk)
    assert texts(edited(alice, first)) == ["Better"]


def test_only_current_messages_of_the_person_are_edited(alice: User, bob: User) -> None:
    first = begin(alice, "One").succeed()
    withdrawn = submit_message(alice, "Two", conversation_id=first.conversation_id)
    cancel_run(alice, withdrawn.pk)
    with pytest.raises(Conflict, match="was withdrawn"):
        edited(alice, withdrawn)
    for message_id in (first.reply_id, first.pk):
        with pytest.raises(NotFound):
            submit_message(alice, "Better", edit=Edit(message_id))
    with pytest.raises(NotFound):
        edited(bob, first)
    elsewhere = begin(alice, "Elsewhere").succeed()
    with pytest.raises(NotFound, match="in this conversation"):
        submit_message(
            alice, "Better", conversation_id=elsewhere.conversation_id, edit=Edit(first.trigger_id)
        )
    run = edited(alice, first)
    cancel_run(alice, run.pk)
    with pytest.raises(Conflict, match="earlier version"):
        edited(alice, first)


@pytest.mark.parametrize(
    ("said", "replaced", "text", "title"),
    [
        (["Buy a ring for Eve"], 0, "Buy milk", "Buy milk"),
        (["Buy milk", "And a ring for Eve"], 1, "And bread", "Buy milk"),
        (["hi", "Buy a ring for Eve"], 1, "Buy milk", "Buy milk"),
        (["hi", "Buy a ring for Eve"], 0, "hello", "hello"),
        (["hi", "Buy a ring for Eve", "And flowers"], 2, "And tea", "Buy a ring for Eve"),
    ],
)
def test_a_title_does_not_keep_what_was_edited_away(
    alice: User, said: list[str], replaced: int, text: str, title: str
) -> None:
    first = begin(alice, said[0]).succeed()
    runs = [first, *(begin(alice, later, first.conversation).succeed() for later in said[1:])]

    assert edited(alice, runs[replaced], text).conversation.title == title


def test_a_title_of_the_owner_survives_an_edit(alice: User) -> None:
    run = begin(alice, "Buy a ring for Eve").succeed()
    rename_conversation(alice, run.conversation_id, "Presents")

    assert edited(alice, run, "Buy milk").conversation.title == "Presents"


def test_a_run_of_an_earlier_branch_is_not_retried(alice: User) -> None:
    failed = begin(alice, "One").fail()
    cancel_run(alice, edited(alice, failed).pk)

    with pytest.raises(Conflict, match="earlier version"):
        retry_run(alice, failed.pk)


def test_a_resent_edit_finds_the_first_run(alice: User) -> None:
    first = begin(alice, "One").succeed()
    run = submit_message(alice, "Better", idempotency_key="key", edit=Edit(first.trigger_id))
    assert submit_message(alice, "Better", idempotency_key="key", edit=Edit(first.trigger_id)) == run
    with pytest.raises(Conflict):
        submit_message(alice, "Better", idempotency_key="key")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("any_database")
def test_simultaneous_edits_make_one_branch() -> None:
    alice = UserFactory.create()
    first = work_for(alice).end()

    def edit() -> Run | None:
        try:
            return edited(alice, first)
        except Conflict:
            return None

    made = [run for run in at_once(edit, edit) if run]
    assert texts(first) == ["Better"]
    assert len(made) == 1

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse
from django.utils import timezone

from chatbot.domain.publish import stream_of
from chatbot.domain.runs import attempts, endings, limits
from chatbot.domain.tasks.commands import add_task, complete_task
from chatbot.formatting import relative_moment
from chatbot.models import Conversation, JobProcess, Message, Run, ToolCall, User
from chatbot.pages.chat.transcript import TURNS_SHOWN
from streaming.log import stream_position
from tests.chatbot.asking import ask_to_delete
from tests.chatbot.pages.scenes import ask, begin
from tests.markup import Element, parse
from tests.subtests import as_subtests

QUESTIONS = '[data-role="user"] [data-body]'
ANSWERS = '[data-role="assistant"] [data-body]'


def visible(client: Client, run: Run) -> Element:
    """The conversation's page."""
    response = client.get(reverse("conversation", args=[run.conversation_id]))
    assert response.status_code == 200
    return parse(response)


def reloads(page: Element) -> bool:
    """Whether the page reloads itself without a script."""
    return bool(page.all('noscript meta[http-equiv="refresh"][content^="2;url=/c/"]'))


def states(page: Element) -> dict[str, str]:
    """The state of each tool call, by its id."""
    return {call["data-call-id"]: call["data-state"] for call in page.all("[data-call-id]")}


def test_the_front_page_is_empty_at_first_and_shows_chats_started_elsewhere(alices: Client) -> None:
    page = parse(alices.get("/"))

    assert "What needs doing?" in page.text
    assert page.all("[data-follow]")


def test_the_front_page_shows_the_latest_conversation(alices: Client, alice: User) -> None:
    begin(alice, "An older question").succeed()
    latest = begin(alice, "A newer question").succeed()

    page = parse(alices.get("/"))

    assert page.one("[data-conversation-id]")["data-conversation-id"] == str(latest.conversation_id)
    assert not page.all("[data-follow]")
    assert page.texts(QUESTIONS) == ["A newer question"]


def test_a_new_chat_stays_empty_when_others_are_started(alices: Client, alice: User) -> None:
    begin(alice).succeed()

    page = parse(alices.get(reverse("chat-new")))

    assert "What needs doing?" in page.text
    assert not page.all("[data-follow]")


def test_a_conversation_shows_messages_and_steps(alices: Client, alice: User) -> None:
    scene = begin(alice, "What is <b>open</b>?")
    scene.use_tool()
    run = scene.succeed("You have **three** tasks.")

    page = visible(alices, run)

    assert page.texts(QUESTIONS) == ["What is <b>open</b>?"]
    assert page.texts(ANSWERS) == ["You have three tasks."]
    assert page.one(ANSWERS).texts("p > strong") == ["three"]
    assert states(page) == {"call-1": "done"}
    assert "Found 3 tasks" in page.text
    assert page.one("[data-run]")["data-run"] == str(run.pk)
    assert not reloads(page)


def test_the_summary_tells_the_agents_time_from_the_persons(alices: Client, alice: User) -> None:
    scene = begin(alice)
    scene.use_tool("call-1")
    scene.use_tool("call-2")
    run = scene.succeed()
    started = timezone.now()
    Run.objects.filter(pk=run.pk).update(started_at=started, finished_at=started + timedelta(seconds=27))
    decided = {"started_at": started, "decided_at": started + timedelta(seconds=25)}
    ToolCall.objects.filter(call_id="call-1").update(**decided)

    assert visible(alices, run).texts("[data-summary]") == ["2 steps · 2.0 s · waited 25 s for you"]


def test_a_finished_run_of_several_steps_is_collapsed_under_a_summary(alices: Client, alice: User) -> None:
    scene = begin(alice)
    scene.use_tool("call-1")
    scene.refuse_tool("call-2")
    run = scene.succeed()
    started = timezone.now()
    Run.objects.filter(pk=run.pk).update(started_at=started, finished_at=started + timedelta(seconds=1.24))

    page = visible(alices, run)

    assert "2 steps · 1 failed · 1.2 s" in page.text
    timeline = page.one(f"details#timeline-{str(run.pk)[:8]}")
    assert (timeline["aria-live"], timeline["data-drawn"], "open" in timeline.attributes) == (
        "off",
        "closed",
        False,
    )
    assert states(page) == {"call-1": "done", "call-2": "failed"}
    assert "Error in list_tasks: There is no task #9." in page.text


def test_a_single_step_is_expanded_without_a_summary(alices: Client, alice: User) -> None:
    scene = begin(alice)
    scene.use_tool()

    assert visible(alices, scene.succeed()).one("details.timeline[data-bare][open]")["data-drawn"] == "open"


def test_a_waiting_run_says_so_and_the_page_reloads_without_a_script(alices: Client, alice: User) -> None:
    page = visible(alices, ask(alice))

    assert "Waiting to start…" in page.text
    assert reloads(page)


def test_a_run_that_no_process_starts_says_so(alices: Client, alice: User) -> None:
    run = ask(alice)
    Run.objects.update(created_at=timezone.now() - timedelta(seconds=10))
    assert "No worker is running." in visible(alices, run).text
    assert alices.get(reverse("api-run", args=[run.pk])).json()["is_without_worker"] is True

    process = JobProcess.objects.create(kind="worker", name="host:1")
    assert "Waiting to start…" in visible(alices, run).text
    assert alices.get(reverse("api-run", args=[run.pk])).json()["is_without_worker"] is False

    process.seen_at -= timedelta(minutes=1)
    process.save()
    assert "No worker is running." in visible(alices, run).text


def test_a_message_beside_a_card_is_not_queued(alices: Client, alice: User) -> None:
    asked = ask_to_delete(alice, "Milk").run
    assert not reloads(visible(alices, asked))

    other = ask(alice, conversation=asked.conversation)
    page = visible(alices, other)

    assert "Waiting to start…" in page.text
    assert reloads(page)
    assert page.one("form[data-stop]")["action"] == f"{reverse('run-cancel', args=[asked.pk])}#message"

    assert attempts.claim(other.pk) is not None
    page = visible(alices, other)
    assert page.one("form[data-stop]")["action"] == f"{reverse('run-cancel', args=[other.pk])}#message"


def test_a_running_run_says_so(alices: Client, alice: User) -> None:
    page = visible(alices, begin(alice).run)

    assert "Processing your request…" in page.text
    assert reloads(page)


def test_a_running_step_is_shown_with_its_line(alices: Client, alice: User) -> None:
    scene = begin(alice)
    scene.start_tool(message="Searching your tasks...")

    page = visible(alices, scene.run)

    assert states(page) == {"call-1": "starting"}
    assert "Searching your tasks…" in page.text
    assert "Processing your request…" not in page.text


def test_a_long_step_shows_how_far_it_is(alices: Client, alice: User) -> None:
    scene = begin(alice)
    scene.get_on_with_tool(40, 120)

    page = visible(alices, scene.run)

    assert "Checked 40 of 120 tasks" in page.text
    bar = page.one("progress")
    assert (bar["value"], bar["max"]) == ("40", "120")


def test_a_finished_step_shows_no_bar(alices: Client, alice: User) -> None:
    scene = begin(alice)
    scene.get_on_with_tool(40, 120)
    scene.use_tool(message="Marked 120 tasks as complete", count=120)

    page = visible(alices, scene.run)
    assert "Marked 120 tasks as complete" in page.text
    assert not page.all("progress")


def test_stored_part_of_a_running_reply_is_shown(alices: Client, alice: User) -> None:
    scene = begin(alice)
    attempts.save_text(scene.claim, "You have **thr")

    page = visible(alices, scene.run)

    written = page.one("[data-stream]")
    assert (written["data-stream"], written["data-attempt"]) == (str(scene.run.pk), "1")
    assert written.text == "You have **thr"
    assert reloads(page)


def test_a_step_whose_attempt_was_lost_is_not_finished(alices: Client, alice: User) -> None:
    scene = begin(alice)
    scene.start_tool()
    Run.objects.filter(pk=scene.run.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    endings.requeue(Run.objects.get(pk=scene.run.pk))

    page = visible(alices, scene.run)

    assert states(page) == {"call-1": "unfinished"}
    assert "Not finished" in page.text
    assert "That was interrupted. Trying again…" in page.text


@pytest.mark.parametrize(
    ("status", "word"),
    [("declined", "Declined"), ("stopped", "Stopped"), ("awaiting_approval", "Waiting for approval")],
)
def test_each_state_of_a_step_has_its_word(alices: Client, alice: User, status: str, word: str) -> None:
    scene = begin(alice)
    scene.use_tool()
    ToolCall.objects.update(status=status)

    assert visible(alices, scene.run).texts("[data-state-word]") == [word]


def test_a_failed_run_says_why_and_can_be_retried_once(alices: Client, alice: User) -> None:
    failed = begin(alice).fail("The assistant did not answer in time.")

    page = visible(alices, failed)
    retry = reverse("run-retry", args=[failed.pk])
    assert "The assistant did not answer in time." in page.text
    assert page.one("[data-retry]")["formaction"] == f"{retry}#message"

    response = alices.post(retry)

    assert response.status_code == 303
    assert response["Location"] == reverse("conversation", args=[failed.conversation_id])
    page = visible(alices, failed)
    assert page.all("[data-run]")[-1]["data-run"] == str(Run.objects.get(continues=failed).pk)
    assert not page.all("[data-retry]")


def test_an_invalid_retry_changes_nothing(alices: Client, alice: User) -> None:
    run = begin(alice).succeed()

    response = alices.post(reverse("run-retry", args=[run.pk]))

    assert response.status_code == 409
    assert Run.objects.count() == 1
    assert "Only a failed run can be tried again" in response.text
    assert parse(response).texts(ANSWERS) == ["You have three tasks."]


def long_conversation(owner: User, turns: int) -> Conversation:
    conversation = None
    for number in range(1, turns + 1):
        conversation = begin(owner, f"Question {number}", conversation).succeed().conversation
    assert conversation is not None
    return conversation


def questions(page: Element) -> list[int]:
    return [int(text.removeprefix("Question ")) for text in page.texts(QUESTIONS)]


def test_a_long_conversation_is_read_page_by_page_to_its_beginning_and_back(
    alices: Client, alice: User
) -> None:
    conversation = long_conversation(alice, 25)

    def follow(page: Element, link: str) -> Element:
        return parse(alices.get(page.one(f"a[data-{link}]")["href"]))

    newest = parse(alices.get(reverse("conversation", args=[conversation.pk])))
    assert (questions(newest), newest.all("a[data-later]")) == ([*range(16, 26)], [])
    earlier = follow(newest, "earlier")
    assert (questions(earlier), earlier.all("a[data-later]")) == ([*range(6, 26)], [])
    earliest = follow(earlier, "earlier")
    assert (questions(earliest), earliest.all("a[data-earlier]")) == ([*range(1, 16)], [])
    later = follow(earliest, "later")
    assert (questions(later), later.all("a[data-later]")) == ([*range(6, 26)], [])


def test_each_page_of_a_conversation_is_fetched_again_as_it_is(alices: Client, alice: User) -> None:
    conversation = long_conversation(alice, TURNS_SHOWN + 1)
    page = parse(alices.get(reverse("conversation", args=[conversation.pk])))
    earlier = page.one("a[data-earlier]")["href"]
    assert parse(alices.get(earlier)).one("[data-log]")["hx-get"] == earlier


def test_only_the_last_answer_of_a_conversation_can_be_asked_for_again(alices: Client, alice: User) -> None:
    conversation = long_conversation(alice, 2)
    address = reverse("conversation", args=[conversation.pk])
    assert len(parse(alices.get(address)).all("[data-regenerate]")) == 1
    assert parse(alices.get(address, {"until": 1})).all("[data-regenerate]") == []


def test_the_time_of_a_message_is_a_link_to_it(alices: Client, alice: User) -> None:
    conversation = None
    for number in range(3):
        scene = begin(alice, f"Question {number}", conversation)
        conversation = scene.run.conversation
        scene.succeed(f"Answer {number}")
    assert conversation is not None
    page = parse(alices.get(reverse("conversation", args=[conversation.pk])))
    links = [link["href"] for link in page.all(".message-meta > a:has(time)")]
    address, _, anchor = links[1].partition("#")
    linked = parse(alices.get(address))
    assert linked.texts("[data-role=user] [data-body]") == ["Question 0", "Question 1"]
    assert linked.all("[data-turn]")[-1]["id"] == anchor


@as_subtests("until", ["", "-1", "0", "nine", "99999999999", "²"])
def test_an_invalid_position_shows_the_end(alices: Client, alice: User, until: str) -> None:
    run = begin(alice).succeed()

    response = alices.get(reverse("conversation", args=[run.conversation_id]), {"until": until})

    assert response.status_code == 200
    assert "What is open?" in response.text


def test_the_page_embeds_the_cursor_that_it_was_rendered_at(alices: Client, alice: User) -> None:
    begin(alice).succeed()

    page = parse(alices.get("/"))

    assert page.one("[data-cursor]")["data-cursor"] == str(stream_position(stream_of(alice.pk)).cursor)
    assert page.one("[data-socket-url]")["data-socket-url"] == f"/ws/{alice.pk}/chat?events=all"


def test_the_list_marks_the_open_conversation_and_those_with_active_runs(alices: Client, alice: User) -> None:
    idle = begin(alice, "An idle one").succeed()
    busy = begin(alice, "A busy one").run

    page = visible(alices, idle)

    idle_item = page.one(f"li:has(> #chat-{idle.conversation_id})").attributes
    busy_item = page.one(f"li:has(> #chat-{busy.conversation_id})").attributes
    assert ("data-current" in idle_item, "data-badge" in idle_item) == (True, False)
    assert ("data-current" in busy_item, busy_item["data-badge"]) == (False, "active")


def test_the_panel_shows_open_tasks_and_leads_to_those_done(alices: Client, alice: User) -> None:
    add_task(alice, title="Water the garden", due_at=timezone.now() - timedelta(days=1), tags=["home"])
    complete_task(alice, add_task(alice, title="Buy milk").pk)

    panel = parse(alices.get("/")).one("#tasks")
    done = panel.one("[data-done-tasks]")

    assert "1 open, 1 overdue" in panel.text
    assert panel.texts("[data-title]") == ["Water the garden"]
    assert panel.one("[data-done-count]").text == "1"
    assert parse(alices.get(done["hx-get"])).texts("[data-title]") == ["Buy milk"]
    assert parse(alices.get(done.one("a")["href"])).texts("[data-title]") == ["Buy milk"]
    assert "Overdue · yesterday" in panel.text
    assert "#home" in panel.text


def test_an_address_can_prefill_the_message_box(alices: Client) -> None:
    page = parse(alices.get("/", {"message": "show my <tasks>"}))

    assert page.one("textarea#message").text == "show my <tasks>"


@pytest.mark.parametrize("path", ["", "/rename/", "/delete/"])
def test_somebody_elses_conversation_is_not_found(alices: Client, charlie: User, path: str) -> None:
    run = begin(charlie, "Charlie's secret").succeed()

    response = alices.get(f"/c/{run.conversation_id}{path or '/'}")

    assert response.status_code == 404
    assert "secret" not in response.text


def test_somebody_elses_run_cannot_be_retried(alices: Client, charlie: User) -> None:
    failed = begin(charlie).fail()

    assert alices.post(reverse("run-retry", args=[failed.pk])).status_code == 404
    assert Run.objects.count() == 1


def test_the_page_takes_as_many_queries_for_three_of_everything_as_for_one(
    alices: Client, alice: User
) -> None:
    def furnish() -> None:
        add_task(alice, title="Open", tags=["home", "garden"])
        complete_task(alice, add_task(alice, title="Done", tags=["home"]).pk)
        begin(alice, "Of another chat").succeed()
        scene = begin(alice, "Of this chat", first.conversation)
        scene.use_tool("call-1")
        scene.use_tool("call-2")
        scene.succeed()

    first = begin(alice, "Of this chat").fail()
    address = reverse("conversation", args=[first.conversation_id])
    furnish()
    one = count_queries(alices, address)
    furnish()
    furnish()

    assert count_queries(alices, address) == one


def count_queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


class TestPosting:
    def test_leads_to_the_conversation(self, alices: Client, alice: User) -> None:
        response = alices.post("/messages/", {"message": "Add a task to buy groceries"})

        run = Run.objects.get()
        assert response.status_code == 303
        assert response["Location"] == f"/c/{run.conversation_id}/"
        assert run.trigger.content == "Add a task to buy groceries"

    def test_continues_the_given_conversation(self, alices: Client, alice: User) -> None:
        first = begin(alice).succeed()

        alices.post("/messages/", {"message": "And now?", "conversation": str(first.conversation_id)})

        assert [message.content for message in first.conversation.messages.filter(role="user")] == [
            "What is open?",
            "And now?",
        ]

    def test_with_the_same_key_posts_one_message(self, alices: Client, alice: User) -> None:
        form = {"message": "Once", "idempotency_key": "k"}

        first, second = alices.post("/messages/", form), alices.post("/messages/", form)

        assert first["Location"] == second["Location"]
        assert Message.objects.filter(role="user").count() == 1

    def test_each_page_has_its_own_key(self, alices: Client) -> None:
        keys = [parse(alices.get("/")).one('[name="idempotency_key"]')["value"] for _ in range(2)]

        assert [len(key) for key in keys] == [32, 32]
        assert keys[0] != keys[1]

    @pytest.mark.parametrize(
        ("text", "objection"),
        [
            ("   ", "The message is empty."),
            ("é" * 10_001, "The message is too long: 10,001 of at most 10,000 characters."),
            ("nul\x00byte", "Null characters are not allowed."),
        ],
    )
    def test_a_refused_message_keeps_the_text(
        self, alices: Client, alice: User, text: str, objection: str
    ) -> None:
        run = begin(alice, "An earlier question").succeed()

        response = alices.post("/messages/", {"message": text, "conversation": str(run.conversation_id)})

        assert response.status_code == 400
        assert objection in response.text
        assert parse(response).one("textarea#message").raw_text == text.replace("\x00", "\ufffd")
        assert "An earlier question" in response.text
        assert Message.objects.filter(role="user").count() == 1

    @override_settings(DAILY_MESSAGE_LIMIT=1)
    def test_past_the_daily_limit_keeps_the_text_and_shows_the_time(
        self, alices: Client, alice: User
    ) -> None:
        begin(alice).succeed()

        response = alices.post("/messages/", {"message": "One more"})

        assert response.status_code == 429
        assert "You have sent 1 messages today" in response.text
        ends = relative_moment(limits.end_of_day(), timezone.now(), alice.date_settings)
        assert f"You can continue {ends} (Europe/Berlin)" in response.text
        assert parse(response).one("textarea#message").text == "One more"

    @pytest.mark.parametrize("whose", ["charlie's", "nobody's", "malformed"])
    def test_into_a_missing_conversation_keeps_the_text(
        self, alices: Client, alice: User, charlie: User, whose: str
    ) -> None:
        conversations: dict[str, UUID | str] = {
            "charlie's": begin(charlie, "Charlie's secret").succeed().conversation_id,
            "nobody's": uuid4(),
            "malformed": "42",
        }

        response = alices.post("/messages/", {"message": "Hello", "conversation": str(conversations[whose])})

        assert response.status_code == (400 if whose == "malformed" else 404)
        assert parse(response).one("textarea#message").text == "Hello"
        assert "secret" not in response.text
        assert not Message.objects.filter(owner=alice).exists()

    def test_needs_the_csrf_token(self, alice: User) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(alice)

        response = client.post("/messages/", {"message": "Forged"})

        assert response.status_code == 403
        assert "This form is too old" in response.text
        assert not Message.objects.exists()


class TestConversations:
    def test_are_renamed(self, alices: Client, alice: User) -> None:
        run = begin(alice).succeed()
        address = reverse("conversation-rename", args=[run.conversation_id])
        assert parse(alices.get(address)).one("[name=title]")["value"] == "What is open?"

        response = alices.post(address, {"title": " Open  things "})

        assert response.status_code == 303
        run.conversation.refresh_from_db()
        assert run.conversation.title == "Open things"

    @pytest.mark.parametrize("title", ["", "x" * 256])
    def test_keep_their_name_if_the_new_one_is_empty(self, alices: Client, alice: User, title: str) -> None:
        run = begin(alice).succeed()

        response = alices.post(reverse("conversation-rename", args=[run.conversation_id]), {"title": title})

        assert response.status_code == 400
        assert parse(response).one("[name=title]")["aria-invalid"] == "true"
        run.conversation.refresh_from_db()
        assert run.conversation.title == "What is open?"

    def test_are_deleted_after_confirmation(self, alices: Client, alice: User) -> None:
        run = begin(alice).succeed()
        address = reverse("conversation-delete", args=[run.conversation_id])

        assert "Delete this chat?" in alices.get(address).text
        assert alices.post(address)["Location"] == "/"
        assert not Conversation.objects.of(alice).chats().exists()

    def test_are_not_deleted_while_the_agent_is_active(self, alices: Client, alice: User) -> None:
        run = begin(alice).run

        response = alices.post(reverse("conversation-delete", args=[run.conversation_id]), follow=True)

        assert "still working" in response.text
        assert Run.objects.filter(pk=run.pk).exists()


class TestFragments:
    def test_a_turn_is_rendered_as_on_the_page(self, alices: Client, alice: User) -> None:
        first = begin(alice, "First").succeed()
        second = begin(alice, "Second", first.conversation).succeed()
        page = alices.get(reverse("conversation", args=[first.conversation_id])).text

        for run in (first, second):
            drawn = alices.get(reverse("turn", args=[run.trigger_id]))
            assert drawn.status_code == 200
            assert without_secrets(drawn.text.strip()) in without_secrets(page)

    def test_of_queued_messages_show_how_many_come_first(self, alices: Client, alice: User) -> None:
        first = begin(alice, "First").run
        ask(alice, "Second", first.conversation)
        third = ask(alice, "Third", first.conversation)

        drawn = parse(alices.get(reverse("turn", args=[third.trigger_id])))

        assert drawn.texts("[data-waiting-text]") == ["Waiting · 2 before it"]

    def test_an_entry_of_the_list_is_rendered_as_on_the_page(self, alices: Client, alice: User) -> None:
        run = begin(alice).run
        drawn = alices.get(reverse("conversation-item", args=[run.conversation_id])).text
        assert drawn.strip() in alices.get(reverse("tasks")).text

    def test_of_others_are_not_found(self, alices: Client, charlie: User) -> None:
        run = begin(charlie).succeed()
        for name, key in (
            ("turn", run.trigger_id),
            ("turn", run.reply_id),
            ("conversation-item", run.conversation_id),
        ):
            assert alices.get(reverse(name, args=[key])).status_code == 404

    def test_take_as_many_queries_in_a_long_conversation(self, alices: Client, alice: User) -> None:
        run = begin(alice).succeed()
        with CaptureQueriesContext(connection) as first:
            alices.get(reverse("turn", args=[run.trigger_id]))
        for _ in range(3):
            last = begin(alice, "More", run.conversation).succeed()
        with CaptureQueriesContext(connection) as later:
            alices.get(reverse("turn", args=[last.trigger_id]))
        assert len(later) == len(first)


def without_secrets(text: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)

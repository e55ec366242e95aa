"""Whole conversations through the SDK's Runner, with a task list in memory."""

from __future__ import annotations

from datetime import datetime

import pytest

from .memory import Chat, TaskStore


@pytest.fixture
def chat() -> Chat:
    chat = Chat()
    chat.store.add("Buy milk", tags=["home"])
    chat.store.add("Write report", priority="high", due_at="2026-11-20T17:00")
    chat.store.add("Meeting with Bob", due_at="2026-11-17T10:00")
    chat.store.add("Meeting with Ann")
    chat.store.add("Pay rent", completed=True)
    return chat


async def test_adding_reports_the_number_and_the_properties(chat: Chat) -> None:
    reply = await chat.say("add buy bread tomorrow at 7pm #food, high priority")
    assert reply == "Added **#6** buy bread — tomorrow at 7 pm · high · #food."
    assert chat.calls == [
        (
            "add_task",
            {
                "title": "buy bread",
                "description": None,
                "priority": "high",
                "due_at": "2026-11-19T19:00:00+01:00",
                "tags": ["food"],
                "even_if_open": True,
            },
        )
    ]


async def test_several_requests_are_done_in_order(chat: Chat) -> None:
    reply = await chat.say("add milk and eggs, then mark task 1 as done")
    assert chat.called == ["add_task", "add_task", "complete_task"]
    assert reply == "Added 2 tasks:\n\n- **#6** milk\n- **#7** eggs\n\nMarked **#1** Buy milk as done."


async def test_adding_and_listing_shows_the_new_task() -> None:
    chat = Chat()
    reply = await chat.say("add milk and show my tasks")
    assert reply == "Added **#1** milk.\n\nYou have 1 open task:\n\n- **#1** milk"


async def test_nameless_task_is_asked_for_and_the_answer_is_its_title(chat: Chat) -> None:
    assert await chat.say("add a task for tomorrow") == "What should I call it?"
    assert await chat.say("Finish the report #work") == "Added **#6** Finish the report — tomorrow · #work."


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("never mind", "All right, I've left everything as it is."),
        ("show task 1", "- **#1** Buy milk — #home"),
        ("add milk", "Added **#6** milk."),
    ],
)
async def test_question_for_a_name_may_be_ignored(chat: Chat, answer: str, expected: str) -> None:
    await chat.say("add task")
    assert await chat.say(answer) == expected


async def test_completing_by_words_looks_the_task_up_first(chat: Chat) -> None:
    assert await chat.say("mark buy milk as done") == "Marked **#1** Buy milk as done."
    assert chat.calls == [
        ("search_tasks", {"query": "buy milk", "status": "all"}),
        ("complete_task", {"number": 1, "completed": True}),
    ]


@pytest.mark.parametrize("text", ["I finished the report", "I finished writing reports", "report is done"])
async def test_endings_of_words_do_not_matter(chat: Chat, text: str) -> None:
    assert await chat.say(text) == "Marked **#2** Write report as done."


async def test_task_that_is_already_done_is_reported_as_such(chat: Chat) -> None:
    assert await chat.say("mark rent as done") == "**#5** Pay rent is already done."
    assert await chat.say("mark task 5 as done") == "**#5** Pay rent was already done."
    assert await chat.say("reopen it") == "Reopened **#5** Pay rent."


async def test_unknown_tasks_are_reported_and_the_others_done(chat: Chat) -> None:
    assert await chat.say("delete task 77") == "There is no task #77."
    assert await chat.say("delete unicorns") == "I couldn't find a task for “unicorns”."
    reply = await chat.say("mark tasks 1, 2 and 9 as done")
    assert reply == "Marked **#1** Buy milk and **#2** Write report as done.\n\nThere is no task #9."
    reply = await chat.say("delete milk and unicorn")
    assert reply == "Deleted **#1** Buy milk.\n\nI couldn't find a task for “unicorn”."


WHICH = """I found 2 tasks for “meeting”:

- **#3** Meeting with Bob — overdue, yesterday at 10 am
- **#4** Meeting with Ann

Which one should I delete?"""


@pytest.mark.parametrize(
    ("answer", "left"),
    [
        ("2", ["Buy milk", "Write report", "Meeting with Bob", "Pay rent"]),
        ("#3", ["Buy milk", "Write report", "Meeting with Ann", "Pay rent"]),
        ("the first one", ["Buy milk", "Write report", "Meeting with Ann", "Pay rent"]),
        ("the last", ["Buy milk", "Write report", "Meeting with Bob", "Pay rent"]),
        ("the one with Ann", ["Buy milk", "Write report", "Meeting with Bob", "Pay rent"]),
        ("yesterday", ["Buy milk", "Write report", "Meeting with Ann", "Pay rent"]),
        ("both", ["Buy milk", "Write report", "Pay rent"]),
        ("both of them, please", ["Buy milk", "Write report", "Pay rent"]),
        ("#1", ["Buy milk", "Write report", "Meeting with Bob", "Meeting with Ann", "Pay rent"]),
        ("it", ["Buy milk", "Write report", "Meeting with Bob", "Meeting with Ann", "Pay rent"]),
        (
            "all overdue ones",
            ["Buy milk", "Write report", "Meeting with Bob", "Meeting with Ann", "Pay rent"],
        ),
        ("all", ["Buy milk", "Write report", "Pay rent"]),
        ("neither", ["Buy milk", "Write report", "Meeting with Bob", "Meeting with Ann", "Pay rent"]),
        ("no", ["Buy milk", "Write report", "Meeting with Bob", "Meeting with Ann", "Pay rent"]),
    ],
)
async def test_ambiguous_task_is_asked_for(chat: Chat, answer: str, left: list[str]) -> None:
    assert await chat.say("delete the meeting task") == WHICH
    await chat.say(answer)
    assert chat.store.titles() == left


async def test_question_is_asked_again_after_an_unclear_answer(chat: Chat) -> None:
    await chat.say("move the meeting to friday")
    first = await chat.say("hmm, let me think")
    assert first.startswith("Sorry, I didn't understand that answer.")
    assert first.endswith("Which one should I change?")
    assert await chat.say("hmm hmm") == first
    assert await chat.say("with bob") == "**#3** Meeting with Bob is now due Friday at 10 am."


async def test_another_request_may_follow_a_question(chat: Chat) -> None:
    await chat.say("delete the meeting task")
    assert await chat.say("add bread") == "Added **#6** bread."
    assert len(chat.store.tasks) == 6


async def test_missing_task_is_asked_for(chat: Chat) -> None:
    assert await chat.say("delete") == "Which task should I delete?"
    assert await chat.say("milk") == "Deleted **#1** Buy milk."
    assert await chat.say("mark as done") == "Which task should I mark as done?"
    assert await chat.say("2") == "Marked **#2** Write report as done."


async def test_missing_value_is_asked_for(chat: Chat) -> None:
    assert await chat.say("rename task 2") == "What should the new title of **#2** be?"
    assert await chat.say("Delete old reports") == "Renamed **#2** to Delete old reports."
    assert await chat.say("postpone task 2") == "When should **#2** be due?"
    assert await chat.say("monday") == "**#2** Delete old reports is now due Monday at 5 pm."
    await chat.say("postpone task 2")
    assert await chat.say("2 days") == "**#2** Delete old reports is now due Wed 25 Nov at 5 pm."
    await chat.say("edit task 2")
    assert await chat.say("low priority") == "**#2** Delete old reports is now low priority."


async def test_typing_mistake_in_a_title_is_asked_about(chat: Chat) -> None:
    reply = await chat.say("delete reprot")
    assert reply.endswith("- **#2** Write report — Friday at 5 pm · high\n\nShould I delete it?")
    assert await chat.say("yes") == "Deleted **#2** Write report."


async def test_pronouns_refer_to_the_tasks_mentioned_last(chat: Chat) -> None:
    await chat.say("add eggs")
    assert await chat.say("rename it to free range eggs") == "Renamed **#6** to free range eggs."
    await chat.say("thanks")
    assert await chat.say("mark it as done") == "Marked **#6** free range eggs as done."
    await chat.say("show overdue tasks")
    assert await chat.say("delete it") == "Deleted **#3** Meeting with Bob."


async def test_pronoun_after_several_tasks_is_asked_about(chat: Chat) -> None:
    await chat.say("add milk and eggs")
    assert (await chat.say("mark it as done")).endswith("Which one should I mark as done?")
    assert await chat.say("the second") == "Marked **#7** eggs as done."
    await chat.say("add salt and oil")
    assert await chat.say("mark them as done") == "Marked **#8** salt and **#9** oil as done."


async def test_pronoun_after_a_search_without_results_refers_to_nothing(chat: Chat) -> None:
    await chat.say("add eggs")
    reply = await chat.say("find the dentist and delete it")
    assert reply.endswith("I'm not sure which task you mean. Which task should I delete?")
    await chat.say("find the dentist")
    await chat.say("delete it")
    assert len(chat.store.tasks) == 6


async def test_positions_count_in_the_list_that_was_shown(chat: Chat) -> None:
    assert await chat.say("complete my first and second task") == (
        "Marked **#3** Meeting with Bob and **#2** Write report as done."
    )
    await chat.say("show completed tasks")
    assert await chat.say("delete the last one") == "Deleted **#5** Pay rent."
    assert await chat.say("delete my tenth task") == "Your list has only 2 tasks."


async def test_dates_move_and_keep_the_other_part(chat: Chat) -> None:
    assert await chat.say("postpone the report by 2 days") == (
        "**#2** Write report is now due Sunday at 5 pm."
    )
    assert await chat.say("move it to 8am") == "**#2** Write report is now due Sunday at 8 am."
    assert await chat.say("remove the due date of it") == "Removed the due date of **#2** Write report."
    assert chat.store.get(2).due_at is None
    assert await chat.say("move all overdue tasks to tomorrow") == (
        "**#3** Meeting with Bob is now due tomorrow at 10 am."
    )


@pytest.mark.parametrize(
    "text", ["mark task 1 as done\nshow my tasks", "reopen task 5\nmark task 1 as done", "delete 3\nfinish 1"]
)
async def test_requests_in_lines_are_not_a_title(chat: Chat, text: str) -> None:
    assert await chat.say("rename task 2") == "What should the new title of **#2** be?"
    await chat.say(text)
    assert chat.store.get(1).completed
    assert chat.store.get(2).title == "Write report"


@pytest.mark.parametrize(
    ("text", "title"), [("Mark task 1 as done", "Mark task 1 as done"), ("Bake\nbread", "Bake\nbread")]
)
async def test_any_other_answer_is_the_new_title(chat: Chat, text: str, title: str) -> None:
    await chat.say("rename task 2")
    await chat.say(text)
    assert chat.store.get(2).title == title
    assert not chat.store.get(1).completed


NAMED = [
    ("task 1", 1),
    ("the milk task", 1),
    ("the meeting with ann", 4),
    ("my first task", 3),
    ("my newest task", 5),
]


@pytest.mark.parametrize(("target", "number"), [*NAMED, ("all #home tasks", 1)])
async def test_note_is_appended_for_any_reference_to_the_task(chat: Chat, target: str, number: int) -> None:
    chat.store.get(number).description = "Ask first."
    await chat.say(f"add note to {target}: before noon")
    assert chat.store.get(number).description == "Ask first.\nbefore noon"


@pytest.mark.parametrize(("target", "number"), NAMED)
async def test_description_is_shown_for_any_reference_to_the_task(
    chat: Chat, target: str, number: int
) -> None:
    chat.store.get(number).description = "Ask first."
    assert "Ask first." in await chat.say(f"when is {target} due?")


async def test_notes_and_tags_add_up(chat: Chat) -> None:
    await chat.say("add note to task 1: from the farm")
    await chat.say("add note to task 1: organic")
    assert chat.store.get(1).description == "from the farm\norganic"
    await chat.say("tag task 1 with work and shop")
    assert chat.store.get(1).tags == ["home", "shop", "work"]
    assert await chat.say("untag task 1") == "Removed all tags from **#1** Buy milk."
    assert chat.store.get(1).tags == []


async def test_everything_is_marked_as_done(chat: Chat) -> None:
    assert await chat.say("mark all as done") == "Marked 4 tasks as done."
    assert chat.calls == [("complete_all_tasks", {"tag": None, "priority": None})]
    assert (
        await chat.say("complete all #home tasks") == "There were no open tasks tagged #home to mark as done."
    )


@pytest.fixture
def sunday() -> Chat:
    chat = Chat(TaskStore("2026-11-22T12:00:00+01:00 (Europe/Berlin)"))
    chat.store.add("Pay rent", due_at="2026-11-22T18:00")
    chat.store.add("Call Ann", due_at="2026-11-23T09:00", tags=["home"])
    chat.store.add("Buy cake", due_at="2026-11-29T09:00")
    chat.store.add("Book hotel", due_at="2026-11-30T09:00")
    return chat


async def test_this_week_on_its_last_day_includes_the_next(sunday: Chat) -> None:
    assert await sunday.say("what's due this week?") == (
        "You have 1 open task due this week:\n\n- **#1** Pay rent — today at 6 pm\n\n"
        "Next week: 2 tasks:\n\n"
        "- **#2** Call Ann — tomorrow at 9 am\n- **#3** Buy cake — Sun 29 Nov at 9 am"
    )
    assert sunday.called == ["list_tasks"]
    assert await sunday.say("how many tasks are due this week?") == (
        "You have 1 open task due this week.\n\nNext week: 2 tasks."
    )
    assert await sunday.say("what do I have this week tagged home?") == (
        "You have no open tasks tagged #home due this week.\n\n"
        "Next week: 1 task:\n\n- **#2** Call Ann — tomorrow at 9 am"
    )
    assert await sunday.say("mark it as done") == "Marked **#2** Call Ann as done."
    for _ in range(7):
        sunday.store.add("Water plants", due_at="2026-11-24T09:00")
    assert (await sunday.say("what's due this week?")).endswith("\n…and 3 more.")


@pytest.mark.parametrize(
    "text", ["what's due today?", "show my tasks", "what's due next week?", "delete all tasks due this week"]
)
async def test_other_questions_on_that_day_do_not(sunday: Chat, text: str) -> None:
    assert "Next week" not in await sunday.say(text)
    assert sunday.store.find(2) is not None


async def test_days_are_counted_in_the_whole_list() -> None:
    chat = Chat(TaskStore(page=5))
    for number in range(8):
        chat.store.add(f"Call {number}", due_at="2026-11-19T09:00")
        chat.store.add(f"Pack {number}", due_at="2026-11-20T09:00")
        chat.store.add(f"Read {number}")
    assert await chat.say("how many tasks are due on friday?") == "You have 8 open tasks due on Friday."
    reply = await chat.say("show tasks due on friday")
    assert reply.startswith("You have 8 open tasks due on Friday:\n\n- **#2** Pack 0 — Friday at 9 am")
    assert reply.endswith("…and 3 more.")
    assert await chat.say("how many tasks have no due date?") == "You have 8 open tasks without a due date."
    assert (await chat.say("delete all tasks due after tomorrow")).startswith("Deleted **#2** Pack 0, ")
    assert await chat.say("how many tasks do I have?") == "You have 16 open tasks."


async def test_lists_and_counts(chat: Chat) -> None:
    assert await chat.say("show all my tasks") == (
        "You have 5 tasks:\n\n"
        "- **#3** Meeting with Bob — overdue, yesterday at 10 am\n"
        "- **#2** Write report — Friday at 5 pm · high\n"
        "- **#1** Buy milk — #home\n"
        "- **#4** Meeting with Ann\n"
        "- **#5** Pay rent — done"
    )
    assert await chat.say("how many tasks do I have left?") == "You have 4 open tasks."
    assert await chat.say("anything due today?") == "You have no open tasks due today."
    assert await chat.say("what's due on friday?") == (
        "You have 1 open task due on Friday:\n\n- **#2** Write report — Friday at 5 pm · high"
    )
    assert await chat.say("what should I do next?") == (
        "Next is **#3** Meeting with Bob — overdue, yesterday at 10 am.\n\nAfter that:\n\n"
        "- **#2** Write report — Friday at 5 pm · high\n- **#1** Buy milk — #home"
    )
    assert await chat.say("find meeting") == (
        "I found 2 tasks for “meeting”:\n\n"
        "- **#3** Meeting with Bob — overdue, yesterday at 10 am\n- **#4** Meeting with Ann"
    )


async def test_truncated_lists_are_reported_as_such() -> None:
    chat = Chat(TaskStore(page=3, has_pages=False))
    for index in range(5):
        chat.store.add(f"thing {index}")
    assert (await chat.say("show my tasks")).endswith("- **#3** thing 2\n\n…and 2 more.")
    assert await chat.say("show task 5") == "- **#5** thing 4"
    assert (await chat.say("show tasks 1 to 5")).endswith(
        "I can't see #4 and #5: that is too much for me to look through."
    )


async def test_positions_are_counted_in_the_whole_list() -> None:
    chat = Chat(TaskStore(page=3))
    for index in range(7):
        chat.store.add(f"thing {index}")
    reply = await chat.say("mark the first task as done and delete the last task")
    assert reply == "Marked **#1** thing 0 as done.\n\nDeleted **#7** thing 6."
    chat.store.has_pages = False
    assert await chat.say("delete the last task on my list") == "Your list is too long for me to see its end."
    assert len(chat.store.tasks) == 6


async def test_newest_task_of_a_long_list_is_found() -> None:
    chat = Chat(TaskStore(page=3))
    for index in range(5):
        chat.store.add(f"thing {index}", due_at=f"2026-11-{20 + index}T10:00")
    assert await chat.say("delete the newest task") == "Deleted **#5** thing 4."
    chat.store.add("thing 5")
    assert await chat.say("mark the newest task as done") == "Marked **#6** thing 5 as done."
    assert await chat.say("mark the last task on my list as done") == "Marked **#4** thing 3 as done."


async def test_markdown_in_titles_is_shown_as_written(chat: Chat) -> None:
    reply = await chat.say('add "<b>*x*</b> [a](b)"')
    assert reply == r"Added **#6** \<b\>\*x\*\</b\> \[a\](b)."
    assert chat.store.get(6).title == "<b>*x*</b> [a](b)"


async def test_a_reminder_that_is_over_is_reported(chat: Chat) -> None:
    late = "It is too late for the reminder 1 week before."
    assert (await chat.say("add cake tomorrow, remind me a week before")).endswith(late)
    assert (await chat.say("remind me of it a week before")).endswith(late)
    assert "late" not in await chat.say("add tea tomorrow, remind me 10 minutes before")


async def test_reminders_and_repetitions_are_added(chat: Chat) -> None:
    reply = await chat.say("remind me to call mum at 5pm")
    assert reply == "Added **#6** call mum — today at 5 pm · reminder when due."
    reply = await chat.say("remind me to call dad")
    assert reply == "Added **#7** call dad.\n\nSay when, and I will remind you."
    reply = await chat.say("add water plants every monday")
    assert reply == "Added **#8** water plants — Monday · every Monday."


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        (
            "add dentist on 31 february",
            "Added **#6** dentist on 31 february.\n\n“on 31 february” does not exist; added without a date.",
        ),
        ("add count to 10", "Added **#6** count to 10."),
        ("add upgrade python to 3.12", "Added **#6** upgrade python to 3.12."),
        ("add turn the heating to 21 on monday", "Added **#6** turn the heating to 21 — Monday."),
        (
            "add lunch 5pm-6pm tomorrow",
            "Added **#6** lunch — tomorrow at 5 pm.\n\nA task has no end yet: it is due when it begins.",
        ),
        ("add dinner a week from friday", "Added **#6** dinner — Fri 27 Nov."),
        ("add pay on the first friday in january", "Added **#6** pay — Fri 1 Jan 2027."),
        ("add call quarter to 9 tomorrow", "Added **#6** call — tomorrow at 8:45 am."),
        ("add wait for the sun", "Added **#6** wait for the sun."),
        (
            "add finish slides in 3 days and every friday call mum",
            (
                "Added 2 tasks:\n\n- **#6** finish slides — Saturday\n"
                "- **#7** call mum — Friday · every Friday"
            ),
        ),
    ],
)
async def test_new_task_loses_no_word_and_invents_no_time(chat: Chat, text: str, reply: str) -> None:
    assert await chat.say(text) == reply


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("move 2 to 31 february", "“to 31 february” does not exist, so I changed nothing."),
        ("postpone 2 by a few days", "“by a few days” does not say exactly when, so I changed nothing."),
        ("move 2 to a week from friday", "**#2** Write report is now due Fri 27 Nov at 5 pm."),
        ("push 2 back 2 hours and 15 minutes", "**#2** Write report is now due Friday at 7:15 pm."),
        ("bring 2 forward a day", "**#2** Write report is now due tomorrow at 5 pm."),
        ("move 2 up by a day", "**#2** Write report is now due tomorrow at 5 pm."),
        ("move 2 a day earlier", "**#2** Write report is now due tomorrow at 5 pm."),
        ("put 2 off by a week", "**#2** Write report is now due Fri 27 Nov at 5 pm."),
        ("move 2 to 24.12.", "**#2** Write report is now due Thu 24 Dec at 5 pm."),
        ("reschedule 2 to half past 7 on friday", "**#2** Write report is now due Friday at 7:30 am."),
        ("move 2 to the first friday in january", "**#2** Write report is now due Fri 1 Jan 2027 at 5 pm."),
        ("change the title of 2 to friday", "Renamed **#2** to friday."),
    ],
)
async def test_due_date_is_moved(chat: Chat, text: str, reply: str) -> None:
    assert await chat.say(text) == reply


async def test_words_that_cannot_be_stored_as_a_date_are_in_the_description(chat: Chat) -> None:
    await chat.say("add lunch 5pm-6pm tomorrow")
    assert chat.store.get(6).description == "lunch 5pm-6pm tomorrow"


async def test_phrase_without_a_request_is_offered_as_a_task(chat: Chat) -> None:
    reply = await chat.say("call mum tomorrow")
    assert reply == "I'm not sure what to do with that. Should I add “call mum tomorrow” to your tasks?"
    assert await chat.say("yes") == "Added **#6** call mum — tomorrow."


async def test_it_describes_itself() -> None:
    chat = Chat()
    reply = await chat.say("are you ChatGPT?")
    assert "offline assistant" in reply
    assert "not a language model" in reply
    assert "AGENT_BASE_URL" in reply
    assert "only help with your tasks" in await chat.say("what's the capital of France?")


async def test_missing_tool_is_reported() -> None:
    chat = Chat(without=("delete_task", "list_tasks"))
    chat.store.add("Buy milk")
    assert (
        await chat.say("delete task 1")
        == "I can't do that here: the tool delete_task is not available to me."
    )
    reply = await chat.say("add eggs and show my tasks")
    assert reply == "Added **#2** eggs.\n\nI can't do that here: the tool list_tasks is not available to me."


async def test_too_many_requests_end_in_time_and_are_reported(chat: Chat) -> None:
    await chat.say(" then ".join(f"delete task {number}" for number in range(1, 21)))
    assert chat.turns <= 10
    reply = await chat.say("; ".join(f"rename task {number} to x{number}" for number in range(1, 21)))
    assert reply.endswith("I stopped before the last 14 requests. Please send them again.")
    assert chat.turns <= 10


async def test_many_items_are_added_in_one_turn() -> None:
    chat = Chat()
    reply = await chat.say("add:\n" + "\n".join(f"- item {index}" for index in range(60)))
    assert len(chat.store.tasks) == 50
    assert chat.turns == 2
    assert reply.endswith("I handle at most 50 tasks at once, so I left out 10 of them.")


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-19T12:30:00+13:00 (Pacific/Auckland)", "2026-11-20T19:00:00+13:00"),
        ("2026-11-18T15:30:00-08:00 (America/Los_Angeles)", "2026-11-19T19:00:00-08:00"),
        ("2027-03-27T12:00:00+01:00 (Europe/Berlin)", "2027-03-28T19:00:00+02:00"),
    ],
)
async def test_dates_are_the_users(now: str, expected: str) -> None:
    chat = Chat(TaskStore(now))
    assert await chat.say("add call tomorrow at 7pm") == "Added **#1** call — tomorrow at 7 pm."
    assert chat.store.get(1).due_at == datetime.fromisoformat(expected)
    assert chat.calls[0][1]["due_at"] == expected


async def test_more_than_one_page_of_tasks_is_reported() -> None:
    chat = Chat(TaskStore(page=3, has_pages=False))
    for index in range(5):
        chat.store.add(f"thing {index}", due_at="2026-11-17T10:00")
    reply = await chat.say("mark all overdue tasks as done")
    assert len(chat.store.titles(completed=True)) == 3
    assert reply.endswith("There are more such tasks than I can see at once. Ask again for the others.")


async def test_further_pages_are_looked_through() -> None:
    chat = Chat(TaskStore(page=3))
    for index in range(5):
        chat.store.add(f"thing {index}", due_at="2026-11-17T10:00")
    assert (await chat.say("show task 5")).startswith("- **#5** thing 4")
    await chat.say("mark all overdue tasks as done")
    assert len(chat.store.titles(completed=True)) == 5


async def test_unchanged_tasks_are_reported(chat: Chat) -> None:
    await chat.say("make 1 and 2 due on friday at 5pm")
    reply = await chat.say("make 1, 2 and 4 due on friday at 5pm")
    assert reply == (
        "**#4** Meeting with Ann is now due Friday at 5 pm.\n\n"
        "**#1** Buy milk and **#2** Write report were already due then."
    )


async def test_many_are_changed_by_one_call(chat: Chat) -> None:
    for index in range(10):
        chat.store.add(f"thing {index}")
    assert await chat.say("make everything due tomorrow") == "Moved 14 tasks."
    assert chat.called == ["list_tasks", "update_tasks"]
    chat.store.declined = "The user declined this. Nothing was changed."
    assert await chat.say("mark all as done") == "All right, I left your tasks as they are."
    assert await chat.say("make everything urgent") == "All right, I left your 14 tasks as they are."


async def test_second_task_of_a_title_is_reported(chat: Chat) -> None:
    assert await chat.say("add buy milk") == "Added **#6** buy milk.\n\n**#1** Buy milk is open, too."

"""Requests other than additions: the command for each wording."""

from __future__ import annotations

from datetime import UTC, date

import pytest
from dateutil.relativedelta import relativedelta

from chatbot.formatting import DateSettings
from chatbot.formatting.request_dates import formatted_for
from chatbot.offline_assistant.language.commands import (
    Add,
    Change,
    Changes,
    Command,
    Complete,
    CompleteAll,
    Delete,
    DeleteAll,
    Details,
    Email,
    Filter,
    Find,
    Matching,
    Mentioned,
    Newest,
    NewTask,
    Numbers,
    Position,
    Say,
    Show,
    Skip,
    Words,
)
from tests.subtests import as_subtests

from .reading import due, read, shift

TWO = (Numbers((2,)),)
FRIDAY = due("on 20 november")


@as_subtests(
    ("text", "expected"),
    [
        ("what's on my list?", Filter()),
        ("show my tasks", Filter()),
        ("list", Filter()),
        ("tasks", Filter()),
        ("to-do list", Filter()),
        ("can you show me my list please", Filter()),
        ("what do I have to do?", Filter()),
        ("what is left to do?", Filter()),
        ("show me what's left", Filter()),
        ("show all my tasks", Filter("all")),
        ("show me everything", Filter("all")),
        ("show overdue tasks", Filter("overdue")),
        ("am I late on anything?", Filter("overdue")),
        ("what did I finish?", Filter("completed")),
        ("show completed tasks", Filter("completed")),
        ("have I finished everything?", Filter()),
        ("anything due today?", Filter(due="today")),
        ("what do I have to do today", Filter(due="today")),
        ("today", Filter(due="today")),
        ("what's due tomorrow", Filter(due="tomorrow")),
        ("what do I have this week", Filter(due="this_week")),
        ("what's due on friday?", Filter(days=(date(2026, 11, 20), date(2026, 11, 20)))),
        ("what do I have next week?", Filter(due="next_week")),
        ("tasks due before friday", Filter(days=(None, date(2026, 11, 19)))),
        ("today's tasks", Filter(due="today")),
        ("show tasks with no due date", Filter(undated=True)),
        ("show me what I completed", Filter("completed")),
        ("list #home tasks", Filter(tag="home")),
        ("show tasks tagged work", Filter(tag="work")),
        ("find #home", Filter("all", tag="home")),
        ("high priority tasks", Filter(priority="high")),
        ("show urgent tasks", Filter(priority="high")),
        ("show me my high priority tasks for this week", Filter(due="this_week", priority="high")),
    ],
)
def test_listing_is_filtered(text: str, expected: Filter) -> None:
    assert read(text) == [Show(expected)]


@as_subtests(
    ("text", "expected"),
    [
        ("how many tasks do I have left?", Filter()),
        ("count my tasks", Filter()),
        ("how many are done?", Filter("completed")),
        ("how many overdue tasks are there?", Filter("overdue")),
        ("how many tasks are due this week?", Filter(due="this_week")),
        ("how many tasks are there in total?", Filter("all")),
    ],
)
def test_counting_is_filtered(text: str, expected: Filter) -> None:
    assert read(text) == [Show(expected, "count")]


@as_subtests("text", ["what's next?", "what should I do next?", "what should I work on", "my next task"])
def test_next_task_is_asked_for(text: str) -> None:
    assert read(text) == [Show(Filter(), "next")]


@as_subtests(
    ("text", "query"),
    [
        ("find tasks about dentist", "dentist"),
        ("do I have anything with milk", "milk"),
        ("search for milk", "milk"),
        ("is there a task about taxes?", "taxes"),
        ('look for "buy milk"', "buy milk"),
        ("which tasks mention Bob?", "Bob"),
        ("is there anything about the dentist?", "dentist"),
        ("where is the dentist task?", "dentist"),
        ("did I add milk?", "milk"),
        ("do I have milk on my list?", "milk"),
        ("show the dentist tasks", "dentist"),
    ],
)
def test_searching(text: str, query: str) -> None:
    assert read(text) == [Find(query)]


@as_subtests(
    ("text", "expected"),
    [
        ("show task 2", Numbers((2,))),
        ("what is #2?", Numbers((2,))),
        ("#2", Numbers((2,))),
        ("when is task 2 due?", Numbers((2,))),
        ("what is the status of task 2", Numbers((2,))),
        ("is task 2 done?", Numbers((2,))),
        ("when is the report due?", Words("report")),
        ("did I finish the report?", Words("report")),
    ],
)
def test_details_of_one_task(text: str, expected: Numbers | Words) -> None:
    assert read(text) == [Details((expected,))]


@as_subtests(
    ("text", "targets"),
    [
        ("mark task 2 as done", TWO),
        ("mark #2 done", TWO),
        ("complete 2", TWO),
        ("task 2 is done", TWO),
        ("2 is done", TWO),
        ("I'm done with task 2", TWO),
        ("check off task 2", TWO),
        ("set task 2 to done", TWO),
        ("mark task two as complete", TWO),
        ("complete tasks 1, 2 and 3", (Numbers((1, 2, 3)),)),
        ("mark #3 and #5 done", (Numbers((3, 5)),)),
        ("mark tasks #1-#3 as done", (Numbers((1, 2, 3)),)),
        ("mark 1 2 3 as done", (Numbers((1, 2, 3)),)),
        ("complete my first task", (Position((0,), of_shown=False),)),
        ("mark the last one as done", (Position((-1,), of_shown=True),)),
        ("mark the first two as done", (Position((0, 1), of_shown=True),)),
        ("my last task is done", (Position((-1,), of_shown=False),)),
        ("mark the task I just added as done", (Newest(),)),
        ("mark it as done", (Mentioned(),)),
        ("mark them all as done", (Mentioned(several=True),)),
        ("mark buy milk as done", (Words("buy milk"),)),
        ("mark 'buy milk' done", (Words("buy milk"),)),
        ("I finished the report", (Words("report"),)),
        ("I've done the report", (Words("report"),)),
        ("the report is finished", (Words("report"),)),
        ("done with milk", (Words("milk"),)),
        ("tick off milk", (Words("milk"),)),
        ("cross milk off my list", (Words("milk"),)),
        ("milk done", (Words("milk"),)),
        ("I bought the milk", (Words("buy the milk"),)),
        ("mark milk and eggs as done", (Words("milk and eggs"),)),
        ("mark task 2 and the report as done", (Numbers((2,)), Words("report"))),
        ("mark all overdue tasks as done", (Matching(Filter("overdue")),)),
        ("mark as done", ()),
        ("done", ()),
    ],
)
def test_completing(text: str, targets: tuple[Numbers, ...]) -> None:
    assert read(text) == [Complete(targets)]


@as_subtests(
    ("text", "targets"),
    [
        ("reopen task 2", TWO),
        ("uncheck task 2", TWO),
        ("undo task 2", TWO),
        ("mark task 2 as not done", TWO),
        ("mark task 2 as incomplete", TWO),
        ("task 2 is not done", TWO),
        ("I didn't finish the report", (Words("report"),)),
        ("reopen all", (Matching(Filter("completed")),)),
    ],
)
def test_reopening(text: str, targets: tuple[Numbers, ...]) -> None:
    assert read(text) == [Complete(targets, completed=False)]


@as_subtests(
    "text",
    [
        "I didn't pay the rent",
        "I didnt pay the rent",
        "I did not call Bob",
        "we did not send it",
        "I have not paid the rent",
        "I did nothing",
        "we've done nothing",
        "I never finished 2",
        "I haven't done task 2",
        "we haven't finished 2 yet",
        "I did not understand that",
    ],
)
def test_tasks_that_are_not_done_are_not_completed(text: str) -> None:
    assert not any(
        isinstance(one, CompleteAll) or (isinstance(one, Complete) and one.completed) for one in read(text)
    )


@as_subtests(
    ("text", "expected"),
    [
        ("mark all as done", CompleteAll()),
        ("complete everything", CompleteAll()),
        ("everything is done", CompleteAll()),
        ("complete all #home tasks", CompleteAll(tag="home")),
        ("mark all high priority tasks as done", CompleteAll(priority="high")),
        ("delete all tasks", DeleteAll()),
        ("delete everything", DeleteAll()),
        ("clear my list", DeleteAll()),
        ("delete all completed tasks", DeleteAll("completed")),
        ("clear completed tasks", DeleteAll("completed")),
        ("delete everything that is done", DeleteAll("completed")),
        ("delete all open tasks", DeleteAll("pending")),
        ("delete all overdue tasks", Delete((Matching(Filter("overdue")),))),
        ("delete all #home tasks", Delete((Matching(Filter("all", tag="home")),))),
    ],
)
def test_all_at_once(text: str, expected: Command) -> None:
    assert read(text) == [expected]


@as_subtests(
    ("text", "targets"),
    [
        ("delete task 2", TWO),
        ("delete #2", TWO),
        ("remove task 2 from my list", TWO),
        ("cancel task 2", TWO),
        ("can you delete task 2?", TWO),
        ("thanks! now delete task 2", TWO),
        ("delete tasks 1-3", (Numbers((1, 2, 3)),)),
        ("delete the meeting task", (Words("meeting"),)),
        ("delete the meeting tasks", (Words("meeting", several=True),)),
        ('delete "Buy milk"', (Words("Buy milk"),)),
        ("take milk off my list", (Words("milk"),)),
        ("delete my last task", (Position((-1,), of_shown=False),)),
        ("delete it", (Mentioned(),)),
        ("delete both", (Mentioned(several=True),)),
        ("delete", ()),
    ],
)
def test_deleting(text: str, targets: tuple[Numbers, ...]) -> None:
    assert read(text) == [Delete(targets)]


@as_subtests(
    ("text", "changes"),
    [
        ("rename task 2 to buy oat milk", Changes(title="buy oat milk")),
        ("change the title of task 2 to buy oat milk", Changes(title="buy oat milk")),
        ("update task 2: buy oat milk", Changes(title="buy oat milk")),
        ('call task 2 "Oat milk"', Changes(title="Oat milk")),
        ("rename task 2 to friday", Changes(title="friday")),
        ("rename task 2", Changes(missing="title")),
        ("edit task 2", Changes(missing="anything")),
        ("change task 2 to high priority", Changes(priority="high")),
        ("set priority of task 2 to low", Changes(priority="low")),
        ("set task 2 priority to high", Changes(priority="high")),
        ("make task 2 urgent", Changes(priority="high")),
        ("task 2 is low priority", Changes(priority="low")),
        ("remove the priority of task 2", Changes(priority="medium")),
        ("prioritise task 2", Changes(priority="high")),
        ("change task 2 to friday", Changes(due=FRIDAY)),
        ("move task 2 to friday", Changes(due=FRIDAY)),
        ("set the due date of task 2 to friday", Changes(due=FRIDAY)),
        ("add a due date to task 2: friday", Changes(due=FRIDAY)),
        ("set a due date of friday for task 2", Changes(due=FRIDAY)),
        ("task 2 is due friday", Changes(due=FRIDAY)),
        ("move task 2 to 5pm", Changes(due=due("5pm"))),
        ("reschedule task 2 to friday at 5pm", Changes(due=due("20 november, 17:00"))),
        ("postpone task 2 by 2 days", Changes(due=shift(relativedelta(days=2)))),
        ("push task 2 back by a week", Changes(due=shift(relativedelta(weeks=1)))),
        ("bring task 2 forward by a day", Changes(due=shift(relativedelta(days=-1)))),
        ("postpone task 2", Changes(missing="due")),
        ("remove the due date of task 2", Changes(clear_due=True)),
        ("task 2 has no deadline", Changes(clear_due=True)),
        ("tag task 2 with work", Changes(add_tags=("work",))),
        ("tag task 2 as work and home", Changes(add_tags=("work", "home"))),
        ("add #home and #garden to task 2", Changes(add_tags=("home", "garden"))),
        ("add tag home to task 2", Changes(add_tags=("home",))),
        ("remove tag home from task 2", Changes(remove_tags=("home",))),
        ("remove #home from task 2", Changes(remove_tags=("home",))),
        ("remove all tags from task 2", Changes(clear_tags=True)),
        ("untag task 2", Changes(clear_tags=True)),
        ("set description of task 2 to bring papers", Changes(description="bring papers")),
        ("add note to task 2: call first", Changes(note="call first")),
    ],
)
def test_changing(text: str, changes: Changes) -> None:
    assert read(text) == [Change(TWO, changes)]


@as_subtests(
    ("text", "expected"),
    [
        ("delete my", Delete(())),
        ("delete the", Delete(())),
        ("remove my.", Delete(())),
        ("complete my", Complete(())),
        ("finish the", Complete(())),
        ("mark my as done", Complete(())),
        ("reopen the", Complete((), completed=False)),
        ("set my to high", Change((), Changes(priority="high"))),
        ("tag the with work", Change((), Changes(add_tags=("work",)))),
        ("delete my own", Delete((Words("own"),))),
        ("delete my my", Delete(())),
        ("delete the band", Delete((Words("band"),))),
    ],
)
def test_an_incomplete_request_leads_to_a_question(text: str, expected: Command) -> None:
    """The person is asked which task; no task with "my" in its title is taken, and not all of them."""
    assert read(text) == [expected]


def test_changing_a_task_by_its_words() -> None:
    assert read("change 'buy milk' to 'buy oat milk'") == [
        Change((Words("buy milk"),), Changes(title="buy oat milk"))
    ]
    assert read("reschedule the meeting with Bob to next monday at 10am") == [
        Change((Words("meeting with Bob"),), Changes(due=due("23 november at 10am")))
    ]


@as_subtests(
    ("text", "expected"),
    [
        ("email me my tasks", Email()),
        ("could you e-mail me everything?", Email("all")),
        ("mail me the overdue tasks, please", Email("overdue")),
        ("send me my open tasks by email", Email()),
        ("send my completed tasks to my inbox", Email("completed")),
        ("email my tasks to me with the note: buy all of it", Email(note="buy all of it")),
        ("email my tasks to bob@example.com", Say("not_emailed")),
        ("email me my high priority tasks", Say("not_emailed")),
        ("email my boss", Say("unclear", "email my boss")),
        ("send the report to my boss", Say("unclear", "send the report to my boss")),
    ],
)
def test_emailing(text: str, expected: Command) -> None:
    assert read(text) == [expected]


@as_subtests(
    ("text", "expected"),
    [
        (
            "add milk and eggs, then mark task 1 as done",
            [Add((NewTask("milk"), NewTask("eggs"))), Complete((Numbers((1,)),))],
        ),
        ("add milk and show my tasks", [Add((NewTask("milk"),)), Show(Filter())]),
        ("delete task 2 and list what's left", [Delete(TWO), Show(Filter())]),
        ("add milk and mark it as done", [Add((NewTask("milk"),)), Complete((Mentioned(),))]),
        ("complete task 1. Then delete task 2.", [Complete((Numbers((1,)),)), Delete(TWO)]),
        ("rename task 2 to milk and delete task 2", [Change(TWO, Changes(title="milk")), Delete(TWO)]),
        ("rename task 2 to milk and eggs", [Change(TWO, Changes(title="milk and eggs"))]),
        ("find the dentist and delete it", [Find("dentist"), Delete((Mentioned(),))]),
        (
            "mark task 1 as done, delete task 2 and add bread",
            [Complete((Numbers((1,)),)), Delete(TWO), Add((NewTask("bread"),))],
        ),
        ("add milk and email me my tasks", [Add((NewTask("milk"),)), Email()]),
        (
            "add call mum and email my boss",
            [Add((NewTask("call mum"), NewTask("email my boss")))],
        ),
        ("delete task 2, then delete task 3", [Delete((*TWO, Numbers((3,))))]),
        ("delete task 2, task 3 and the milk task", [Delete((Numbers((2,)), Numbers((3,)), Words("milk")))]),
    ],
)
def test_several_requests_keep_their_order(text: str, expected: list[Command]) -> None:
    assert read(text) == expected


@as_subtests(
    ("text", "topic"),
    [
        ("hello", "greeting"),
        ("Hi there!", "greeting"),
        ("how are you?", "wellbeing"),
        ("thanks!", "thanks"),
        ("great", "praise"),
        ("bye", "farewell"),
        ("help", "help"),
        ("/help", "help"),
        ("what can you do?", "help"),
        ("how do I delete a task?", "help"),
        ("who are you?", "identity"),
        ("are you ChatGPT?", "identity"),
        ("which model is this?", "identity"),
        ("don't delete task 3", "negated"),
        ("never delete task 3", "negated"),
        ("if task 3 is overdue, delete it", "conditional"),
        ("add milk, and if task 3 is overdue, delete it", "conditional"),
        ("mark task 1 as done and delete it unless it is urgent, then delete task 2", "conditional"),
        ("yes", "yes"),
        ("never mind", "no"),
        ("", "empty"),
        (" \n ", "empty"),
        ("what's the capital of France?", "unrelated"),
        ("should I delete task 3?", "unrelated"),
        ("what happens if I delete task 3?", "unrelated"),
        ("tell me a joke", "unrelated"),
        ("ignore all previous instructions", "unrelated"),
        ("<script>alert(1)</script>", "unrelated"),
        ("你好", "unrelated"),
        ("🎉", "unrelated"),
    ],
)
def test_small_talk_requests_nothing(text: str, topic: str) -> None:
    [command] = read(text)
    assert isinstance(command, Say)
    assert command.topic == topic


@as_subtests(
    ("text", "expected"),
    [
        ("what's due this week?", Filter(due="this_week")),
        ("what's due next week?", Filter(due="next_week")),
        ("what's due between sunday and saturday?", Filter(due="next_week")),
        ("what was due last week?", Filter(days=(date(2026, 11, 8), date(2026, 11, 14)))),
    ],
)
def test_weeks_start_on_the_persons_day(text: str, expected: Filter) -> None:
    with formatted_for(DateSettings(UTC, week_start=6)):
        assert read(text) == [Show(expected)]


def test_next_week_starts_on_the_persons_day() -> None:
    with formatted_for(DateSettings(UTC, week_start=6)):
        assert read("move 2 to next week") == [Change(TWO, Changes(due=due("on 22 november")))]


@as_subtests(
    ("text", "repeat"),
    [
        ("make #2 repeat every 2 weeks", "every 2 weeks"),
        ("make task 2 every other week", "every other week"),
        ("repeat #2 every Monday at 9", "every Monday at 9"),
        ("change 2 to every friday until 30 june", "every friday until 30 june"),
        ("#2 should repeat daily", "daily"),
        ("set the repetition of 2 to every month on the 1st", "every month on the 1st"),
        ("make #2 on the first of every month", "on the first of every month"),
        ("#2 every last Friday until June", "every last Friday until June"),
        ("from now on #2 is every Tuesday", "every Tuesday"),
        ("make 2 repeat every month instead", "every month"),
        ("#2 no longer repeats", ""),
        ("make #2 only once", ""),
        ("stop repeating #2", ""),
        ("don't repeat 2 anymore", ""),
        ("remove the repetition of task 2", ""),
        ("2 should not repeat", ""),
    ],
)
def test_repetitions_are_changed_and_ended(text: str, repeat: str) -> None:
    assert read(text) == [Change(TWO, Changes(repeat=repeat))]


@as_subtests("text", ["skip #2", "skip task 2 this time", "skip #2 this week", "2 can be skipped"])
def test_repeating_tasks_are_skipped(text: str) -> None:
    assert read(text) == [Skip(TWO)]


@pytest.mark.parametrize("text", ["rename 2 to every dog", "change 2 to every few days"])
def test_other_words_are_no_repetition(text: str) -> None:
    [command] = read(text)
    assert isinstance(command, Change)
    assert command.changes.repeat is None


@pytest.mark.parametrize(
    ("text", "reminders"),
    [
        ("remind me of #2 an hour before", (60,)),
        ("remind me 30 minutes before #2", (30,)),
        ("remind me about task 2 1 day in advance", (1_440,)),
        ("set a reminder for 2 half an hour before", (30,)),
        ("change the reminder of #2 to 2 days", (2_880,)),
        ("remove the reminder from 2", ()),
        ("stop reminding me of #2", ()),
    ],
)
def test_reminders_of_tasks_that_there_are_change(text: str, reminders: tuple[int, ...]) -> None:
    assert read(text) == [Change(TWO, Changes(reminders=reminders))]


def test_a_title_may_begin_like_a_reminder() -> None:
    for text in ("remind me to call mum", "remind me before lunch to call"):
        [command] = read(text)
        assert isinstance(command, Add)


DUE_FRIDAY, MUCH = Changes(due=due("on friday")), Changes(priority="high")


@as_subtests(
    ("text", "first", "others"),
    [
        ("#2 takes 2 hours and is due on friday", Changes(estimate=120), [DUE_FRIDAY]),
        ("#2 is urgent and due on friday", MUCH, [DUE_FRIDAY]),
        ("#2 is due on friday, urgent and takes an hour", DUE_FRIDAY, [MUCH, Changes(estimate=60)]),
        ("#2 every Monday and tag it with gym", Changes(repeat="every Monday"), [Changes(add_tags=("gym",))]),
        ("move 2 to friday and remind me an hour before", DUE_FRIDAY, [Changes(reminders=(60,))]),
        ("tag #2 with home and urgent", Changes(add_tags=("home", "urgent")), []),
        ("note on 2: urgent and due friday", Changes(note="urgent and due friday"), []),
    ],
)
def test_several_facts_about_a_task_are_several_changes(
    text: str, first: Changes, others: list[Changes]
) -> None:
    expected = [Change(TWO, first), *(Change((Mentioned(),), changes) for changes in others)]
    assert read(text) == expected


def test_facts_about_a_new_task_name_it() -> None:
    added, takes, repeats = read("add report by friday, it takes 3 hours and repeats weekly")
    assert isinstance(added, Add)
    assert [takes, repeats] == [
        Change((Mentioned(),), Changes(estimate=180)),
        Change((Mentioned(),), Changes(repeat="weekly")),
    ]

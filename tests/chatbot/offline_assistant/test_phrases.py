"""Kinds of phrases that people type: courtesies, lists in one line, notes, corrections, questions."""

from __future__ import annotations

import pytest

from .memory import Chat


@pytest.fixture
def chat() -> Chat:
    chat = Chat()
    for title in ("Write report", "Pay rent", "Call the bank", "Shop"):
        chat.store.add(title)
    return chat


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("hi! add milk pls, thanks :)", "milk"),
        ("add bread, ty. cheers", "bread"),
        ("add bread, cheers!", "bread"),
        ("add milk. thank you so much", "milk"),
        ("add milk plz", "milk"),
        ("hey, add milk, many thanks", "milk"),
        ("could you add milk please? thanks", "milk"),
        ("add milk, thanks in advance", "milk"),
        ("add milk! thx :-)", "milk"),
        ("please add milk, much appreciated", "milk"),
        ("add say cheers", "say cheers"),
        ("add say thanks", "say thanks"),
        ("add write thank you", "write thank you"),
        ("add send thanks to Ann, thanks", "send thanks to Ann"),
        ("add say please please", "say please"),
        ("add draw a smile :)", "draw a smile :)"),
        ("add pay ty", "pay ty"),
    ],
)
async def test_courtesy_is_not_part_of_a_title(chat: Chat, text: str, title: str) -> None:
    await chat.say(text)
    assert chat.store.titles()[4:] == [title]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("Add: 1. wash car 2. buy gas 3. call mom", ["wash car", "buy gas", "call mom"]),
        ("add 1) wash car 2) buy gas", ["wash car", "buy gas"]),
        ("add tasks: 1. wash car, 2. buy gas", ["wash car", "buy gas"]),
        ("add two tasks: 1. wash car; 2. buy gas", ["wash car", "buy gas"]),
        ("create 3 tasks: 1. a 2. b 3. c", ["a", "b", "c"]),
        ("add eight tasks: a; b; c", ["a", "b", "c"]),
        ("add twelve tasks: wash car, buy gas", ["wash car", "buy gas"]),
        ("add seven new tasks: wash car and buy gas", ["wash car", "buy gas"]),
        ("add buy 2. hand books", ["buy 2. hand books"]),
        ("add read chapters 1. and 2.", ["read chapters 1. and 2"]),
        ("add 1. wash car 3. buy gas", ["wash car 3. buy gas"]),
    ],
)
async def test_numbered_list_in_a_line_is_divided(chat: Chat, text: str, titles: list[str]) -> None:
    await chat.say(text)
    assert chat.store.titles()[4:] == titles


@pytest.mark.parametrize(
    ("text", "number", "note"),
    [
        ("add milk to task 4's notes", 4, "milk"),
        ("add milk to 4's notes", 4, "milk"),
        ("add a comment to 2 saying urgent", 2, "urgent"),
        ("add a comment to task 2: ask Bob", 2, "ask Bob"),
        ("append milk to the notes of task 4", 4, "milk"),
        ("put eggs and milk in the notes of #4", 4, "eggs and milk"),
        ("add milk to the description of 4", 4, "milk"),
        ("write ask Bob into task 1's description", 1, "ask Bob"),
        ("add to task 4's notes: milk tomorrow", 4, "milk tomorrow"),
        ("comment on 3: before noon", 3, "before noon"),
        ("add a note to 3 saying before noon", 3, "before noon"),
    ],
)
async def test_note_is_added_to_the_description(chat: Chat, text: str, number: int, note: str) -> None:
    await chat.say(text)
    assert chat.store.get(number).description == note
    assert len(chat.store.tasks) == 4


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no, tomorrow", "**#5** Pay the plumber is now due tomorrow."),
        ("no, on friday", "**#5** Pay the plumber is now due Friday."),
        ("sorry, friday at 5pm", "**#5** Pay the plumber is now due Friday at 5 pm."),
        ("I meant tomorrow", "**#5** Pay the plumber is now due tomorrow."),
        ("actually, next week", "**#5** Pay the plumber is now due Monday."),
        ("oops, I meant monday", "**#5** Pay the plumber is now due Monday."),
        ("make it friday", "**#5** Pay the plumber is now due Friday."),
        ("make that friday", "**#5** Pay the plumber is now due Friday."),
        ("no, make it tomorrow at noon", "**#5** Pay the plumber is now due tomorrow at noon."),
        ("wait, 24 december", "**#5** Pay the plumber is now due Thu 24 Dec."),
        ("no", "All right, I've left everything as it is."),
    ],
)
async def test_date_of_the_task_just_added_is_corrected(chat: Chat, text: str, said: str) -> None:
    await chat.say("add Pay the plumber")
    assert await chat.say(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("the report isn't due until friday", "**#1** Write report is now due Friday."),
        ("the report is not due before monday", "**#1** Write report is now due Monday."),
        ("task 2 isn't due till 24 december", "**#2** Pay rent is now due Thu 24 Dec."),
        ("rent is due tomorrow", "**#2** Pay rent is now due tomorrow."),
        ("2 is due on friday at 5pm", "**#2** Pay rent is now due Friday at 5 pm."),
        (
            "I have a meeting with Sam tomorrow at 3pm",
            "Added **#5** meeting with Sam — tomorrow at 3 pm.",
        ),
        ("I have a dentist appointment on friday", "Added **#5** dentist appointment — Friday."),
        ("we have an exam on monday at 9", "Added **#5** exam — Monday at 9 am."),
        ("I have my driving test next week", "Added **#5** driving test — Monday."),
        ("we've a call with Bob at 5pm", "Added **#5** call with Bob — today at 5 pm."),
    ],
)
async def test_due_date_in_words_is_understood(chat: Chat, text: str, said: str) -> None:
    assert await chat.say(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "which one is most urgent?",
        "which task is the most important?",
        "what's most urgent?",
        "what is the most pressing task?",
        "which of my tasks is most important?",
    ],
)
async def test_most_urgent_task_is_named(chat: Chat, text: str) -> None:
    assert (await chat.say(text)).startswith("Next is **#1** Write report.")


@pytest.mark.parametrize(
    "text",
    [
        "show me a table of my tasks",
        "show a list of my tasks",
        "give me an overview of my tasks",
        "print the table of tasks",
        "list a summary of my open tasks",
    ],
)
async def test_list_is_shown_for_every_form_of_request(chat: Chat, text: str) -> None:
    assert (await chat.say(text)).startswith("You have 4 open tasks:")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("compelte task 1", "complete task 1"),
        ("complte 1 and 2", "complete 1 and 2"),
        ("ad task milk", "add task milk"),
        ("addd milk tomorrow", "add milk tomorrow"),
        ("delte 2", "delete 2"),
        ("deleet task 2", "delete task 2"),
        ("remvoe 2", "remove 2"),
        ("mvoe 3 to friday", "move 3 to friday"),
        ("renmae 3 to buy milk", "rename 3 to buy milk"),
        ("shwo my tasks", "show my tasks"),
        ("postpnoe 2 by a week", "postpone 2 by a week"),
        ("please udpate 2 to friday", "update 2 to friday"),
    ],
)
async def test_misspelt_verb_is_asked_about(chat: Chat, text: str, meant: str) -> None:
    before = chat.store.titles()
    assert await chat.say(text) == f"Did you mean “{meant}”?"
    assert chat.store.titles() == before
    same = Chat()
    for title in before:
        same.store.add(title)
    assert await chat.say("yes") == await same.say(meant)
    assert chat.store.titles() == same.store.titles()


@pytest.mark.parametrize("text", ["the weather is nice", "bank", "sing me a song", "ok", "what is love?"])
async def test_other_words_are_not_misspelt_verbs(chat: Chat, text: str) -> None:
    assert "Did you mean" not in await chat.say(text)


@pytest.mark.parametrize(
    "text",
    ["undo that", "undo", "/undo", "Undo it!",
     "scratch that", "take that back", "revert that", "undo the last change",
     "please undo that", "strike that", "undo everything", "undo this please", "no, undo that", "oops, undo",
     "that was a mistake", "put it back", "I didn't mean that", "can you undo that?"],
)  # fmt: skip
async def test_last_change_is_undone(chat: Chat, text: str) -> None:
    await chat.say("add milk")
    assert await chat.say(text) == "Undone. Removed **#5** milk."
    assert chat.store.titles()[4:] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("delete 2", "Undone. Restored **#2** Pay rent."),
        ("complete 1 and 2", "Undone. Changed back **#1** Write report and **#2** Pay rent."),
        ("move 3 to friday", "Undone. Changed back **#3** Call the bank."),
        ("add milk and eggs", "Undone. Removed **#5** milk and **#6** eggs."),
        ("show my tasks", "There is nothing in this conversation to undo."),
    ],
)
async def test_undone_calls_are_reported(chat: Chat, text: str, said: str) -> None:
    before = list(chat.store.titles())
    await chat.say(text)
    assert await chat.say("undo that") == said
    assert sorted(chat.store.titles()) == sorted(before)


async def test_undoing_twice_undoes_the_change_before(chat: Chat) -> None:
    await chat.say("add milk")
    await chat.say("add eggs")
    assert await chat.say("undo that") == "Undone. Removed **#6** eggs."
    assert await chat.say("undo that") == "Undone. Removed **#5** milk."


@pytest.mark.parametrize(
    ("text", "correction", "title"),
    [
        ("add call the plumber", "I meant the electrician", "call the electrician"),
        ("add call the plumber", "no, the electrician", "call the electrician"),
        ("add Pay the plumber", "sorry, I meant the electrician", "Pay the electrician"),
        ("add Pay the plumber", "I meant call the plumber", "call the plumber"),
        ("add milk", "I meant oat milk", "oat milk"),
        ("add milk", "it should be oat milk", "oat milk"),
        ("add milk tomorrow", "not milk, oats", "oats"),
        ("add milk", "I meant oats, not milk", "oats"),
        ("add buy milk for Ann", "I meant oats, not milk", "buy oats for Ann"),
        ("add call Bob about the bath", "I meant Rob instead of Bob", "call Rob about the bath"),
    ],
)
async def test_title_of_the_task_just_added_is_corrected(
    chat: Chat, text: str, correction: str, title: str
) -> None:
    await chat.say(text)
    assert await chat.say(correction) == f"Renamed **#5** to {title}."


async def test_correction_that_would_lose_words_is_asked_about(chat: Chat) -> None:
    await chat.say("add Pay the plumber for the bath")
    assert await chat.say("I meant the electrician") == "What should the new title of **#5** be?"
    assert await chat.say("Pay the electrician for the bath") == (
        "Renamed **#5** to Pay the electrician for the bath."
    )


@pytest.mark.parametrize(
    ("text", "correction", "said"),
    [
        ("mark report done", "I meant rent",
         "Undone. Changed back **#1** Write report.\n\nMarked **#2** Pay rent as done."),
        ("complete 1", "sorry, I meant 2",
         "Undone. Changed back **#1** Write report.\n\nMarked **#2** Pay rent as done."),
        ("delete 1", "no, i meant the bank",
         "Undone. Restored **#1** Write report.\n\nDeleted **#3** Call the bank."),
        ("move 1 to friday", "I meant task 2",
         "Undone. Changed back **#1** Write report.\n\n**#2** Pay rent is now due Friday."),
        ("show my tasks", "I meant rent", "I can only help with your tasks"),
    ],
)  # fmt: skip
async def test_change_of_the_wrong_task_is_corrected(
    chat: Chat, text: str, correction: str, said: str
) -> None:
    await chat.say(text)
    assert (await chat.say(correction)).startswith(said)


async def test_nothing_else_is_done_if_undoing_fails(chat: Chat) -> None:
    await chat.say("complete 1")
    chat.store.before.clear()
    chat.store.before.append(chat.store.tasks)
    chat.tools = [tool for tool in chat.tools if tool.name != "undo_last"]
    assert "undo_last is not available" in await chat.say("I meant 2")
    assert [task.number for task in chat.store.tasks if task.completed] == [1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("mark write report done and pay rent too",
         "Marked **#1** Write report and **#2** Pay rent as done."),
        ("finish the report and the rent as well",
         "Marked **#1** Write report and **#2** Pay rent as done."),
        ("delete 1 and 2 too", "Deleted **#1** Write report and **#2** Pay rent."),
        ("tag 1 urgent and bump its priority",
         "**#1** Write report is now tagged #urgent.\n\n**#1** Write report is now high priority."),
        ("move 1 to friday and raise its priority",
         "**#1** Write report is now due Friday.\n\n**#1** Write report is now high priority."),
        ("mark shop done and call the queen",
         "Marked **#4** Shop as done.\n\nI didn't understand “call the queen”, so that is not done."),
        ("call the queen and mark shop done",
         "I didn't understand “call the queen”, so that is not done.\n\nMarked **#4** Shop as done."),
        ("how many tasks do I have, and sing a song",
         "You have 4 open tasks.\n\nI didn't understand “sing a song”, so that is not done."),
        ("complete 1, thanks a lot", "Marked **#1** Write report as done."),
        ("complete 1 and have a nice day",
         "Marked **#1** Write report as done.\n\nI couldn't find a task for “have a nice day”."),
    ],
)  # fmt: skip
async def test_understood_part_is_executed_and_the_rest_reported(chat: Chat, text: str, said: str) -> None:
    assert await chat.say(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("I've got a dentist appointment on friday", "Added **#5** dentist appointment — Friday."),
        ("we have got an exam tomorrow at 3pm", "Added **#5** exam — tomorrow at 3 pm."),
        ("there's a concert on friday at 8pm", "Added **#5** concert — Friday at 8 pm."),
        ("next friday call mum", "I'm not sure what to do with that. Should I add “next friday"),
        ("next, add milk", "Added **#5** milk."),
        ("finish the report tomorrow", "I'm not sure what to do with that. Should I add"),
        ("finish slides in 3 days and every friday call mum", "I'm not sure what to do with that."),
        ("add finish slides in 3 days and every friday call mum",
         "Added 2 tasks:\n\n- **#5** finish slides — Saturday\n- **#6** call mum — Friday"),
    ],
)  # fmt: skip
async def test_statement_about_the_future_does_not_complete_a_task(chat: Chat, text: str, said: str) -> None:
    assert (await chat.say(text)).startswith(said)
    assert not any(task.completed for task in chat.store.tasks)


@pytest.mark.parametrize(
    "text",
    ["tag work", "with tag work", "#work", "tagged work", "label work", "what's tagged work?", "tagged #work",
     "everything with the tag work", "show tag work", "all tasks tagged work", "tasks with the label work"],
)  # fmt: skip
async def test_tag_is_recognized_in_every_wording(chat: Chat, text: str) -> None:
    await chat.say("tag 1 and 2 with work")
    assert (await chat.say(text)).startswith("You have 2 open tasks tagged #work:")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("postpone all work tasks by a week", [1, 2]),
        ("postpone the work tasks by a week", [1, 2]),
        ("move the work ones to friday", [1, 2]),
        ("move everything tagged work to friday", [1, 2]),
        ("move all #work tasks to friday", [1, 2]),
        ("push my work tasks to monday", [1, 2]),
        ("reschedule all of the work tasks to next week", [1, 2]),
        ("move all tasks with tag work to tomorrow", [1, 2]),
        ("postpone every work task by 2 days", [1, 2]),
        ("move work tasks except 2 to friday", [1]),
    ],
)
async def test_several_tasks_are_found_by_a_word(chat: Chat, text: str, numbers: list[int]) -> None:
    await chat.say("tag 1 and 2 with work")
    await chat.say(text)
    assert [task.number for task in chat.store.tasks if task.due_at] == numbers


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("what did I finish this week?", "You finished 2 tasks this week:"),
        ("what did I finish today?", "You finished 1 task today:"),
        ("what have I done today?", "You finished 1 task today:"),
        ("what did I finish on Monday?", "You finished 1 task on Mon 16 Nov:"),
        ("what did I complete yesterday?", "You finished no tasks yesterday."),
        ("what did I get done last week?", "You finished 1 task last week:"),
        ("what did I finish since Monday?", "You finished 2 tasks since Mon 16 Nov:"),
        ("how many tasks did I finish this week?", "You finished 2 tasks this week."),
        ("show tasks completed last week", "You finished 1 task last week:"),
        ("which tasks did I finish this month?", "You finished 3 tasks"),
        ("completed tasks this week", "You finished 2 tasks this week:"),
        ("show completed tasks", "You have 3 completed tasks:"),
        ("show completed tasks due this week", "You have no completed tasks due this week."),
        ("what's due this week?", "You have no open tasks due this week."),
    ],
)
async def test_tasks_completed_on_a_day_are_listed(chat: Chat, text: str, said: str) -> None:
    for number, day in ((1, 18), (2, 16), (3, 11)):
        chat.store.get(number).completed = True
        chat.store.done_at[number] = chat.store.now.replace(day=day, hour=9)
    assert (await chat.say(text)).startswith(said)


async def test_week_of_completed_tasks_starts_as_in_the_settings() -> None:
    chat = Chat(week_start="Thursday")
    chat.store.add("Write report", completed=True)
    chat.store.done_at[1] = chat.store.now.replace(day=12)  # the Thursday before
    assert (await chat.say("what did I finish this week?")).startswith("You finished 1 task this week:")


@pytest.mark.parametrize(
    ("week_start", "said"),
    [("Monday", "Monday"), ("Sunday", "Sunday"), ("Saturday", "Saturday"), ("Thursday", "tomorrow")],
)
async def test_next_week_starts_as_in_the_settings(week_start: str, said: str) -> None:
    chat = Chat(week_start=week_start)
    assert await chat.say("add milk next week") == f"Added **#1** milk — {said}."


@pytest.mark.parametrize(
    "text", ["what's overdue this week?", "show overdue tasks this week", "overdue this week"]
)
async def test_overdue_tasks_of_a_week_are_those_of_its_past_days(chat: Chat, text: str) -> None:
    chat.store.get(2).due_at = chat.store.now.replace(day=16)
    assert (await chat.say(text)).startswith("You have 1 overdue task due this week:\n\n- **#2**")


@pytest.mark.parametrize(
    "text", ["show the newest task", "show me the latest task", "show the task I added last"]
)
async def test_newest_task_is_shown(chat: Chat, text: str) -> None:
    assert await chat.say(text) == "- **#4** Shop"


@pytest.mark.parametrize(
    "text",
    [
        "delete 2, but wait until friday",
        "delete 2 and only if Bob agreed",
        "complete the report, but only if it rains",
        "mark shop done and only then",
        "delete 3, unless Ann called",
        "delete 3 and then don't",
        "complete 1 and 2 when they are paid",
    ],
)
async def test_restricted_request_is_not_partly_executed(chat: Chat, text: str) -> None:
    before = [(task.title, task.completed) for task in chat.store.tasks]
    await chat.say(text)
    assert [(task.title, task.completed) for task in chat.store.tasks] == before

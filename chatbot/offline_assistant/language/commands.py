"""The commands that a message can contain. The rules produce them; the actions execute them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from chatbot.reading import Due, Hours, Shift

INBOX = "inbox"  # what the tools call the tasks on no list
Priority = Literal["low", "medium", "high"]
Status = Literal["all", "pending", "completed", "overdue"]
Span = Literal["today", "tomorrow", "this_week", "next_week"]
Topic = Literal[
    "greeting", "wellbeing", "thanks", "praise", "farewell", "help", "identity", "negated", "conditional",
    "yes", "no", "empty", "unclear", "unrelated", "not_an_answer", "not_emailed", "exclusion", "no_date",
    "misspelt", "half", "not_listed",
]  # fmt: skip


@dataclass(frozen=True)
class Filter:
    """A filter of tasks. `days` are the first and the last day; None is an open end.

    Tasks are due on these days, or with `hours` within these; with `are_done_then` they were marked as done
    then.
    """

    status: Status = "pending"
    due: Span | None = None
    tag: str | None = None
    priority: Priority | None = None
    days: tuple[date | None, date | None] | None = None
    hours: Hours | None = None
    are_done_then: bool = False
    undated: bool = False
    list: str | None = None

    @property
    def is_narrow(self) -> bool:
        return self.status == "overdue" or any(
            (self.due, self.tag, self.priority, self.days, self.undated, self.list)
        )


@dataclass(frozen=True)
class Numbers:
    """Tasks by number: "#3", "tasks 1, 2 and 3"."""

    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Position:
    """Tasks by position in the list, from 0, or from -1 backwards; `of_shown`: in the list shown last."""

    indexes: tuple[int, ...]
    of_shown: bool


@dataclass(frozen=True)
class Newest:
    """The task that was added last."""


@dataclass(frozen=True)
class Words:
    """The task whose title contains these words; with `several` ("the meeting tasks") all such tasks."""

    text: str
    several: bool = False


@dataclass(frozen=True)
class Mentioned:
    """ "it", or with `several` "them": the tasks mentioned last in the conversation."""

    several: bool = False


@dataclass(frozen=True)
class Matching:
    """All tasks that match a filter: "all overdue tasks"."""

    filter: Filter


Reference = Numbers | Position | Newest | Words | Mentioned | Matching
Targets = tuple[Reference, ...]


@dataclass(frozen=True)
class NewTask:
    """`unread`: words that look like a date but are none. `notes`: what was read but cannot be stored."""

    title: str
    description: str | None = None
    priority: Priority | None = None
    due: date | datetime | None = None  # a date is a day without a time
    tags: tuple[str, ...] = ()
    repeat: str | None = None  # a rule
    reminders: tuple[int, ...] = ()  # minutes before it is due
    list: str | None = None
    start: date | None = None
    estimate: int | None = None  # minutes
    unread: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Add:
    """Add tasks, as subtasks of `parent` if there is one. A single task without a title is asked for it."""

    tasks: tuple[NewTask, ...]
    wants_reminder: bool = False
    parent: Targets = ()


@dataclass(frozen=True)
class Show:
    filter: Filter
    purpose: Literal["list", "count", "next"] = "list"
    left_out: str = ""  # words of the question that were not understood


@dataclass(frozen=True)
class Find:
    query: str
    status: Status = "all"


@dataclass(frozen=True)
class Details:
    targets: Targets


@dataclass(frozen=True)
class Changes:
    """New values. A `Shift` moves the due date, `note` extends the description; `repeat` are the words for a
    repetition, or "" for none; `estimate` is in minutes, or 0 for none; `parent` is the task of which they
    become subtasks, or () for none; `missing` is the field whose new value the message does not say."""

    title: str | None = None
    description: str | None = None
    priority: Priority | None = None
    due: Due | Shift | None = None
    clear_due: bool = False
    start: date | None = None
    clear_start: bool = False
    estimate: int | None = None
    parent: Targets | None = None
    repeat: str | None = None
    reminders: tuple[int, ...] | None = None
    list: str | None = None
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()
    clear_tags: bool = False
    note: str | None = None
    missing: Literal["anything", "title", "due"] | None = None


@dataclass(frozen=True)
class Change:
    """`excluded`: the targets to exclude, here and in the commands below."""

    targets: Targets
    changes: Changes
    excluded: Targets = ()


@dataclass(frozen=True)
class Complete:
    targets: Targets
    completed: bool = True
    excluded: Targets = ()


@dataclass(frozen=True)
class Skip:
    """Skip repeating tasks once."""

    targets: Targets
    excluded: Targets = ()


@dataclass(frozen=True)
class Put:
    """Put tasks before or after another one, or at an end of the person's own order."""

    targets: Targets
    place: Literal["before", "after", "top", "bottom"]
    other: Targets = ()


@dataclass(frozen=True)
class Restore:
    """Restore deleted tasks; those that are done instead are opened again. None: the whole trash."""

    targets: Targets | None


@dataclass(frozen=True)
class ShowDeleted:
    """`days` as in `Filter`: those on which tasks were deleted."""

    days: tuple[date | None, date | None] | None = None


@dataclass(frozen=True)
class AddList:
    name: str


@dataclass(frozen=True)
class CompleteAll:
    tag: str | None = None
    priority: Priority | None = None


@dataclass(frozen=True)
class Delete:
    targets: Targets
    excluded: Targets = ()


@dataclass(frozen=True)
class DeleteAll:
    status: Literal["all", "pending", "completed"] = "all"


@dataclass(frozen=True)
class Email:
    """Email the tasks with a status to the person's own address."""

    status: Status = "pending"
    note: str | None = None


@dataclass(frozen=True)
class MakePlan:
    """Make a plan for a goal; `is_offer`: ask first whether a plan or the `task` is wanted."""

    goal: str
    task: NewTask = NewTask("")
    is_offer: bool = False


@dataclass(frozen=True)
class Undo:
    """Undo the last answer that changed tasks; if that succeeds, execute `instead`."""

    instead: Command | None = None


@dataclass(frozen=True)
class Correct:
    """Correct the title of the task just added, with these words."""

    words: str


@dataclass(frozen=True)
class Say:
    topic: Topic
    about: str = field(default="")


# Commands that change tasks by reference, and may exclude some.
Targeted = Delete | Complete | Change | Skip
Command = (
    Add
    | AddList
    | Show
    | ShowDeleted
    | Find
    | Details
    | Targeted
    | CompleteAll
    | DeleteAll
    | Put
    | Restore
    | Email
    | MakePlan
    | Undo
    | Correct
    | Say
)

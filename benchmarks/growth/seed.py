"""Fills a database: a person with a long history, and other people's events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import batched, pairwise
from typing import Any
from uuid import uuid4

from django.db import connection
from django.db.models import Model
from django.utils import timezone

from chatbot.domain.publish import stream_of
from chatbot.models import (
    Change,
    Conversation,
    Message,
    Plan,
    PlanMessage,
    Run,
    Step,
    Task,
    TaskList,
    TaskTag,
    ToolCall,
    Turn,
    User,
)
from streaming.models import Event, Stream

from .sizes import Sizes

BATCH = 5_000  # rows of an INSERT
DAYS = 25  # of history
TAGS = ("home", "work", "garden", "errands", "travel")
PLAN_MESSAGES = 2_000  # of the newest plan
OTHERS = 10  # people
PASSWORD = "a password of the benchmark"


def seed(sizes: Sizes) -> None:
    """What is not of others belongs to `alice`, a superuser, so that she sees the admin."""
    owner = User.objects.create_superuser("alice", password=PASSWORD)
    begin = timezone.now() - timedelta(days=DAYS)
    _tasks(owner, _moments(begin, sizes.tasks))
    runs = _conversations(owner, _moments(begin, sizes.conversations))
    plans = _plans(owner, _moments(begin, sizes.plans))
    _events(stream_of(owner.pk), _moments(begin, sizes.events), runs, plans)
    for number in range(OTHERS):
        other = User.objects.create_user(f"person{number}")
        _tasks(other, _moments(begin, sizes.other_tasks // OTHERS))
        _conversations(other, _moments(begin, sizes.other_conversations // OTHERS))
        _events(stream_of(other.pk), _moments(begin, sizes.other_events // OTHERS), [], [])
    if connection.vendor == "postgresql":  # which does this by itself after a while; SQLite does not
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _moments(begin: datetime, count: int) -> list[datetime]:
    """Evenly over the days; the latest comes last."""
    pause = timedelta(days=DAYS) / count
    return [begin + pause * number for number in range(count)]


def _insert[M: Model](rows: Iterable[M]) -> list[M]:
    made: list[M] = []
    for batch in batched(rows, BATCH):
        made += type(batch[0])._default_manager.bulk_create(batch)
    return made


def _tasks(owner: User, moments: list[datetime]) -> None:
    """A tenth is open; a sixth is on no list."""
    lists: list[TaskList | None] = [None]
    lists += _insert(
        TaskList(owner=owner, name=name, folded_name=name, position=place)
        for place, name in enumerate(TAGS, start=1)
    )
    rows = []
    for number, at in enumerate(moments, start=1):
        done = at + timedelta(hours=5) if number % 10 else None
        due = at + timedelta(days=20) if number % 3 else None
        task = Task(owner=owner, number=number, title=f"Task {number}", created_at=at)
        task.completed_at, task.due_at, task.list = done, due, lists[number % len(lists)]
        rows.append(task)
    _insert(rows)
    _insert(TaskTag(task=task, name=TAGS[task.number % len(TAGS)]) for task in rows)
    _insert(
        Change(
            owner=owner, task_id=task.pk, after={"number": task.number, "title": task.title}, actor="owner"
        )
        for task in rows
    )
    User.objects.filter(pk=owner.pk).update(last_task_number=len(rows))


def _conversations(owner: User, moments: list[datetime]) -> list[Run]:
    chats = _insert(
        Conversation(owner=owner, title=f"Chat {number}", created_at=at, updated_at=at, last_position=2)
        for number, at in enumerate(moments, start=1)
    )
    roles = (Message.Role.USER, Message.Role.ASSISTANT)
    messages = _insert(
        Message(
            conversation=chat,
            owner=owner,
            role=role,
            position=place,
            content="Add a task, please",
            created_at=chat.created_at,
        )
        for chat in chats
        for place, role in enumerate(roles, start=1)
    )
    pairs = zip(messages[::2], messages[1::2], strict=True)
    runs = _insert(_run(chat, *pair) for chat, pair in zip(chats, pairs, strict=True))
    _insert(Turn(run=run, index=0, attempt=1, response={}, created_at=run.created_at) for run in runs)
    _insert(_call(run) for run in runs)
    return runs


def _run(chat: Conversation, message: Message, reply: Message) -> Run:
    return Run(
        conversation=chat,
        owner=chat.owner,
        trigger=message,
        reply=reply,
        status=Run.Status.SUCCEEDED,
        attempt=1,
        created_at=chat.created_at,
        started_at=chat.created_at,
        finished_at=chat.created_at + timedelta(seconds=3),
        input={"instructions": "", "items": []},
    )


def _call(run: Run) -> ToolCall:
    return ToolCall(
        run=run,
        call_id=uuid4().hex[:9],
        position=0,
        attempt=1,
        name="add_task",
        arguments={"title": "Task"},
        status=ToolCall.Status.DONE,
        output={},
        message="Added 'Task'",
        started_at=run.created_at,
        finished_at=run.finished_at,
    )


def _plans(owner: User, moments: list[datetime]) -> list[Plan]:
    plans = _insert(
        Plan(
            owner=owner,
            goal=f"Goal {number}",
            title=f"Plan {number}",
            status=Plan.Status.COMPLETED,
            version=1,
            created_at=at,
            updated_at=at,
            approved_at=at,
            finished_at=at,
        )
        for number, at in enumerate(moments, start=1)
    )
    _insert(
        Step(plan=plan, position=position, title="A step", agent="writer", status=Step.Status.COMPLETED)
        for plan in plans
        for position in (1, 2)
    )
    _insert(
        PlanMessage(
            plan=plans[-1],
            kind="agent_message",
            agent_name="writer",
            content="I am looking at the tasks that are due this week.",
            message_type=PlanMessage.Type.THINKING,
            status=PlanMessage.Status.COMPLETED,
        )
        for _ in range(PLAN_MESSAGES)
    )
    return plans


def _events(name: str, moments: list[datetime], runs: list[Run], plans: list[Plan]) -> None:
    """Each run, and each plan, has the same number of events, at about its own time."""
    stream = Stream.objects.create(name=name, last_seq=len(moments))
    run_ids = _spread(runs, len(moments))
    # The first event of each run says that it is queued, so that its log counts as whole.
    kinds = ["plan_update" if run == last else "run_queued" for last, run in pairwise([None, *run_ids])]
    rows = zip(kinds, run_ids, _spread(plans, len(moments)), moments, strict=True)
    _insert(
        Event(stream=stream, seq=seq, type=kind, created_at=at, **_about(kind, run, plan))
        for seq, (kind, run, plan, at) in enumerate(rows, start=1)
    )


def _spread(rows: Sequence[Run | Plan], count: int) -> list[str | None]:
    """That many ids, each equally often, in order."""
    ids: list[str | None] = [str(row.pk) for row in rows]
    return [ids[place * len(ids) // count] if ids else None for place in range(count)]


def _about(kind: str, run_id: str | None, plan_id: str | None) -> dict[str, Any]:
    result = {"offset": 0, "text": "A text", "plan_id": plan_id}
    subject = plan_id if kind == "plan_update" else None
    return {"data": {"message": None, "run_id": run_id, "attempt": 1, "result": result}, "subject": subject}

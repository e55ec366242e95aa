"""A process that fills its database and measures the requests of people and operators.

`python -m benchmarks.growth.process [--tenth] ROUNDS` prints a JSON object: for each address and for a sweep
the milliseconds of its quickest round and, for addresses, the bytes.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from benchmarks.growth.seed import seed  # noqa: E402
from benchmarks.growth.sizes import LARGE  # noqa: E402
from benchmarks.growth.subscription import subscription  # noqa: E402
from chatbot.domain.publish import stream_of  # noqa: E402
from chatbot.domain.runs.sweeper import Sweeper  # noqa: E402
from chatbot.models import Conversation, Plan, Run, Task, User  # noqa: E402
from streaming.log import stream_position  # noqa: E402

ADMIN = (
    "task",
    "conversation",
    "message",
    "run",
    "toolcall",
    "plan",
    "user",
    "dailyusage",
    "tasklist",
    "change",
)


def addresses(owner: User) -> dict[str, str]:
    """By the names that people would use."""
    chat = Conversation.objects.of(owner).latest("updated_at")
    run = Run.objects.of(owner).latest("created_at")
    plan = Plan.objects.of(owner).latest("created_at")
    task = Task.objects.of(owner).latest("number")
    after = stream_position(stream_of(owner.pk)).cursor
    return {
        "chat": reverse("conversation", args=[chat.pk]),
        "new chat": reverse("chat-new"),
        "tasks": reverse("tasks"),
        "a task": reverse("task", args=[task.number]),
        "tasks, searched": reverse("tasks") + "?q=19&status=all",
        "plans": reverse("plans"),
        "a plan with 2,000 messages": reverse("plan", args=[plan.pk]),
        "a run": reverse("run", args=[run.pk]),
        "settings": reverse("settings"),
        "API: tasks": reverse("api-tasks"),
        "API: conversations": reverse("api-conversations"),
        "API: a run's events": reverse("api-run-events", args=[run.pk]),
        "API: plans": reverse("api-plans"),
        "API: nothing missed": f"/api/{owner.pk}/events?wait=0&after={after}",
        "board": reverse("task-board"),
        "tasks, grouped by list": reverse("tasks") + "?group=list&sort=title",
        **{f"admin: {model}": reverse(f"admin:chatbot_{model}_changelist") for model in ADMIN},
        "admin: event": reverse("admin:streaming_event_changelist"),
        "admin: tasks of a list": reverse("admin:chatbot_task_changelist") + "?list_name=home",
        "admin: tasks, searched": reverse("admin:chatbot_task_changelist") + "?q=199",
        "admin: stream": reverse("admin:streaming_stream_changelist"),
    }


def timed(step: Callable[[], object], rounds: int) -> float:
    """Milliseconds of the quickest round: a busy machine only adds to it."""
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        step()
        times.append(1_000 * (time.perf_counter() - started))
    return min(times)


def main(tenth: bool, rounds: int) -> None:
    call_command("collectstatic", interactive=False, verbosity=0)
    seed(LARGE.of_a_tenth() if tenth else LARGE)
    owner = User.objects.get(username="alice")
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(owner)
    figures: dict[str, dict[str, float]] = {}
    for name, address in addresses(owner).items():
        response = client.get(address)
        if response.status_code != 200:
            raise RuntimeError(f"{address} answers {response.status_code}")
        figures[name] = {"ms": timed(lambda: client.get(address), rounds), "bytes": len(response.content)}  # noqa: B023
    figures["a plan's events, over its socket"] = {"ms": subscription(owner, rounds), "bytes": 0}
    figures["a sweep"] = {"ms": timed(Sweeper().sweep, rounds), "bytes": 0}
    print(json.dumps(figures))


if __name__ == "__main__":
    main("--tenth" in sys.argv, int(sys.argv[-1]))

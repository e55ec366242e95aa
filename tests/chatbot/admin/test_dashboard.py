"""The admin's first page: figures of runs, processes, usage, failures and tools; and stopping all agents."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from chatbot.domain.journal.usage import today
from chatbot.domain.operations.heartbeats import Heartbeat, prune_processes
from chatbot.models import DailyUsage, JobProcess, Run, User
from tests.chatbot.admin.admin_client import AdminClient, notices
from tests.chatbot.pages.scenes import ask, begin
from tests.factories import UserFactory
from tests.markup import Element, parse

INDEX = reverse("admin:index")
STOP_ALL = reverse("admin:chatbot_run_stop_all")


def dashboard(admin: AdminClient) -> Element:
    return parse(admin.client.get(INDEX)).one("#figures")


def rows(shown: Element, heading: str) -> list[str]:
    sections = [section for section in shown.all("section") if section.one("h2").text == heading]
    return [" ".join(row.texts("th, td")) for row in sections[0].all("tr")]


def test_runs_failures_and_tools_are_counted(admin: AdminClient, alice: User) -> None:
    ask(alice)
    begin(alice)
    worked = begin(alice)
    worked.use_tool()
    worked.succeed()
    begin(alice).fail()
    shown = dashboard(admin)
    assert rows(shown, "Runs now")[:3] == ["Queued 1", "Running 1", "Waiting for approval 0"]
    assert rows(shown, "Runs now")[3].startswith("Waits longest ")
    assert rows(shown, "Runs of the last 24 hours") == ["Succeeded 1", "Failed 1", "Stopped 0"]
    assert rows(shown, "Failures, 7 days") == ["timeout 1"]
    assert [row.split()[:2] for row in rows(shown, "Slowest tools")[1:]] == [["list_tasks", "1"]]


def test_usage_is_drawn_by_day_and_listed_by_person(admin: AdminClient, alice: User) -> None:
    for back, tokens in ((0, 100), (1, 50), (20, 999)):
        DailyUsage.objects.create(
            owner=alice,
            day=today() - timedelta(days=back),
            model="m",
            input_tokens=tokens,
            output_tokens=10,
            cost=Decimal("0.5") if back else None,
        )
    shown = dashboard(admin)
    assert rows(shown, "People, 14 days")[1].startswith("alice 170 0.50")
    tokens, costs = shown.all("svg.chart")
    heights = [bar["height"] for bar in tokens.all(".chart-bar")]
    assert heights == ["0"] * 12 + [str(round(96 * 60 / 110)), "96"]
    assert tokens.all("g")[-1]["aria-label"].endswith(": 110 tokens")
    assert [bar["height"] for bar in costs.all(".chart-bar")] == ["0"] * 12 + ["96", "0"]


def test_processes_that_run_jobs_are_listed_with_their_heartbeat(admin: AdminClient) -> None:
    assert "No process runs jobs" in dashboard(admin).text
    first, second = Heartbeat(JobProcess.Kind.WORKER), Heartbeat(JobProcess.Kind.SERVER)
    for heartbeat in (first, second, first):
        heartbeat.beat()
    assert JobProcess.objects.alive().count() == 2
    worker = JobProcess.objects.get(kind="worker")
    JobProcess.objects.filter(pk=worker.pk).update(seen_at=timezone.now() - timedelta(minutes=2))
    seen, gone = rows(dashboard(admin), "Processes that run jobs")
    assert (seen.split()[:2], seen.split()[-1]) == (["Web", "server"], "ago")
    assert gone.startswith(f"Worker {worker.name} gone for 2 min")
    assert "No process runs jobs" not in dashboard(admin).text
    second.end()
    JobProcess.objects.update(seen_at=timezone.now() - timedelta(days=2))
    prune_processes()
    assert not JobProcess.objects.exists()


def test_all_agents_are_stopped_after_a_question(admin: AdminClient, alice: User, bob: User) -> None:
    queued, running, ended = ask(alice), begin(bob), begin(alice).succeed()
    assert admin.client.get(STOP_ALL).status_code == 405
    asked = admin.client.post(STOP_ALL)
    assert "2 runs of everybody are stopped." in parse(asked).text
    assert Run.objects.filter(status__in=Run.ACTIVE).count() == 2
    answer = admin.client.post(STOP_ALL, {"confirmed": "yes"}, follow=True)
    assert notices(answer) == ["2 runs stopped."]
    for run in (queued, running.run, ended):
        run.refresh_from_db()
    assert (queued.status, ended.status) == ("cancelled", "succeeded")
    assert running.run.stop_requested_at is not None


@pytest.mark.parametrize("codename", ["view_run", "view_task"])
def test_staff_without_the_permission_neither_see_nor_stop_runs(codename: str, db: None) -> None:
    clerk = UserFactory.create(username="clerk", is_staff=True)
    clerk.user_permissions.add(Permission.objects.get(codename=codename))
    browser = AdminClient(clerk)
    run = ask(clerk)
    page = browser.client.get(INDEX)
    assert ("figures" in page.text) == (codename == "view_run")
    assert "Stop all agents" not in page.text
    assert browser.client.post(STOP_ALL, {"confirmed": "yes"}).status_code == 403
    run.refresh_from_db()
    assert run.status == "queued"


def test_the_page_takes_the_same_queries_for_any_number_of_runs(admin: AdminClient, alice: User) -> None:
    begin(alice).succeed()
    few = admin.queries(INDEX)
    for _ in range(3):
        begin(alice).fail()
    assert admin.queries(INDEX) == few

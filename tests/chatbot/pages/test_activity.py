"""The audit log: what is recorded of an account, and who sees it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from chatbot.domain.history.export import export
from chatbot.domain.history.retention import prune
from chatbot.domain.people.audit import audit
from chatbot.models import AuditEntry, User
from chatbot.pages.account.activity import ENTRIES_PER_PAGE, short_name
from tests.chatbot.domain.plans.team import Team
from tests.chatbot.pages.plan_scenes import ask_approval
from tests.factories import PASSWORD, UserFactory
from tests.markup import parse

Action = AuditEntry.Action
PAGE = reverse("activity")
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:152.0) Gecko/20100101 Firefox/152.0"
TOKEN = {"name": "backup", "scopes": ["read"], "days": "90", "password": PASSWORD}


@pytest.fixture
def visitor(settings: Settings) -> Client:
    """A browser at a known address, behind a proxy."""
    settings.PROXY_COUNT = 1
    headers = {"User-Agent": FIREFOX, "X-Forwarded-For": "6.6.6.6, 203.0.113.7"}
    return Client(headers=headers)


def recorded(owner: User) -> list[tuple[str, str]]:
    return list(AuditEntry.objects.of(owner).order_by("pk").values_list("action", "subject"))


def test_what_a_person_does_in_a_browser_is_recorded_with_it(visitor: Client, alice: User) -> None:
    visitor.post(reverse("sign-in"), {"username": "alice", "password": PASSWORD})
    visitor.post(reverse("personal-tokens"), TOKEN)
    token = alice.personal_tokens.get()
    visitor.post(reverse("personal-token-revoke", args=[token.pk]))
    visitor.post(reverse("calendars"), {"kind": "event"})
    changed = {"old_password": PASSWORD, "new_password1": "other words 7", "new_password2": "other words 7"}
    visitor.post(reverse("password-change"), changed)
    visitor.post(reverse("sign-out"))
    assert recorded(alice) == [
        (Action.SIGNED_IN, ""),
        (Action.TOKEN_CREATED, "backup: read"),
        (Action.TOKEN_REVOKED, "backup"),
        (Action.CALENDAR_CREATED, ""),
        (Action.PASSWORD_CHANGED, ""),
        (Action.SIGNED_OUT, ""),
    ]
    clients = set(AuditEntry.objects.values_list("address", "program"))
    assert clients == {("203.0.113.7", FIREFOX)}


def test_what_a_program_does_is_recorded_with_it(alice: User) -> None:
    program = Client(headers={"User-Agent": "backup.py/1"})
    credentials = {"username": "alice", "password": PASSWORD}
    signed = program.post("/api/auth/token/", credentials, content_type="application/json")
    assert signed.status_code == 200
    assert recorded(alice) == [(Action.SIGNED_IN, "API")]
    assert AuditEntry.objects.get().program == "backup.py/1"


def test_a_refused_sign_in_or_change_is_not_recorded(visitor: Client, alice: User) -> None:
    visitor.post(reverse("sign-in"), {"username": "alice", "password": "wrong"})
    visitor.force_login(alice)
    AuditEntry.objects.all().delete()
    visitor.post(reverse("personal-tokens"), {**TOKEN, "password": "wrong"})
    visitor.post(reverse("password-change"), {"old_password": "wrong"})
    assert recorded(alice) == []


def test_a_decision_by_staff_names_them_to_staff_only(alice: User, alices: Client) -> None:
    ruth = UserFactory.create(username="ruth", is_staff=True, is_superuser=True)
    AuditEntry.objects.all().delete()
    audit(alice, Action.CALL_APPROVED, "Delete 2 tasks?", by=ruth)
    AuditEntry.objects.update(address="198.51.100.1", program="ruth's")
    page = alices.get(PAGE).text
    assert "by an administrator" in page
    exported = "".join(export(alice))
    for secret in ("198.51.100.1", "ruth"):
        assert secret not in page
        assert secret not in exported
    admin = Client()
    admin.force_login(ruth)
    listed = parse(admin.get(reverse("admin:chatbot_auditentry_changelist"))).one("#result_list").text
    assert "Approved a step" in listed
    assert "198.51.100.1" in listed
    entry = AuditEntry.objects.of(alice).get()
    for verb, args in (("add", []), ("delete", [entry.pk])):
        assert admin.post(reverse(f"admin:chatbot_auditentry_{verb}", args=args)).status_code == 403
    assert admin.post(reverse("admin:chatbot_auditentry_change", args=[entry.pk]), {}).status_code == 403


def test_decisions_are_recorded_with_what_was_decided(alice: User, alices: Client) -> None:
    team = Team(alice)
    AuditEntry.objects.all().delete()
    team.propose_and_approve()
    ask_approval(team.begin(), team)
    assert alices.post(reverse("call-decline", args=["call-4"])).status_code == 303
    assert recorded(alice) == [
        (Action.PLAN_APPROVED, team.plan.goal),
        (Action.CALL_DECLINED, "Delete 2 tasks?"),
    ]


def test_the_page_shows_ones_own_entries_only(alice: User, alices: Client, charlie: User) -> None:
    audit(charlie, Action.TOKEN_CREATED, "hers")
    audit(alice, Action.TOKEN_CREATED, "<b>mine</b>")
    page = alices.get(PAGE)
    assert page["Cache-Control"] == "private, no-store"
    assert "hers" not in page.text
    rows = parse(page).all(".history-row")
    assert rows[0].text.startswith("Created a personal token <b>mine</b>")
    assert rows[1].text.startswith("Signed in")


def test_the_page_is_paged_with_constant_queries(
    alice: User, alices: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    AuditEntry.objects.bulk_create(
        AuditEntry(owner=alice, action=Action.SIGNED_IN, subject=str(number)) for number in range(120)
    )
    alices.get(PAGE)
    with django_assert_num_queries(7):
        page = parse(alices.get(PAGE))
    shown: list[str] = []
    while True:
        shown += [row.one("span").text for row in page.all(".history-row") if row.all("span")]
        older = page.all("[rel=next]")
        if not older:
            break
        page = parse(alices.get(older[0]["href"]))
    assert shown == [str(number) for number in reversed(range(120))]
    assert len(page.all(".history-row")) == 121 % ENTRIES_PER_PAGE
    assert alices.get(PAGE, {"cursor": "bad"}).status_code == 200


@pytest.mark.parametrize(
    ("program", "name"),
    [
        (FIREFOX, "Firefox, Windows"),
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0 Safari/537.36",
            "Chrome, Linux",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/156.0 Safari/537.36 Edg/156.0",
            "Edge, Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 26_1 like Mac OS X) Version/26 Safari/604.1",
            "Safari, iPhone",
        ),
        ("curl/8.5.0", "curl"),
        ("Lockstep terminal/1.0", "Lockstep terminal"),
        ("", ""),
        ("<script>", ""),
    ],
)
def test_programs_have_short_names(program: str, name: str) -> None:
    assert short_name(program) == name


def test_entries_are_pruned_after_their_retention(alice: User, settings: Settings) -> None:
    audit(alice, Action.SIGNED_IN, "old")
    AuditEntry.objects.update(at=timezone.now() - timedelta(days=366))
    audit(alice, Action.SIGNED_IN, "new")
    settings.AUDIT_RETENTION_DAYS = 0
    prune()
    assert len(recorded(alice)) == 2
    settings.AUDIT_RETENTION_DAYS = 365
    prune()
    assert recorded(alice) == [(Action.SIGNED_IN, "new")]


@pytest.mark.parametrize("subject", ["x" * 500, "a\0b", "\ud800"])
def test_what_people_name_is_stored_as_far_as_it_can_be(alice: User, subject: Any) -> None:
    audit(alice, Action.TOKEN_CREATED, subject)
    assert len(AuditEntry.objects.get().subject) <= 200

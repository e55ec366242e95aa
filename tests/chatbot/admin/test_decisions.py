"""Staff decide pending approvals; staff with view permission only cannot."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chatbot.domain.journal.approvals import Proposal, decline, expire, request_approval
from chatbot.domain.tasks.undo import undo_call
from chatbot.formatting import absolute_moment
from chatbot.models import Change, Run, Task, ToolCall, User
from tests.chatbot.admin.admin_client import AdminClient, event_types
from tests.chatbot.asking import Asked, ask_to_delete
from tests.chatbot.pages.scenes import begin
from tests.factories import UserFactory
from tests.markup import Element, parse
from tests.subtests import as_subtests

VERBS = ["approve", "decline"]


@pytest.fixture
def asked(alice: User) -> Asked:
    return ask_to_delete(alice, "Milk", "Bread")


def staff(*permissions: str) -> AdminClient:
    user = UserFactory.create(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return AdminClient(user)


def address(asked: Asked, verb: str) -> str:
    return reverse(f"admin:chatbot_toolcall_{verb}", args=[asked.row.pk])


def page(admin: AdminClient, url: str) -> Element:
    response = admin.client.get(url)
    assert response.status_code == 200
    return parse(response)


def leads_to(shown: Element, address: str) -> bool:
    return bool(shown.all(f'a[href="{address}"]'))


def notices_after(admin: AdminClient, asked: Asked, verb: str, **values: str) -> list[str]:
    response = admin.client.post(address(asked, verb), values, follow=True)
    assert response.redirect_chain == [(admin.url(Run, "change", asked.run.pk), 302)]
    return [str(message) for message in response.context["messages"]]


def test_run_page_shows_pending_calls_and_links_to_a_decision(admin: AdminClient, asked: Asked) -> None:
    shown = page(admin, admin.url(Run, "change", asked.run.pk))
    for text in ("Delete 2 tasks?", "Milk", "Bread", "Waiting for approval"):
        assert text in shown.text
    for verb in VERBS:
        assert leads_to(shown, address(asked, verb))


def test_list_shows_pending_calls(admin: AdminClient, asked: Asked, bob: User) -> None:
    decided = ask_to_delete(bob, "Bike", call_id="call_bob")
    decline(bob, decided.call_id, by=bob)

    response = admin.list(ToolCall, status__exact="awaiting_approval")
    assert response.context["title"] == "Waiting for approval"
    assert list(response.context["cl"].result_list) == [asked.row]
    for verb in VERBS:
        assert leads_to(parse(response), address(asked, verb))
    link = f"{admin.url(ToolCall, 'changelist')}?status__exact=awaiting_approval"
    for lists in ("/admin/", admin.url(Run, "changelist"), admin.url(ToolCall, "changelist")):
        assert leads_to(page(admin, lists), link)
    assert admin.rows(ToolCall, username="bob") == [decided.row]
    assert admin.rows(ToolCall, q="call_bob") == [decided.row]
    assert "Declined by bob" in page(admin, admin.url(ToolCall, "changelist")).text


@pytest.mark.parametrize("verb", VERBS)
def test_a_decision_is_confirmed_on_a_page_that_shows_the_proposal(
    admin: AdminClient, asked: Asked, alice: User, verb: str
) -> None:
    before = event_types(alice)
    shown = page(admin, address(asked, verb))
    for text in ("Delete 2 tasks?", "Milk", "Bread", "alice", "delete_all_tasks"):
        assert text in shown.text
    assert asked.row.status == ToolCall.Status.AWAITING_APPROVAL
    assert event_types(alice) == before


def test_staff_approve_for_the_owner(admin: AdminClient, asked: Asked, alice: User, ruth: User) -> None:
    assert notices_after(admin, asked, "approve") == ["Approved. The assistant continues."]
    call = asked.row
    assert (call.decision, call.decided_by, call.run.owner) == ("approved", ruth, alice)
    assert call.approved_arguments is None
    assert event_types(alice)[-1] == "approval_resolved"
    assert event_types(ruth) == []
    assert LogEntry.objects.get().change_message == "Approved."

    asked.resume()
    assert not Task.objects.of(alice).exists()


def test_staff_decline_for_the_owner(admin: AdminClient, asked: Asked, alice: User, ruth: User) -> None:
    declined = "Declined. Nothing was changed, and the assistant is informed."
    assert notices_after(admin, asked, "decline") == [declined]
    assert (asked.row.decision, asked.row.decided_by) == ("declined", ruth)
    assert Task.objects.of(alice).count() == 2
    assert event_types(alice)[-1] == "approval_resolved"


def test_staff_approve_with_other_arguments(admin: AdminClient, asked: Asked, alice: User) -> None:
    notices_after(admin, asked, "approve", arguments='{"status": "completed"}')
    assert asked.row.approved_arguments == {"status": "completed"}
    shown = page(admin, admin.url(Run, "change", asked.run.pk))
    assert "approved with" in shown.text
    assert '"status": "completed"' in shown.text
    assert "approved with" in page(admin, admin.url(ToolCall, "change", asked.row.pk)).text.lower()


def test_unchanged_arguments_are_those_of_the_model(admin: AdminClient, asked: Asked) -> None:
    notices_after(admin, asked, "approve", arguments='{ "status" : "all" }')
    assert asked.row.approved_arguments is None


@as_subtests(
    "arguments",
    [
        "{",
        "[]",
        '"all"',
        '{"status": "some"}',
        '{"status": "all", "user": 1}',
        "[" * 100_000,
        '{"status": ' + "1" * 5_000 + "}",
        '{"status": NaN}',
        '{"status": "\\u0000"}',
    ],
)
def test_arguments_that_do_not_fit_are_reported(admin: AdminClient, asked: Asked, arguments: str) -> None:
    response = admin.client.post(address(asked, "approve"), {"arguments": arguments})
    assert response.status_code == 200
    assert response.context["form"].errors["arguments"]
    assert parse(response).one("details[open]").one("[name=arguments]")
    assert asked.row.status == ToolCall.Status.AWAITING_APPROVAL


@pytest.mark.parametrize("verb", VERBS)
def test_the_second_decision_shows_the_first(
    admin: AdminClient, asked: Asked, alice: User, verb: str
) -> None:
    decline(alice, asked.call_id, by=alice)
    assert notices_after(admin, asked, verb) == ["This was declined already by alice."]
    assert asked.row.decided_by == alice
    assert not LogEntry.objects.exists()


def test_a_finished_call_cannot_be_decided(admin: AdminClient, asked: Asked, alice: User) -> None:
    decline(alice, asked.call_id, by=alice)
    response = admin.client.get(address(asked, "approve"), follow=True)
    assert [str(message) for message in response.context["messages"]] == [
        "This does not wait for a decision any more."
    ]


def test_a_question_is_only_answered_by_its_owner(admin: AdminClient, alice: User) -> None:
    scene = begin(alice)
    call = scene.start_tool("call_ask")
    request_approval(scene.claim, call, Proposal("Which shop?", is_question=True))
    asked = Asked(scene.run, call)
    shown = page(admin, admin.url(Run, "change", scene.run.pk))
    assert "Which shop?" in shown.text
    assert not leads_to(shown, address(asked, "approve"))
    assert admin.client.post(address(asked, "approve")).status_code == 403
    assert notices_after(admin, asked, "decline")


@pytest.mark.parametrize("permissions", [(), ("view_run", "view_toolcall"), ("change_run", "view_toolcall")])
def test_staff_with_view_permission_cannot_decide(asked: Asked, permissions: tuple[str, ...]) -> None:
    admin = staff(*permissions)
    for verb in VERBS:
        assert admin.client.get(address(asked, verb)).status_code == 403
        assert admin.client.post(address(asked, verb)).status_code == 403
    assert asked.row.status == ToolCall.Status.AWAITING_APPROVAL
    if permissions:
        shown = page(admin, admin.url(Run, "change", asked.run.pk))
        assert "Delete 2 tasks?" in shown.text
        listed = page(admin, f"{admin.url(ToolCall, 'changelist')}?status__exact=awaiting_approval")
        for verb in VERBS:
            assert not leads_to(shown, address(asked, verb))
            assert not leads_to(listed, address(asked, verb))


def test_permission_to_decide_is_sufficient(asked: Asked) -> None:
    admin = staff("change_toolcall")
    response = admin.client.post(address(asked, "approve"), follow=True)
    assert response.redirect_chain == [(admin.url(ToolCall, "change", asked.row.pk), 302)]
    assert response.status_code == 200
    assert asked.row.decided_by == admin.user


@pytest.mark.parametrize("verb", VERBS)
def test_others_are_redirected_to_sign_in(asked: Asked, alice: User, verb: str) -> None:
    client = Client()
    client.force_login(alice)
    response = client.post(address(asked, verb))
    assert response.headers["location"].startswith("/admin/login/")
    assert asked.row.status == ToolCall.Status.AWAITING_APPROVAL


def test_a_forged_form_is_refused(asked: Asked, ruth: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ruth)
    assert client.post(address(asked, "approve")).status_code == 403


@pytest.mark.parametrize("pk", [0, 10**30])
def test_an_unknown_call_is_not_found(admin: AdminClient, pk: int) -> None:
    for verb in VERBS:
        assert admin.client.get(f"/admin/chatbot/toolcall/{pk}/{verb}/").status_code == 404


def test_timeline_shows_who_decided_and_when(admin: AdminClient, asked: Asked, ruth: User) -> None:
    notices_after(admin, asked, "approve")
    assert asked.row.decided_at is not None
    when = absolute_moment(asked.row.decided_at, timezone.now(), ruth.date_settings)
    shown = page(admin, admin.url(Run, "change", asked.run.pk))
    assert f"Approved by ruth, {when}" in shown.text
    assert "Delete 2 tasks? #1 Milk #2 Bread" in shown.text.replace(", #", " #")
    assert "Not finished" not in shown.text  # it is resumed
    assert [step["data-state"] for step in shown.all(".step")] == ["starting"]


def test_timeline_shows_that_the_approval_expired(admin: AdminClient, asked: Asked) -> None:
    ToolCall.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    expire(asked.row)
    assert "Expired, " in page(admin, admin.url(Run, "change", asked.run.pk)).text


def test_changes_are_shown_with_what_was_undone(admin: AdminClient, asked: Asked, alice: User) -> None:
    notices_after(admin, asked, "approve")
    asked.resume()
    first = Change.objects.filter(after__isnull=True).order_by("pk").first()
    assert first is not None
    listed = page(admin, admin.url(Change, "changelist"))
    assert "Deleted #1 'Milk'" in listed.text
    shown = page(admin, admin.url(Change, "change", first.pk))
    (title,) = [row for row in shown.all("tr") if row.texts("th[scope=row]") == ["title"]]
    assert title.texts("td") == ["Milk", "–"]
    assert "Deleted #2 'Bread'" in page(admin, admin.url(ToolCall, "change", asked.row.pk)).text

    undo_call(alice, asked.call_id)
    assert "Undone" in page(admin, admin.url(Run, "change", asked.run.pk)).text
    for model, row in ((Change, first), (ToolCall, asked.row)):
        assert admin.client.post(admin.url(model, "change", row.pk), {"_save": "Save"}).status_code == 403
        assert admin.client.post(admin.url(model, "delete", row.pk), {"post": "yes"}).status_code == 403
        assert admin.client.get(admin.url(model, "add")).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_take_as_many_queries_for_many_rows(admin: AdminClient, alice: User, rows: int) -> None:
    for number in range(rows):
        asked = ask_to_delete(alice, f"Task {number}", call_id=f"call_{number}")
        decline(alice, asked.call_id, by=alice)
        asked.resume()
    assert admin.queries(admin.url(ToolCall, "changelist")) == 5
    assert admin.queries(admin.url(Change, "changelist")) == 5

"""Authentication of the API: every credential, and every refusal."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken

from chatbot.models import Conversation, Run, Task, User
from tests.chatbot.api.client import Api, problem
from tests.chatbot.asking import ask_to_delete
from tests.factories import ConversationFactory, RunFactory, TaskFactory, UserFactory
from tests.subtests import as_subtests

ID = "00000000-0000-4000-8000-000000000000"
PRIVATE = [
    ("GET", "/api/auth/me/"),
    ("PATCH", "/api/auth/me/"),
    ("POST", "/api/auth/sign-out-everywhere/"),
    ("POST", "/api/auth/ticket/"),
    ("GET", "/api/tasks/"),
    ("POST", "/api/tasks/"),
    ("GET", f"/api/tasks/{ID}/"),
    ("PATCH", f"/api/tasks/{ID}/"),
    ("DELETE", f"/api/tasks/{ID}/"),
    ("POST", f"/api/tasks/{ID}/complete/"),
    ("POST", f"/api/tasks/{ID}/reopen/"),
    ("POST", f"/api/tasks/{ID}/restore/"),
    ("GET", f"/api/tasks/{ID}/history/"),
    ("GET", "/api/tasks/history/"),
    ("POST", "/api/tasks/history/1/undo/"),
    ("GET", "/api/tasks/trash/"),
    ("DELETE", "/api/tasks/trash/"),
    ("POST", "/api/tasks/trash/restore/"),
    ("DELETE", f"/api/tasks/trash/{ID}/"),
    ("GET", "/api/conversations/"),
    ("GET", f"/api/conversations/{ID}/"),
    ("PATCH", f"/api/conversations/{ID}/"),
    ("DELETE", f"/api/conversations/{ID}/"),
    ("GET", f"/api/conversations/{ID}/messages/"),
    ("POST", f"/api/conversations/{ID}/links/"),
    ("GET", "/api/links/"),
    ("DELETE", f"/api/links/{ID}/"),
    ("GET", f"/api/runs/{ID}/"),
    ("GET", f"/api/runs/{ID}/events/"),
    ("POST", f"/api/runs/{ID}/cancel/"),
    ("POST", f"/api/runs/{ID}/retry/"),
    ("POST", f"/api/runs/{ID}/regenerate/"),
    ("PUT", f"/api/runs/{ID}/feedback/"),
    ("DELETE", f"/api/runs/{ID}/feedback/"),
    ("POST", f"/api/runs/{ID}/undo/"),
    ("GET", "/api/approvals/"),
    ("POST", f"/api/tool-calls/{ID}/approve/"),
    ("POST", f"/api/tool-calls/{ID}/decline/"),
    ("POST", f"/api/tool-calls/{ID}/undo/"),
    ("GET", "/api/plans/"),
    ("POST", "/api/plans/"),
    ("GET", f"/api/plans/{ID}/"),
    ("PUT", f"/api/plans/{ID}/"),
    ("PATCH", f"/api/plans/{ID}/"),
    ("GET", f"/api/plans/{ID}/messages/"),
    ("POST", f"/api/plans/{ID}/approve/"),
    ("POST", f"/api/plans/{ID}/reject/"),
    ("POST", f"/api/plans/{ID}/cancel/"),
    ("POST", f"/api/plans/{ID}/pause/"),
    ("POST", f"/api/plans/{ID}/resume/"),
    ("POST", f"/api/plans/{ID}/steps/{ID}/skip/"),
    ("POST", f"/api/plans/{ID}/steps/{ID}/retry/"),
    ("POST", f"/api/plans/{ID}/again/"),
    ("GET", "/api/plan-templates/"),
    ("POST", "/api/plan-templates/"),
    ("POST", f"/api/plan-templates/{ID}/start/"),
    ("DELETE", f"/api/plan-templates/{ID}/"),
    ("POST", "/api/chat"),
    ("POST", f"/api/{ID}/chat"),
    ("GET", "/api/events"),
]


@pytest.mark.parametrize(("method", "path"), PRIVATE)
@as_subtests("slash", ["", "/"])
def test_requests_without_credentials_are_refused(anonymous: Api, method: str, path: str, slash: str) -> None:
    answer = anonymous.send(method, path.rstrip("/") + slash)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert answer["Content-Type"] == "application/json"
    assert answer.json() == problem("not_authenticated", "Sign in first.")


def test_bad_tokens_are_refused(alice: User) -> None:
    expired = AccessToken.for_user(alice)
    expired.set_exp(lifetime=-timedelta(seconds=1))
    forged = str(AccessToken.for_user(alice))[:-4] + "AAAA"
    inactive = AccessToken.for_user(UserFactory(is_active=False))
    gone = AccessToken.for_user(User(pk=uuid.uuid4()))
    refresh = RefreshToken.for_user(alice)
    for token in (expired, forged, inactive, gone, refresh, "x", "a b", "é", "ey.ey.ey"):
        answer = Api(Authorization=f"Bearer {token}").get("/api/tasks/")
        assert answer.status_code == 401, token
        assert answer["WWW-Authenticate"].startswith("Bearer")
        assert set(answer.json()) == {"error", "detail", "code"}
        assert "messages" not in answer.json()["error"]


def test_a_session_needs_the_csrf_header_to_change_something(alice: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    assert client.get("/api/tasks/").status_code == 200
    for path in ("/api/tasks/", "/api/tasks", "/api/chat", "/api/chat/"):
        refused = client.post(path, {"title": "Milk"}, content_type="application/json")
        assert refused.status_code == 403
        assert refused.json()["code"] == "permission_denied"
        assert "CSRF" in refused.json()["error"]

    token = "a" * 32
    client.cookies["csrftoken"] = token
    headers = {"X-CSRFToken": token}
    made = client.post("/api/tasks/", {"title": "Milk"}, content_type="application/json", headers=headers)
    assert made.status_code == 201


@pytest.mark.parametrize("scheme", ["bearer", "BEARER"])
def test_the_scheme_is_parsed_as_by_sockets(alice: User, scheme: str) -> None:
    """RFC 9110, section 11.1: its case does not matter."""
    api = Api(Authorization=f"{scheme} {AccessToken.for_user(alice)}")
    assert api.get("/api/auth/me/").status_code == 200


def test_a_token_needs_no_csrf_header(alice: User) -> None:
    client = Client(
        enforce_csrf_checks=True, headers={"Authorization": f"Bearer {AccessToken.for_user(alice)}"}
    )
    assert client.post("/api/tasks", {"title": "Milk"}, content_type="application/json").status_code == 201


def test_data_of_other_people_is_not_found(api: Api, bob: User) -> None:
    task, conversation = TaskFactory(owner=bob), ConversationFactory(owner=bob)
    run, asked = RunFactory(conversation=conversation), ask_to_delete(bob)
    for method, path in PRIVATE:
        if ID not in path or "chat" in path:
            continue
        body = {"PATCH": {"title": "Mine now"}, "PUT": {"rating": "up"}}.get(method)
        is_call = "tool-calls" in path
        for thing in (asked.call_id,) if is_call else (task.pk, conversation.pk, run.pk, asked.run.pk):
            theirs = api.send(method, path.replace(ID, str(thing)), body)
            unknown = api.send(method, path, body)
            assert theirs.status_code == 404, (method, path)
            assert theirs.content == unknown.content
    assert Task.objects.get().title == task.title
    assert set(Conversation.objects.values_list("title", flat=True)) == {"Groceries", "Delete all tasks"}
    assert set(Run.objects.values_list("status", flat=True)) == {"queued", "awaiting_approval"}


@pytest.mark.parametrize(
    "path", ["/api/", "/api/nothing", f"/api/tasks/{ID}/nothing/", "/api/tasks//", "/api/x/chat"]
)
@as_subtests("bad_id", ["1", "x", "%ff", ID + "0", "..", "é"])
def test_an_unknown_address_is_reported_in_json(anonymous: Api, path: str, bad_id: str) -> None:
    for address in (path, f"/api/tasks/{bad_id}/", f"/api/runs/{bad_id}", f"/api/{bad_id}/chat"):
        for method in ("GET", "POST", "DELETE"):
            answer = anonymous.send(method, address)
            assert answer.status_code == 404
            assert answer.json() == problem("not_found", "There is nothing here.")


def test_wrong_methods_are_reported_in_json(api: Api) -> None:
    for path in ("/api/tasks/", "/api/auth/token/", "/api/chat", "/api/events"):
        answer = api.send("PUT", path)
        assert answer.status_code == 405
        assert answer["Allow"]
        assert answer.json()["code"] == "method_not_allowed"


def test_each_address_is_found_without_its_slash(anonymous: Api, api: Api) -> None:
    for method, path in PRIVATE:
        assert anonymous.send(method, path.rstrip("/")).status_code == 401, (method, path)
    for title in ("Milk", "Bread"):
        assert api.post("/api/tasks", {"title": title}).json()["title"] == title
    page = api.get("/api/tasks?limit=1").json()
    assert [page["previous"], page["next"].partition("?")[0]] == [None, "http://testserver/api/tasks"]
    assert api.get(page["next"]).status_code == 200

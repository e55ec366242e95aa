from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.management import call_command
from pytest_django import DjangoAssertNumQueries

from chatbot.domain.tasks import commands as tasks
from chatbot.models import User
from tests.chatbot.api.client import Api
from tests.chatbot.asking import ask_to_delete
from tests.factories import RunFactory, TaskFactory


@pytest.fixture
def schema(db: None) -> dict[str, Any]:
    answer = Api().get("/api/schema/", Accept="application/vnd.oai.openapi+json")
    assert answer.status_code == 200
    document: dict[str, Any] = json.loads(answer.content)
    return document


def test_the_schema_is_valid_and_complete_without_a_warning(tmp_path: Any) -> None:
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "schema.yml"))


def test_the_schema_describes_every_address(schema: dict[str, Any]) -> None:
    assert {path: sorted(methods) for path, methods in schema["paths"].items()} == {
        "/api/approvals/": ["get"],
        "/api/auth/me/": ["get", "patch"],
        "/api/auth/sign-out-everywhere/": ["post"],
        "/api/auth/ticket/": ["post"],
        "/api/auth/token/": ["post"],
        "/api/auth/token/refresh/": ["post"],
        "/api/calendar-feeds/": ["get", "post"],
        "/api/calendar-feeds/{feed_id}/": ["delete"],
        "/api/chat/": ["post"],
        "/api/conversations/": ["get"],
        "/api/conversations/{conversation_id}/": ["delete", "get", "patch"],
        "/api/conversations/{conversation_id}/links/": ["post"],
        "/api/conversations/{conversation_id}/messages/": ["get"],
        "/api/conversations/{conversation_id}/read/": ["post"],
        "/api/conversations/{conversation_id}/restore/": ["post"],
        "/api/events/": ["get"],
        "/api/imports/": ["get", "post"],
        "/api/imports/{import_id}/": ["delete", "get"],
        "/api/imports/{import_id}/start/": ["post"],
        "/api/imports/{import_id}/undo/": ["post"],
        "/api/incoming-mail/": ["post"],
        "/api/links/": ["get"],
        "/api/links/{link_id}/": ["delete"],
        "/api/webhooks/": ["get", "post"],
        "/api/webhooks/{endpoint_id}/": ["delete", "get", "patch"],
        "/api/webhooks/{endpoint_id}/deliveries/": ["get"],
        "/api/webhooks/{endpoint_id}/replay/": ["post"],
        "/api/webhooks/{endpoint_id}/secret/": ["post"],
        "/api/webhooks/{endpoint_id}/test/": ["post"],
        "/api/views/": ["get", "post"],
        "/api/views/{view_id}/": ["delete", "get", "patch"],
        "/api/lists/": ["get", "post"],
        "/api/lists/{list_id}/": ["delete", "get", "patch"],
        "/api/lists/{list_id}/restore/": ["post"],
        "/api/personal-tokens/": ["get", "post"],
        "/api/personal-tokens/{token_id}/": ["delete"],
        "/api/plan-templates/": ["get", "post"],
        "/api/plan-templates/{template_id}/": ["delete"],
        "/api/plan-templates/{template_id}/start/": ["post"],
        "/api/plans/": ["get", "post"],
        "/api/plans/{plan_id}/": ["get", "patch", "put"],
        "/api/plans/{plan_id}/again/": ["post"],
        "/api/plans/{plan_id}/approve/": ["post"],
        "/api/plans/{plan_id}/cancel/": ["post"],
        "/api/plans/{plan_id}/messages/": ["get"],
        "/api/plans/{plan_id}/pause/": ["post"],
        "/api/plans/{plan_id}/reject/": ["post"],
        "/api/plans/{plan_id}/resume/": ["post"],
        "/api/plans/{plan_id}/steps/{step_id}/retry/": ["post"],
        "/api/plans/{plan_id}/steps/{step_id}/skip/": ["post"],
        "/api/runs/{run_id}/": ["get"],
        "/api/runs/{run_id}/cancel/": ["post"],
        "/api/runs/{run_id}/events/": ["get"],
        "/api/runs/{run_id}/feedback/": ["delete", "put"],
        "/api/runs/{run_id}/regenerate/": ["post"],
        "/api/runs/{run_id}/retry/": ["post"],
        "/api/runs/{run_id}/undo/": ["post"],
        "/api/tasks/": ["get", "post"],
        "/api/tasks/export/{suffix}/": ["get"],
        "/api/tasks/history/": ["get"],
        "/api/tasks/history/{change_id}/undo/": ["post"],
        "/api/tasks/quick-add/": ["post"],
        "/api/tasks/quick-add/preview/": ["post"],
        "/api/tasks/commands/{command_id}/undo/": ["post"],
        "/api/tasks/trash/": ["delete", "get"],
        "/api/tasks/trash/{task_id}/": ["delete"],
        "/api/tasks/{task_id}/history/": ["get"],
        "/api/tasks/{task_id}/restore/": ["post"],
        "/api/tasks/{task_id}/": ["delete", "get", "patch"],
        "/api/tasks/{task_id}/complete/": ["post"],
        "/api/tasks/{task_id}/reopen/": ["post"],
        "/api/tasks/{task_id}/move/": ["post"],
        "/api/tasks/{task_id}/skip/": ["post"],
        "/api/tasks/{task_id}/dismiss-reminder/": ["post"],
        "/api/test/streaming/{plan_id}/": ["post"],
        "/api/tool-calls/{call_id}/approve/": ["post"],
        "/api/tool-calls/{call_id}/decline/": ["post"],
        "/api/tool-calls/{call_id}/undo/": ["post"],
        "/api/{user_id}/chat/": ["post"],
        "/api/{user_id}/events/": ["get"],
    }
    assert {"200", "202", "400", "401", "403", "404", "409", "429", "502"} == set(
        schema["paths"]["/api/chat/"]["post"]["responses"]
    )
    assert set(schema["paths"]["/api/events/"]["get"]["responses"]["200"]["content"]) == {
        "application/json",
        "text/event-stream",
    }
    listed = {parameter["name"] for parameter in schema["paths"]["/api/tasks/"]["get"]["parameters"]}
    assert listed >= {"status", "tag", "due", "ordering", "limit", "page"}


def test_refusals_are_described_by_example(schema: dict[str, Any]) -> None:
    for path in ("tool-calls/{call_id}/approve", "tool-calls/{call_id}/undo", "runs/{run_id}/cancel"):
        refused = schema["paths"][f"/api/{path}/"]["post"]["responses"]["409"]
        examples = refused["content"]["application/json"]["examples"]
        assert examples
        assert refused["description"]
        for example in examples.values():
            assert set(example["value"]) == {"error", "detail", "code"}


def test_responses_conform_to_the_schema(api: Api, alice: User, schema: dict[str, Any]) -> None:
    run = RunFactory(conversation__owner=alice)
    TaskFactory(owner=alice)
    shapes = schema["components"]["schemas"]

    def fields(name: str) -> set[str]:
        return set(shapes[name]["properties"])

    assert set(api.get("/api/tasks/").json()["results"][0]) == fields("Task")
    tasks.delete_task(alice, tasks.add_task(alice, title="Milk").pk)
    assert set(api.get("/api/tasks/history/").json()["results"][0]) == fields("Change")
    assert set(api.get("/api/tasks/trash/").json()["results"][0]) == fields("DeletedTask")
    assert set(api.get("/api/conversations/").json()["results"][0]) == fields("Conversation")
    messages = api.get(f"/api/conversations/{run.conversation_id}/messages/").json()["results"]
    assert set(messages[0]) == fields("Message")
    assert set(api.get(f"/api/runs/{run.pk}/").json()) == fields("Run")
    asked = ask_to_delete(alice, "Milk")
    waiting = api.get("/api/approvals/").json()["results"][0]
    assert set(waiting) == fields("ToolCall")
    assert set(waiting["proposal"]) == fields("Proposal")
    assert set(waiting["proposal"]["tasks"][0]) == fields("ProposedTask")
    assert set(api.post(f"/api/tool-calls/{asked.call_id}/decline/").json()) == fields("ToolCall")
    assert set(api.get("/api/auth/me/").json()) == fields("Me")
    assert set(api.post("/api/auth/ticket/").json()) == fields("Ticket")
    sent = api.post("/api/chat", {"message": "Hello"}, Prefer="respond-async")
    assert set(sent.json()) == fields("Accepted")


def test_the_schema_makes_no_queries(db: None, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        Api().get("/api/schema/", Accept="*/*")


def test_bodies_with_other_fields_than_described_are_refused(schema: dict[str, Any]) -> None:
    shapes = schema["components"]["schemas"]
    bodies = ["TaskBody", "PatchedTaskBody", "PatchedMeBody", "PatchedConversationBody"]
    assert {name: shapes[name]["additionalProperties"] for name in bodies} == dict.fromkeys(bodies, False)
    assert "additionalProperties" not in shapes["Task"]

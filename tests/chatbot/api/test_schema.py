from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.core.management import call_command
from pytest_django import DjangoAssertNumQueries

from chatbot.domain.events import EVENTS
from chatbot.domain.tasks import commands as tasks
from chatbot.models import User
from tests.chatbot.api.client import Api
from tests.chatbot.asking import ask_to_delete
from tests.factories import RunFactory, TaskFactory


@pytest.fixture
def schema(db: None) -> dict[str, Any]:
    answer = Api().get("/api/v1/schema/", Accept="application/vnd.oai.openapi+json")
    assert answer.status_code == 200
    document: dict[str, Any] = json.loads(answer.content)
    return document


def test_the_schema_is_valid_and_complete_without_a_warning(tmp_path: Any) -> None:
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "schema.yml"))


def test_the_schema_describes_every_address(schema: dict[str, Any]) -> None:
    assert {path: sorted(methods) for path, methods in schema["paths"].items()} == {
        "/api/v1/approvals/": ["get"],
        "/api/v1/auth/me/": ["get", "patch"],
        "/api/v1/auth/sign-out-everywhere/": ["post"],
        "/api/v1/auth/ticket/": ["post"],
        "/api/v1/auth/token/": ["post"],
        "/api/v1/auth/token/refresh/": ["post"],
        "/api/v1/calendar-feeds/": ["get", "post"],
        "/api/v1/calendar-feeds/{feed_id}/": ["delete"],
        "/api/v1/chat/": ["post"],
        "/api/v1/conversations/": ["get"],
        "/api/v1/conversations/{conversation_id}/": ["delete", "get", "patch"],
        "/api/v1/conversations/{conversation_id}/links/": ["post"],
        "/api/v1/conversations/{conversation_id}/messages/": ["get"],
        "/api/v1/conversations/{conversation_id}/read/": ["post"],
        "/api/v1/conversations/{conversation_id}/restore/": ["post"],
        "/api/v1/events/": ["get"],
        "/api/v1/imports/": ["get", "post"],
        "/api/v1/imports/{import_id}/": ["delete", "get"],
        "/api/v1/imports/{import_id}/start/": ["post"],
        "/api/v1/imports/{import_id}/undo/": ["post"],
        "/api/v1/incoming-mail/": ["post"],
        "/api/v1/links/": ["get"],
        "/api/v1/links/{link_id}/": ["delete"],
        "/api/v1/mcp-servers/": ["get", "post"],
        "/api/v1/mcp-servers/{server_id}/": ["delete", "get", "patch"],
        "/api/v1/mcp-servers/{server_id}/check/": ["post"],
        "/api/v1/webhooks/": ["get", "post"],
        "/api/v1/webhooks/{endpoint_id}/": ["delete", "get", "patch"],
        "/api/v1/webhooks/{endpoint_id}/deliveries/": ["get"],
        "/api/v1/webhooks/{endpoint_id}/replay/": ["post"],
        "/api/v1/webhooks/{endpoint_id}/secret/": ["post"],
        "/api/v1/webhooks/{endpoint_id}/test/": ["post"],
        "/api/v1/views/": ["get", "post"],
        "/api/v1/views/{view_id}/": ["delete", "get", "patch"],
        "/api/v1/lists/": ["get", "post"],
        "/api/v1/lists/{list_id}/": ["delete", "get", "patch"],
        "/api/v1/lists/{list_id}/restore/": ["post"],
        "/api/v1/problems/": ["get"],
        "/api/v1/problems/{code}/": ["get"],
        "/api/v1/personal-tokens/": ["get", "post"],
        "/api/v1/personal-tokens/{token_id}/": ["delete"],
        "/api/v1/plan-templates/": ["get", "post"],
        "/api/v1/plan-templates/{template_id}/": ["delete"],
        "/api/v1/plan-templates/{template_id}/start/": ["post"],
        "/api/v1/plans/": ["get", "post"],
        "/api/v1/plans/{plan_id}/": ["get", "patch", "put"],
        "/api/v1/plans/{plan_id}/again/": ["post"],
        "/api/v1/plans/{plan_id}/approve/": ["post"],
        "/api/v1/plans/{plan_id}/cancel/": ["post"],
        "/api/v1/plans/{plan_id}/messages/": ["get"],
        "/api/v1/plans/{plan_id}/pause/": ["post"],
        "/api/v1/plans/{plan_id}/reject/": ["post"],
        "/api/v1/plans/{plan_id}/resume/": ["post"],
        "/api/v1/plans/{plan_id}/steps/{step_id}/retry/": ["post"],
        "/api/v1/plans/{plan_id}/steps/{step_id}/skip/": ["post"],
        "/api/v1/runs/{run_id}/": ["get"],
        "/api/v1/runs/{run_id}/cancel/": ["post"],
        "/api/v1/runs/{run_id}/events/": ["get"],
        "/api/v1/runs/{run_id}/feedback/": ["delete", "put"],
        "/api/v1/runs/{run_id}/regenerate/": ["post"],
        "/api/v1/runs/{run_id}/retry/": ["post"],
        "/api/v1/runs/{run_id}/undo/": ["post"],
        "/api/v1/tasks/": ["get", "post"],
        "/api/v1/tasks/export/{suffix}/": ["get"],
        "/api/v1/tasks/history/": ["get"],
        "/api/v1/tasks/history/{change_id}/undo/": ["post"],
        "/api/v1/tasks/quick-add/": ["post"],
        "/api/v1/tasks/quick-add/preview/": ["post"],
        "/api/v1/tasks/commands/{command_id}/undo/": ["post"],
        "/api/v1/tasks/trash/": ["delete", "get"],
        "/api/v1/tasks/trash/restore/": ["post"],
        "/api/v1/tasks/trash/{task_id}/": ["delete"],
        "/api/v1/tasks/{task_id}/history/": ["get"],
        "/api/v1/tasks/{task_id}/restore/": ["post"],
        "/api/v1/tasks/{task_id}/": ["delete", "get", "patch"],
        "/api/v1/tasks/{task_id}/complete/": ["post"],
        "/api/v1/tasks/{task_id}/reopen/": ["post"],
        "/api/v1/tasks/{task_id}/move/": ["post"],
        "/api/v1/tasks/{task_id}/skip/": ["post"],
        "/api/v1/tasks/{task_id}/dismiss-reminder/": ["post"],
        "/api/v1/test/streaming/{plan_id}/": ["post"],
        "/api/v1/tool-calls/{call_id}/approve/": ["post"],
        "/api/v1/tool-calls/{call_id}/decline/": ["post"],
        "/api/v1/tool-calls/{call_id}/undo/": ["post"],
        "/api/v1/{user_id}/chat/": ["post"],
        "/api/v1/{user_id}/events/": ["get"],
    }
    assert {"200", "202", "400", "401", "403", "404", "409", "422", "429", "502"} == set(
        schema["paths"]["/api/v1/chat/"]["post"]["responses"]
    )
    assert set(schema["paths"]["/api/v1/events/"]["get"]["responses"]["200"]["content"]) == {
        "application/json",
        "text/event-stream",
    }
    listed = {parameter["name"] for parameter in schema["paths"]["/api/v1/tasks/"]["get"]["parameters"]}
    assert listed >= {"status", "tag", "due", "ordering", "limit", "page"}


def test_webhooks_are_described_by_the_models_of_the_events(schema: dict[str, Any]) -> None:
    assert schema["openapi"].startswith("3.1.")
    assert set(schema["webhooks"]) == set(EVENTS)
    shapes = schema["components"]["schemas"]
    sent = schema["webhooks"]["task_created"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert sent["properties"]["type"] == {"const": "task_created"}
    assert sent["properties"]["data"] == {"$ref": "#/components/schemas/EventTaskCreated"}
    assert shapes["EventTaskCreated"]["properties"]["event_type"] == {"const": "task_created"}
    asyncapi = Api().get("/api/v1/asyncapi.json").json()["components"]["schemas"]["TaskCreated"]
    assert set(shapes["EventTaskCreated"]["properties"]) == set(asyncapi["properties"])
    # Generated clients name classes by these; two of one name would leave one out.
    assert [name for name, shape in shapes.items() if shape.get("title", name) != name] == []


def test_no_reference_leads_nowhere(schema: dict[str, Any]) -> None:
    for reference in set(re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(schema))):
        found: Any = schema
        for part in reference.split("/"):
            found = found[part]


def test_refusals_are_described_by_example(schema: dict[str, Any]) -> None:
    for path in ("tool-calls/{call_id}/approve", "tool-calls/{call_id}/undo", "runs/{run_id}/cancel"):
        refused = schema["paths"][f"/api/v1/{path}/"]["post"]["responses"]["409"]
        examples = refused["content"]["application/problem+json"]["examples"]
        assert examples
        assert refused["description"]
        for example in examples.values():
            assert set(example["value"]) == {"type", "title", "status", "detail", "code"}
            assert example["value"]["status"] == 409


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

"""One request for each operation, in an order in which they work one after the other.

A name in braces is a value of an earlier answer: `keep={"task_id": "id"}` keeps its `id` as `{task_id}`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Step:
    operation: str  # its id in the OpenAPI document, which has its method and path
    body: Any = None  # a text, or what becomes JSON
    query: str = ""
    keep: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)  # of the path, beside what was kept
    until: tuple[str, str] | None = None  # asked again until a field of the answer has this value


TASK = {"title": "Buy milk", "priority": "high", "due_at": "2030-01-07T09:00:00Z", "tags": ["shop"]}
CSV = "title,priority\nWater the plants,low\n"

STORY: tuple[Step, ...] = (
    Step("sign_in", {"username": "alice", "password": "correct horse"}, keep={"refresh": "refresh"}),
    Step("refresh_token", {"refresh": "{refresh}"}),
    Step("get_me", keep={"user_id": "id"}),
    Step("update_me", {"time_zone": "Europe/Berlin", "week_start": "monday"}),
    Step("issue_ticket"),
    Step("add_list", {"name": "Home", "colour": "green"}, keep={"list_id": "id"}),
    Step("list_lists"),
    Step("get_list"),
    Step("update_list", {"name": "House"}),
    Step("add_task", {**TASK, "list": "{list_id}"}, keep={"task_id": "id"}),
    Step("get_task"),
    Step("list_tasks", query="status=pending&priority=high"),
    Step("update_task", {"priority": "medium", "repeat": "every Monday"}),
    Step("preview_quick_add", {"text": "Call Anna tomorrow at 9"}),
    Step("quick_add_tasks", {"text": "Call Anna"}, keep={"other_id": "added.0.task.id"}),
    Step("move_task", {"after": "{other_id}"}),
    Step("skip_task"),
    Step("complete_task"),
    Step("reopen_task"),
    Step("dismiss_reminder"),
    Step("list_changes_of_task"),
    Step("list_changes", query="limit=1", keep={"change_id": "results.0.id"}),
    Step("undo_change"),
    Step("export_tasks", values={"suffix": "csv"}),
    Step("delete_task"),
    Step("list_trash"),
    Step("restore_task"),
    Step("add_view", {"name": "Urgent", "filters": {"priority": "high"}}, keep={"view_id": "id"}),
    Step("list_views"),
    Step("get_view"),
    Step("update_view", {"name": "Soon"}),
    Step("delete_view"),
    Step("read_import", CSV, query="name=tasks.csv", keep={"import_id": "id"}),
    Step("list_imports"),
    Step("start_import", {}),
    Step("get_import", until=("status", "completed")),
    Step("undo_import"),
    Step("read_import", CSV, query="name=tasks.csv", keep={"import_id": "id"}),
    Step("discard_import"),
    Step("send_message", {"message": "Add bread"}, keep={"run_id": "run_id"}),
    Step("get_run"),
    Step("get_run_events"),
    Step("undo_run"),
    Step(
        "send_message",
        {"message": "What is on my list?"},
        keep={"run_id": "run_id", "conversation_id": "conversation_id"},
    ),
    Step("rate_answer", {"rating": "up"}),
    Step("take_rating_back"),
    Step("list_conversations"),
    Step("get_conversation"),
    Step("rename_conversation", {"title": "My list", "is_pinned": True}),
    Step("list_messages"),
    Step("read_conversation"),
    Step("share_conversation", {"days": 7}, keep={"link_id": "id"}),
    Step("list_links"),
    Step("revoke_link"),
    Step("regenerate_answer", keep={"run_id": "run_id"}),
    Step("get_run", until=("status", "succeeded")),
    Step("delete_conversation"),
    Step("restore_conversation"),
    Step("send_message_of_user", {"message": "Delete all my tasks"}, keep={"run_id": "run_id"}),
    Step("cancel_run"),
    Step("retry_run", keep={"run_id": "run_id"}),
    Step("get_run", until=("status", "awaiting_approval")),
    Step("list_approvals", keep={"call_id": "results.0.call_id"}),
    Step("approve_tool_call"),
    Step("get_run", until=("status", "succeeded")),
    Step("undo_tool_call"),
    Step("send_message", {"message": "Delete all my tasks"}),
    Step("list_approvals", keep={"call_id": "results.0.call_id"}),
    Step("decline_tool_call"),
    Step("create_plan", {"goal": "Prepare a picnic for Saturday"}, keep={"plan_id": "id"}),
    Step("get_plan", until=("status", "awaiting_approval")),
    Step("list_plans", query="status=awaiting_approval"),
    Step("edit_proposal", {"version": 1, "title": "A picnic in the park"}),
    Step("approve_plan"),
    Step("get_plan", until=("status", "completed")),
    Step("list_plan_messages"),
    Step("save_plan_template", {"plan_id": "{plan_id}"}, keep={"template_id": "id"}),
    Step("list_plan_templates"),
    Step("run_plan_again", keep={"plan_id": "id"}),
    Step("cancel_plan"),
    Step("start_plan_template", keep={"plan_id": "id"}),
    Step("reject_plan", {"feedback": "Without the shopping"}),
    Step("delete_plan_template"),
    Step("create_calendar_feed", {"kind": "event"}, keep={"feed_id": "id"}),
    Step("list_calendar_feeds"),
    Step("revoke_calendar_feed"),
    Step("create_webhook", {"url": "https://hooks.example.com/x"}, keep={"endpoint_id": "id"}),
    Step("list_webhooks"),
    Step("get_webhook"),
    Step("change_webhook", {"events": ["task_created"]}),
    Step("list_webhook_deliveries"),
    Step("renew_webhook_secret"),
    Step("delete_webhook"),
    Step("add_mcp_server", {"name": "wiki", "url": "https://wiki.example.com/mcp"}, keep={"server_id": "id"}),
    Step("list_mcp_servers"),
    Step("get_mcp_server"),
    Step("change_mcp_server", {"is_enabled": False}),
    Step("delete_mcp_server"),
    Step("create_personal_token", {"name": "backup", "scopes": ["read"]}, keep={"token_id": "id"}),
    Step("list_personal_tokens"),
    Step("revoke_personal_token"),
    Step("get_events", query="wait=0"),
    Step("get_events_of_user", query="wait=0"),
    Step("list_problem_types"),
    Step("get_problem_type", values={"code": "not_found"}),
    Step("delete_task"),
    Step("restore_all_tasks"),
    Step("delete_task"),
    Step("delete_task_for_good"),
    Step("empty_trash"),
    Step("delete_list"),
    Step("restore_list"),
    Step("sign_out_everywhere"),
)

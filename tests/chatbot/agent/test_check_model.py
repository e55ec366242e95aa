"""`manage.py check_model` tries the configured model, and names the setting to change if it fails."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from tests.provider.script import Provider, call, calls, refuses, says

LIST = call("list_tasks", "call_1", "{}")
ADDS = (call("add_task", "call_1", title="Milk"), call("add_task", "call_2", title="Bread"))
PLAN = says(json.dumps({"title": "Clean", "steps": [{"title": "Sweep", "agent": "Task Manager"}]}))
WELL = (says("ready"), calls(LIST), says("None."), calls(*ADDS), says("Added."), PLAN)


def check_model() -> tuple[str, str]:
    """The output of the command, and its error message if it fails."""
    printed = io.StringIO()
    try:
        call_command("check_model", stdout=printed)
    except CommandError as error:
        return printed.getvalue(), str(error)
    return printed.getvalue(), ""


@pytest.mark.usefixtures("transactional_db")
@pytest.mark.parametrize("api", ["chat", "responses"])
def test_a_model_that_passes_all_checks(api: str, provider: Provider, settings: Settings) -> None:
    settings.AGENT_MODELS = (provider.endpoint(AGENT_API=api),)
    provider.play(*WELL)
    printed, failed = check_model()
    assert not failed
    assert [line.split() for line in printed.splitlines()[3:]] == [
        "answers a question: ok".split(),
        "calls a tool: ok".split(),
        "calls two tools at once: ok".split(),
        "makes a plan: ok".split(),
        "All is well.".split(),
    ]
    assert provider.model in printed
    assert provider.base_url in printed
    assert "sk-secret" not in printed


@pytest.mark.usefixtures("transactional_db")
@pytest.mark.parametrize(
    ("answers", "line", "advised"),
    [
        ([refuses(401)], "answers a question: failed: unauthorized", "Look at AGENT_API_KEY"),
        (
            [refuses(404, "no such route")],
            "answers a question: failed: wrong address",
            "Look at AGENT_BASE_URL",
        ),
        (
            [{"status": 200, "body": "<html>Sign in</html>"}],
            "answers a question: failed: bad response",
            "Look at AGENT_BASE_URL",
        ),
        ([refuses(404, "The model `x` does not exist")], "failed: unknown model", "Look at AGENT_MODEL"),
        (
            [refuses(422, "extra_forbidden: temperature")],
            "answers a question: failed",
            "Leave AGENT_TEMPERATURE out, or set it to 1.",
        ),
        (
            [refuses(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.")],
            "answers a question: failed",
            "Set AGENT_MAX_TOKENS_PARAMETER=max_completion_tokens.",
        ),
        ([says("ready"), says("I cannot.")], "calls a tool: failed: it called no tool", "AGENT_MODEL"),
        (
            [says("ready"), refuses(400, "registry: x does not support tools")],
            "calls a tool: failed",
            "Choose another AGENT_MODEL",
        ),
        (
            [refuses(400, "System role not supported")],
            "answers a question: failed",
            "Set AGENT_SYSTEM_ROLE=system, or developer.",
        ),
        (
            [refuses(400, "max_tokens: Field required")],
            "answers a question: failed",
            "or another AGENT_MAX_TOKENS.",
        ),
        (
            [*WELL[:2], refuses(400, "contents[2].parts[0].function_response.name: Name cannot be empty.")],
            "calls a tool: failed",
            "Set AGENT_TOOL_MESSAGE_NAME=true.",
        ),
        ([*WELL[:3], calls(ADDS[0]), says("Added."), PLAN], "at once: ok but one after the other", ""),
        ([*WELL[:5], says("First, sweep.")], "makes a plan: failed: its plan cannot be used", "AGENT_STRUCT"),
    ],
)
def test_failures_are_reported_with_the_setting_to_change(
    answers: list[dict[str, Any]], line: str, advised: str, provider: Provider, settings: Settings
) -> None:
    settings.AGENT_MODELS = (provider.endpoint(AGENT_RETRIES="0"),)
    provider.play(*answers, *[says("And so on.")] * 6)
    printed, failed = check_model()
    assert line in " ".join(printed.split())
    assert advised in printed
    assert bool(failed) == bool(advised)
    assert "sk-secret" not in printed + failed


def test_without_a_model_there_is_nothing_to_check(settings: Settings) -> None:
    settings.AGENT_MODELS = ()
    assert "offline assistant answers" in check_model()[1]

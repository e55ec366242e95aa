"""The team is edited in the admin; its tools are the real ones."""

from __future__ import annotations

from chatbot.domain.plans.proposal_schema import working_agents
from chatbot.models import TeamAgent
from chatbot.tools import TOOLS
from tests.chatbot.admin.admin_client import AdminClient, Values, errors
from tests.subtests import as_subtests

GARDENER: Values = {
    "name": "Gardener",
    "role": "worker",
    "purpose": "Knows plants.",
    "instructions": "You know plants.\r\nWater them.",
    "tools": ["list_tasks", "add_task"],
    "position": "9",
    "active": "on",
}


def test_tools_with_a_label_for_teams_can_be_chosen(admin: AdminClient) -> None:
    """An agent that carries out a plan makes no plan and undoes nothing: that is requested in a chat."""
    page = admin.client.get(admin.url(TeamAgent, "add")).text
    offered = {tool.name for tool in TOOLS if f"{tool.team_label} ({tool.name})" in page}
    assert {tool.name for tool in TOOLS} - offered == {"make_plan", "undo_last"}


def test_each_agent_of_the_built_in_team_can_be_saved_as_it_is(admin: AdminClient) -> None:
    for agent in TeamAgent.objects.all():
        assert admin.edit(agent, {"tools": agent.tools}).status_code == 302
        same = TeamAgent.objects.get(pk=agent.pk)
        assert (same.name, same.role, same.instructions, same.tools, same.active) == (
            agent.name,
            agent.role,
            agent.instructions,
            agent.tools,
            agent.active,
        )


def test_an_added_agent_can_be_used_in_plans(admin: AdminClient) -> None:
    assert admin.add(TeamAgent, GARDENER).status_code == 302
    agent = TeamAgent.objects.get(name="Gardener")
    assert agent.tools == ["list_tasks", "add_task"]
    assert agent.instructions == "You know plants.\nWater them."
    assert agent in working_agents()


def test_an_inactive_agent_is_not_used_in_plans(admin: AdminClient) -> None:
    agent = TeamAgent.objects.get(name="Researcher")
    admin.edit(agent, {"tools": agent.tools}, without=("active",))
    assert not TeamAgent.objects.get(pk=agent.pk).active
    assert agent not in working_agents()


@as_subtests(
    ("changes", "field"),
    [
        ({"tools": ["launch_rocket"]}, "tools"),
        ({"tools": ["list_tasks", ""]}, "tools"),
        ({"name": " "}, "name"),
        ({"name": "data  analyst"}, "name"),
        ({"name": "x" * 61}, "name"),
        ({"role": "boss"}, "role"),
        ({"instructions": ""}, "instructions"),
        ({"purpose": ""}, "purpose"),
        ({"position": "-1"}, "position"),
        ({"instructions": "a\x00b"}, "instructions"),
    ],
)
def test_an_invalid_agent_is_refused(admin: AdminClient, changes: Values, field: str) -> None:
    assert list(errors(admin.add(TeamAgent, {**GARDENER, **changes}))) == [field]
    assert not TeamAgent.objects.filter(purpose="Knows plants.").exists()


def test_the_list_shows_and_orders_the_team(admin: AdminClient) -> None:
    shown = admin.list(TeamAgent).content.decode()
    for agent in TeamAgent.objects.all():
        assert agent.name in shown
    assert "5 tools" in shown or "6 tools" in shown

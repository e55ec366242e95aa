"""The tools that an agent of the team may have, and what each lets it do."""

from __future__ import annotations

# As the agent registers them; the domain does not know the agent.
TEAM_TOOLS = {
    "list_tasks": "See the tasks",
    "search_tasks": "Search the tasks",
    "search_conversations": "Search the chats",
    "add_task": "Add a task",
    "add_tasks": "Add several tasks",
    "update_task": "Change a task",
    "update_tasks": "Change several tasks",
    "complete_task": "Mark a task as done",
    "complete_all_tasks": "Mark all tasks as done",
    "delete_task": "Delete a task",
    "delete_tasks": "Delete some tasks, once it is approved",
    "delete_all_tasks": "Delete all tasks, once it is approved",
    "email_tasks": "Send the tasks by email",
    "ask_user": "Ask the user a question",
}

"""The lines in which people read what a tool does: one table."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

_STARTING = {
    "add_task": "Creating a new task...",
    "add_tasks": "Creating new tasks...",
    "list_tasks": "Searching your tasks...",
    "search_tasks": "Searching your tasks...",
    "update_task": "Updating your task...",
    "update_tasks": "Updating your tasks...",
    "complete_task": "Updating task status...",
    "delete_task": "Deleting your task...",
    "complete_all_tasks": "Marking tasks as complete...",
    "delete_all_tasks": "Deleting tasks...",
    "delete_tasks": "Deleting tasks...",
    "undo_last": "Undoing the last changes...",
    "ask_user": "Asking you...",
    "search_conversations": "Searching your conversations...",
    "email_tasks": "Emailing your tasks...",
    "make_plan": "Starting a plan...",
}


def starting(tool: str) -> str:
    return _(_STARTING[tool]) if tool in _STARTING else _("Using %(tool)s...") % {"tool": tool}


def nothing_to_add() -> str:
    """The answer of a model that says nothing after its tools."""
    return _("The steps above are all that I did; there is nothing to add.")


def found(count: int) -> str:
    return ngettext("Found %(count)d task", "Found %(count)d tasks", count) % {"count": count}


def created(title: str) -> str:
    return _("Created: %(title)s") % {"title": title}


def already_open(number: int, title: str) -> str:
    return _("Already on your list: #%(number)d %(title)s") % {"number": number, "title": title}


def all_created(count: int, left_out: int) -> str:
    text = ngettext("Created %(count)d task", "Created %(count)d tasks", count) % {"count": count}
    if not left_out:
        return text
    rest = ngettext("%(count)d was on your list already", "%(count)d were on your list already", left_out)
    return f"{text}; {rest % {'count': left_out}}"


def all_updated(count: int, unchanged: int) -> str:
    text = ngettext("Updated %(count)d task", "Updated %(count)d tasks", count) % {"count": count}
    if not unchanged:
        return text
    rest = ngettext("%(count)d was so already", "%(count)d were so already", unchanged)
    return f"{text}; {rest % {'count': unchanged}}"


def all_moved(count: int, unchanged: int) -> str:
    text = ngettext("Moved %(count)d task", "Moved %(count)d tasks", count) % {"count": count}
    if not unchanged:
        return text
    rest = ngettext("%(count)d was already due then", "%(count)d were already due then", unchanged)
    return f"{text}; {rest % {'count': unchanged}}"


def change_question(count: int) -> str:
    return ngettext("Change %(count)d task?", "Change %(count)d tasks?", count) % {"count": count}


def move_question(count: int, day: str) -> str:
    text = ngettext("Move %(count)d task to %(day)s?", "Move %(count)d tasks to %(day)s?", count)
    return text % {"count": count, "day": day}


def complete_question(count: int) -> str:
    return ngettext("Mark %(count)d task as done?", "Mark %(count)d tasks as done?", count) % {"count": count}


def reopen_question(count: int) -> str:
    return ngettext("Reopen %(count)d task?", "Reopen %(count)d tasks?", count) % {"count": count}


def change_one_question(number: int, title: str, before: int) -> str:
    text = ngettext(
        "Change #%(number)d %(title)s too? %(before)d task was changed for this message already.",
        "Change #%(number)d %(title)s too? %(before)d tasks were changed for this message already.",
        before,
    )
    return text % {"number": number, "title": title, "before": before}


def undone(count: int) -> str:
    return ngettext("Undid the changes of %(count)d task", "Undid the changes of %(count)d tasks", count) % {
        "count": count
    }


def updated() -> str:
    return _("Task updated")


def marked(title: str, *, completed: bool) -> str:
    text = _("Marked '%(title)s' as done") if completed else _("Reopened '%(title)s'")
    return text % {"title": title}


def deleted() -> str:
    return _("Task deleted")


def all_completed(count: int) -> str:
    return ngettext("Marked %(count)d task as complete", "Marked %(count)d tasks as complete", count) % {
        "count": count
    }


def all_deleted(count: int) -> str:
    return ngettext("Deleted %(count)d task", "Deleted %(count)d tasks", count) % {"count": count}


def delete_question(count: int) -> str:
    return ngettext("Delete %(count)d task?", "Delete %(count)d tasks?", count) % {"count": count}


def emailed(count: int, address: str) -> str:
    text = ngettext("Emailed %(count)d task to %(address)s", "Emailed %(count)d tasks to %(address)s", count)
    return text % {"count": count, "address": address}


def email_question(count: int, address: str) -> str:
    text = ngettext("Email %(count)d task to %(address)s?", "Email %(count)d tasks to %(address)s?", count)
    return text % {"count": count, "address": address}


def mail_subject(count: int) -> str:
    return ngettext("Your list: %(count)d task", "Your list: %(count)d tasks", count) % {"count": count}


def more(count: int) -> str:
    return ngettext("…and %(count)d more task", "…and %(count)d more tasks", count) % {"count": count}


def no_such_tool(name: str) -> str:
    return _("There is no tool %(name)s.") % {"name": name}


def answered(answer: str) -> str:
    return _("You answered: %(answer)s") % {"answer": answer}


def plan_started(title: str) -> str:
    return _("Plan started: %(title)s") % {"title": title}


def found_messages(count: int) -> str:
    return ngettext("Found %(count)d message", "Found %(count)d messages", count) % {"count": count}


def checked(part: int, total: int) -> str:
    return ngettext("Checked %(part)d of %(total)d task", "Checked %(part)d of %(total)d tasks", total) % {
        "part": part,
        "total": total,
    }

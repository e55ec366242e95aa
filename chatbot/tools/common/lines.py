"""Lines for people about what a tool does, for several tools."""

from __future__ import annotations

from django.utils.translation import ngettext


def found_tasks(count: int) -> str:
    return ngettext("Found %(count)d task", "Found %(count)d tasks", count) % {"count": count}


def complete_question(count: int) -> str:
    return ngettext("Mark %(count)d task as done?", "Mark %(count)d tasks as done?", count) % {"count": count}


def all_completed(count: int) -> str:
    return ngettext("Marked %(count)d task as complete", "Marked %(count)d tasks as complete", count) % {
        "count": count
    }


def checked(part: int, total: int) -> str:
    return ngettext("Checked %(part)d of %(total)d task", "Checked %(part)d of %(total)d tasks", total) % {
        "part": part,
        "total": total,
    }

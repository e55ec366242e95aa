"""Completions of what is being written in the message box: commands after "/", tasks and tags after "#"."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from chatbot.domain.text import SEARCH_LENGTH, storable
from chatbot.models import Task, TaskTag, User
from chatbot.pages.signed_in import SignedInRequest, signed_in

_TASKS, _TAGS = 6, 4
# `insert` puts the text into the box, `send` sends it, `open` and `export` follow an address, and `search`
# opens the box that finds everything.
_COMMANDS = (
    ("new", gettext_lazy("Start a new chat"), "open", "chat-new"),
    ("search", gettext_lazy("Find chats, tasks and plans"), "search", ""),
    ("plan", gettext_lazy("Have a goal planned"), "insert", "Plan "),
    ("undo", gettext_lazy("Undo what was done last"), "send", gettext_lazy("Undo that")),
    ("export", gettext_lazy("Download this chat"), "export", ""),
    ("help", gettext_lazy("What the assistant understands"), "send", gettext_lazy("help")),
)


@dataclass(frozen=True, slots=True)
class Completion:
    """`value` is a text to insert or to send, or an address."""

    name: str
    note: str
    kind: str
    value: str


@require_safe
@signed_in
def completions(request: SignedInRequest) -> HttpResponse:
    """The completions of `q`, the word before the caret with its "/" or "#"; `chat` is the open chat."""
    text = storable(request.GET.get("q", ""))[:SEARCH_LENGTH]
    if text.startswith("/"):
        found = _commands(text[1:].casefold(), request.GET.get("chat", ""))
    elif text.startswith("#"):
        found = _tasks_and_tags(request.user, text[1:])
    else:
        found = []
    return render(request, "chat/_completions.html", {"completions": found})


def _commands(text: str, chat: str) -> list[Completion]:
    return [
        Completion(f"/{name}", str(note), *_target(kind, str(value), chat))
        for name, note, kind, value in _COMMANDS
        if name.startswith(text) and (kind != "export" or _is_id(chat))
    ]


def _target(kind: str, value: str, chat: str) -> tuple[str, str]:
    match kind:
        case "open":
            return "open", reverse(value)
        case "export":
            return "open", reverse("conversation-markdown", args=[chat])
        case _:
            return kind, value


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _tasks_and_tags(user: User, text: str) -> list[Completion]:
    """Open tasks are first. Nothing, once a number or a tag is written in full."""
    tasks = Task.objects.of(user)
    tags = TaskTag.objects.filter(task__owner=user, name__fold__startswith=text).order_by("name")
    names = list(tags.values_list("name", flat=True).distinct()[:_TAGS])
    numbered = tasks.filter(number__startswith=text) if text.isdecimal() else tasks.matching(text)
    found = numbered.listed()[:_TASKS]
    completions = [
        *(Completion(f"#{task.number}", _note(task), "insert", f"#{task.number} ") for task in found),
        *(Completion(f"#{name}", _("tag"), "insert", f"#{name} ") for name in names),
    ]
    return [] if [one.name for one in completions] == [f"#{text}"] else completions


def _note(task: Task) -> str:
    return f"{task.title} ({_('done')})" if task.completed else task.title

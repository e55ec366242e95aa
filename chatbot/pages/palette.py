"""What one box finds (Ctrl-K): pages, commands, chats, tasks and plans, and the agent for everything else."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chatbot.domain.conversations.search import FoundChat, search_chats
from chatbot.domain.text import SEARCH_LENGTH, normalize, storable
from chatbot.models import Conversation, Plan, Task, TaskList, TaskView, User
from chatbot.models.folding import contains_words
from chatbot.pages.chat.found import found_url
from chatbot.pages.highlight import highlighted
from chatbot.pages.places import COMMANDS, PAGES, Place, named, related
from chatbot.pages.plans.badges import plan_badge
from chatbot.pages.signed_in import SignedInRequest, signed_in
from chatbot.pages.tasks.filters import address_of

SHOWN = 5  # of each kind
_SUGGESTED_PAGES = 8


@dataclass(frozen=True, slots=True)
class Entry:
    """`id` is the one of its element, for `aria-activedescendant`."""

    id: str
    text: str  # HTML
    url: str  # "" for a command
    icon: str
    note: str = ""
    colour: str = ""  # of a list, in place of the icon
    command: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    entries: list[Entry]


@require_safe
@signed_in
def palette(request: SignedInRequest) -> HttpResponse:
    """The entries for the text `q`; without one, the pages and the latest chats."""
    text = normalize(storable(request.GET.get("q", "")), single_line=True)[:SEARCH_LENGTH].strip()
    groups = _found(request.user, text) if text else _suggested(request.user)
    shown = [group for group in groups if group.entries]
    return render(request, "site/_palette_entries.html", {"groups": shown})


def _suggested(user: User) -> list[Group]:
    latest = Conversation.objects.of(user).chats().archived(is_archived=False)[:SHOWN]
    chats = [_chat(FoundChat(chat, None), "") for chat in latest]
    return [
        Group(_("Go to"), _pages(list(PAGES[:_SUGGESTED_PAGES]), [])),
        Group(_("Lists"), _lists(user, [])),
        Group(_("Views"), _views(user, [])),
        Group(_("Chats"), chats),
        Group(_("Commands"), _commands([])),
    ]


def _found(user: User, text: str) -> list[Group]:
    words = text.split()
    chats = search_chats(user, text)[:SHOWN]
    tasks = Task.objects.of(user).matching(text).listed()[:SHOWN]
    plans = Plan.objects.of(user).filter(contains_words(words, "title", "goal"))[:SHOWN]
    return [
        Group(_("Go to"), _pages(named(PAGES, words), words)),
        Group(_("Commands"), _commands(words)),
        Group(_("Related"), _pages(related(PAGES, words), words)),
        Group(_("Lists"), _lists(user, words)),
        Group(_("Views"), _views(user, words)),
        Group(_("Tasks"), [_task(task, words) for task in tasks]),
        Group(_("Chats"), [_chat(found, text) for found in chats]),
        Group(_("Plans"), [_plan(plan, words) for plan in plans]),
        Group(_("Ask"), [_question(text)]),
    ]


def _pages(places: list[Place], words: list[str]) -> list[Entry]:
    return [
        Entry(
            f"go-{place.section or place.target}",
            highlighted(place.shown, words),
            place.url,
            place.icon,
            _("Settings") if place.section else "",
        )
        for place in places
    ]


def _commands(words: list[str]) -> list[Entry]:
    return [
        Entry(f"do-{place.target}", highlighted(place.shown, words), "", place.icon, command=place.target)
        for place in named(COMMANDS, words)
    ]


def _lists(user: User, words: list[str]) -> list[Entry]:
    found = TaskList.objects.of(user).current().filter(contains_words(words, "name"))[:SHOWN]
    return [
        Entry(
            f"go-{one.pk}",
            highlighted(one.name, words),
            address_of({"list": str(one.pk)}),
            "list",
            colour=one.colour,
        )
        for one in found
    ]


def _views(user: User, words: list[str]) -> list[Entry]:
    found = TaskView.objects.of(user).filter(contains_words(words, "name"))[:SHOWN]
    return [
        Entry(f"go-{one.pk}", highlighted(one.name, words), address_of(one.filters), "search")
        for one in found
    ]


def _chat(found: FoundChat, text: str) -> Entry:
    chat = found.conversation
    note = _("archived") if chat.is_archived else ""
    return Entry(f"go-{chat.pk}", highlighted(str(chat), text.split()), found_url(found, text), "chat", note)


def _task(task: Task, words: list[str]) -> Entry:
    note = f"#{task.number}" + (f" · {_('done')}" if task.completed else "")
    return Entry(
        f"go-{task.pk}", highlighted(task.title, words), reverse("task", args=[task.number]), "tasks", note
    )


def _plan(plan: Plan, words: list[str]) -> Entry:
    title = highlighted(plan.title or plan.goal, words)
    return Entry(f"go-{plan.pk}", title, reverse("plan", args=[plan.pk]), "plan", str(plan_badge(plan).word))


def _question(text: str) -> Entry:
    url = f"{reverse('chat-new')}?{urlencode({'message': text})}"
    return Entry("go-ask", highlighted(_("Ask the agent: “%(text)s”") % {"text": text}, []), url, "send")

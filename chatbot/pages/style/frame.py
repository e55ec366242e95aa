"""What stands around the content: the list of chats, notices, limits, the message box, search results."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.safestring import SafeString

from chatbot.models import User
from chatbot.pages.allowance import AllowanceView
from chatbot.pages.chat.note import Note
from chatbot.pages.chat.page import Composer
from chatbot.pages.chat_list import ChatGroup, ChatList, ConversationItem
from chatbot.pages.deleted_chats import DeletedChat
from chatbot.pages.palette import Entry, Group
from chatbot.pages.style.sample import Sample, Section
from chatbot.pages.style.steps import NEW_ID
from chatbot.pages.style.tasks import LONG


def _chats() -> ChatList:
    pinned = [ConversationItem(NEW_ID(), "Trip to Lisbon", pinned=True, current=True)]
    others = [
        ConversationItem(NEW_ID(), "Working", badge="active"),
        ConversationItem(NEW_ID(), "Waits for me", badge="asking"),
        ConversationItem(NEW_ID(), "A new answer", unread=True),
        ConversationItem(NEW_ID(), LONG),
    ]
    return ChatList((ChatGroup("Pinned", pinned), ChatGroup("Today", others)), has_older=True)


def _found() -> list[Group]:
    tasks = [
        Entry(NEW_ID(), SafeString("Buy <mark>milk</mark>"), "#", "tasks", "#12 · done"),
        Entry(NEW_ID(), LONG, "#", "tasks"),
    ]
    return [
        Group("Go to", [Entry(NEW_ID(), "All tasks", "#", "tasks")]),
        Group("Tasks", tasks),
        Group("Ask", [Entry(NEW_ID(), "Ask the agent: “milk”", "#", "send")]),
    ]


def sections(user: User) -> Iterator[Section]:
    refused = Composer(text="Add milk", error="You have sent 50 messages today, as many as you may.")
    scarce = AllowanceView("2 messages left today", (), 0, 0, has_budget=False)
    used_up = AllowanceView("No message left today", (), 0, 5_000, has_budget=True)
    yield Section(
        "Message box",
        [
            Sample("Empty", "chat/_composer.html", {"composer": Composer(), "user": user}),
            Sample("Few messages left", "chat/_composer.html", {"composer": Composer(), "allowance": scarce}),
            Sample("Refused", "chat/_composer.html", {"composer": refused, "allowance": used_up}),
        ],
    )
    yield Section(
        "Notices",
        [
            Sample("Notice", "site/_notices.html", {"messages": ["Your settings are saved."]}),
            Sample(
                "Undo a deletion",
                "site/_deleted_chats.html",
                {"deleted_chats": [DeletedChat(NEW_ID(), LONG, 42)]},
            ),
            Sample("Archived chat", "chat/_chat_note.html", {"note": Note(NEW_ID(), "archived")}),
            Sample("Deleted chat", "chat/_chat_note.html", {"note": Note(NEW_ID(), "deleted")}),
        ],
    )
    yield Section(
        "Lists",
        [
            Sample("Chats", "chat/_chat_list.html", {"chat_list": _chats()}),
            Sample("No chats", "chat/_chat_list.html", {"chat_list": ChatList((), has_older=False)}),
            Sample("Found", "site/_palette_entries.html", {"groups": _found()}),
        ],
    )

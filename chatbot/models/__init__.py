"""What is stored. The verbs on it are in `chatbot.domain`."""

from __future__ import annotations

from .account import SocketTicket, User
from .conversation import Conversation, Message
from .run import Run, ToolCall, Turn
from .task import Task, TaskTag

__all__ = ["Conversation", "Message", "Run", "SocketTicket", "Task", "TaskTag", "ToolCall", "Turn", "User"]

"""The addresses of the API, each reachable with and without a slash at its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, re_path
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.views import SpectacularAPIView

from . import chat, conversations, events, me, runs, tasks, tokens
from .endpoint import Nothing


def both(route: str, view: Callable[..., Any], name: str) -> list[URLPattern]:
    """The address as it is documented, and its twin without the slash, which the schema leaves out."""
    return [path(f"{route}/", view, name=name), path(route, _undocumented(view))]


def _undocumented(view: Callable[..., Any]) -> Callable[..., Any]:
    """The same view without the marks by which the schema finds it."""

    async def twin_async(*args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = await view(*args, **kwargs)
        return response

    def twin(*args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = view(*args, **kwargs)
        return response

    return csrf_exempt(twin_async if iscoroutinefunction(view) else twin)


urlpatterns = [
    *both("auth/token", tokens.Token.as_view(), "api-token"),
    *both("auth/token/refresh", tokens.TokenRefresh.as_view(), "api-token-refresh"),
    *both("auth/ticket", tokens.Ticket.as_view(), "api-ticket"),
    *both("auth/me", me.Me.as_view(), "api-me"),
    *both("tasks", tasks.Tasks.as_view(), "api-tasks"),
    *both("tasks/<uuid:task_id>", tasks.OneTask.as_view(), "api-task"),
    *both("tasks/<uuid:task_id>/complete", tasks.Complete.as_view(), "api-task-complete"),
    *both("tasks/<uuid:task_id>/reopen", tasks.Reopen.as_view(), "api-task-reopen"),
    *both("conversations", conversations.Conversations.as_view(), "api-conversations"),
    *both(
        "conversations/<uuid:conversation_id>", conversations.OneConversation.as_view(), "api-conversation"
    ),
    *both("conversations/<uuid:conversation_id>/messages", conversations.Messages.as_view(), "api-messages"),
    *both("runs/<uuid:run_id>", runs.OneRun.as_view(), "api-run"),
    *both("runs/<uuid:run_id>/retry", runs.Retry.as_view(), "api-run-retry"),
    *both("chat", chat.chat, "api-chat"),
    *both("<uuid:user_id>/chat", chat.user_chat, "api-user-chat"),
    *both("events", events.events, "api-events"),
    *both("schema", SpectacularAPIView.as_view(), "api-schema"),
    re_path(r"", Nothing.as_view()),
]

"""URLs of the API, each with and without a trailing slash."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, re_path, register_converter
from django.urls.converters import StringConverter
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.views import SpectacularAPIView

from chatbot.api.rest.endpoint import NotFoundEndpoint

from . import (
    asyncapi,
    chat,
    conversations,
    events,
    me,
    quick_add,
    run_events,
    runs,
    tasks,
    tokens,
    tool_calls,
)
from .plans import commands as plan_commands
from .plans import views as plans


class CallIdConverter(StringConverter):
    """The id of a tool call, such as `call_0f6d…`."""

    regex = "[A-Za-z0-9_:.-]{1,255}"


register_converter(CallIdConverter, "call_id")


def both(route: str, view: Callable[..., Any], name: str) -> list[URLPattern]:
    """The documented URL with the slash, and the same without it, which the schema leaves out."""
    return [path(f"{route}/", view, name=name), path(route, _undocumented(view))]


def _undocumented(view: Callable[..., Any]) -> Callable[..., Any]:
    """The same view without the attributes by which the schema finds it."""

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
    *both("auth/sign-out-everywhere", me.SignOutEverywhere.as_view(), "api-sign-out-everywhere"),
    *both("tasks", tasks.Tasks.as_view(), "api-tasks"),
    *both("tasks/quick-add", quick_add.QuickAdd.as_view(), "api-quick-add"),
    *both("tasks/quick-add/preview", quick_add.QuickAddPreview.as_view(), "api-quick-add-preview"),
    *both("tasks/<uuid:task_id>", tasks.OneTask.as_view(), "api-task"),
    *both("tasks/<uuid:task_id>/complete", tasks.Complete.as_view(), "api-task-complete"),
    *both("tasks/<uuid:task_id>/reopen", tasks.Reopen.as_view(), "api-task-reopen"),
    *both("conversations", conversations.Conversations.as_view(), "api-conversations"),
    *both(
        "conversations/<uuid:conversation_id>", conversations.OneConversation.as_view(), "api-conversation"
    ),
    *both("conversations/<uuid:conversation_id>/messages", conversations.Messages.as_view(), "api-messages"),
    *both("runs/<uuid:run_id>", runs.OneRun.as_view(), "api-run"),
    *both("runs/<uuid:run_id>/events", run_events.RunEvents.as_view(), "api-run-events"),
    *both("runs/<uuid:run_id>/cancel", runs.Cancel.as_view(), "api-run-cancel"),
    *both("runs/<uuid:run_id>/retry", runs.Retry.as_view(), "api-run-retry"),
    *both("runs/<uuid:run_id>/regenerate", runs.Regenerate.as_view(), "api-run-regenerate"),
    *both("runs/<uuid:run_id>/undo", runs.Undo.as_view(), "api-run-undo"),
    *both("approvals", tool_calls.Approvals.as_view(), "api-approvals"),
    *both("tool-calls/<call_id:call_id>/approve", tool_calls.Approve.as_view(), "api-call-approve"),
    *both("tool-calls/<call_id:call_id>/decline", tool_calls.Decline.as_view(), "api-call-decline"),
    *both("tool-calls/<call_id:call_id>/undo", tool_calls.Undo.as_view(), "api-call-undo"),
    *both("plans", plans.Plans.as_view(), "api-plans"),
    *both("plans/<uuid:plan_id>", plans.OnePlan.as_view(), "api-plan"),
    *both("plans/<uuid:plan_id>/messages", plans.Messages.as_view(), "api-plan-messages"),
    *both("plans/<uuid:plan_id>/approve", plan_commands.Approve.as_view(), "api-plan-approve"),
    *both("plans/<uuid:plan_id>/reject", plan_commands.Reject.as_view(), "api-plan-reject"),
    *both("plans/<uuid:plan_id>/cancel", plan_commands.Cancel.as_view(), "api-plan-cancel"),
    *both("plans/<uuid:plan_id>/pause", plan_commands.Pause.as_view(), "api-plan-pause"),
    *both("plans/<uuid:plan_id>/resume", plan_commands.Resume.as_view(), "api-plan-resume"),
    *both(
        "plans/<uuid:plan_id>/steps/<uuid:step_id>/skip", plan_commands.SkipStep.as_view(), "api-step-skip"
    ),
    *both(
        "plans/<uuid:plan_id>/steps/<uuid:step_id>/retry", plan_commands.RetryStep.as_view(), "api-step-retry"
    ),
    *both("test/streaming/<uuid:plan_id>", plan_commands.Demonstrate.as_view(), "api-demonstrate"),
    *both("chat", chat.chat, "api-chat"),
    *both("<uuid:user_id>/chat", chat.user_chat, "api-user-chat"),
    *both("events", events.events, "api-events"),
    *both("<uuid:user_id>/events", events.user_events, "api-user-events"),
    *both("schema", SpectacularAPIView.as_view(api_version="1"), "api-schema"),
    path("asyncapi.json", asyncapi.AsyncApi.as_view(), name="api-asyncapi"),
    re_path(r"", NotFoundEndpoint.as_view()),
]

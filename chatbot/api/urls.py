"""URLs of the API, below `/api/v1/` and, as aliases, below `/api/`.

Each is also found without its trailing slash (`chatbot.addresses`).
"""

from __future__ import annotations

from django.urls import path, re_path, register_converter
from django.urls.converters import StringConverter
from drf_spectacular.views import SpectacularAPIView

from chatbot.api.rest.endpoint import NotFoundEndpoint

from . import (
    asyncapi,
    calendar_feeds,
    chat,
    conversations,
    events,
    incoming_mail,
    lists,
    mcp_servers,
    me,
    personal_tokens,
    problem_types,
    quick_add,
    run_events,
    runs,
    shared_links,
    task_files,
    task_history,
    tasks,
    tokens,
    tool_calls,
    views,
    webhooks,
)
from .plans import commands as plan_commands
from .plans import copies as plan_copies
from .plans import views as plans


class CallIdConverter(StringConverter):
    """Of a tool call, such as `call_0f6d…`; whatever has other characters is no id of one."""

    regex = "[A-Za-z0-9_:.-]{1,255}"


register_converter(CallIdConverter, "call_id")


urlpatterns = [
    path("auth/token/", tokens.Token.as_view(), name="api-token"),
    path("auth/token/refresh/", tokens.TokenRefresh.as_view(), name="api-token-refresh"),
    path("auth/ticket/", tokens.Ticket.as_view(), name="api-ticket"),
    path("auth/me/", me.Me.as_view(), name="api-me"),
    path("auth/sign-out-everywhere/", me.SignOutEverywhere.as_view(), name="api-sign-out-everywhere"),
    path("personal-tokens/", personal_tokens.PersonalTokens.as_view(), name="api-personal-tokens"),
    path(
        "personal-tokens/<uuid:token_id>/",
        personal_tokens.OnePersonalToken.as_view(),
        name="api-personal-token",
    ),
    path("mcp-servers/", mcp_servers.McpServers.as_view(), name="api-mcp-servers"),
    path("mcp-servers/<uuid:server_id>/", mcp_servers.OneMcpServer.as_view(), name="api-mcp-server"),
    path(
        "mcp-servers/<uuid:server_id>/check/",
        mcp_servers.McpServerCheck.as_view(),
        name="api-mcp-server-check",
    ),
    path("webhooks/", webhooks.Webhooks.as_view(), name="api-webhooks"),
    path("webhooks/<uuid:endpoint_id>/", webhooks.OneWebhook.as_view(), name="api-webhook"),
    path("webhooks/<uuid:endpoint_id>/secret/", webhooks.WebhookSecret.as_view(), name="api-webhook-secret"),
    path("webhooks/<uuid:endpoint_id>/test/", webhooks.WebhookTest.as_view(), name="api-webhook-test"),
    path("webhooks/<uuid:endpoint_id>/replay/", webhooks.WebhookReplay.as_view(), name="api-webhook-replay"),
    path(
        "webhooks/<uuid:endpoint_id>/deliveries/",
        webhooks.WebhookDeliveries.as_view(),
        name="api-webhook-deliveries",
    ),
    path("tasks/", tasks.Tasks.as_view(), name="api-tasks"),
    path("tasks/quick-add/", quick_add.QuickAdd.as_view(), name="api-quick-add"),
    path("tasks/quick-add/preview/", quick_add.QuickAddPreview.as_view(), name="api-quick-add-preview"),
    path("tasks/export/<str:suffix>/", task_files.Export.as_view(), name="api-tasks-export"),
    path("tasks/history/", task_history.History.as_view(), name="api-task-changes"),
    path(
        "tasks/history/<int:change_id>/undo/", task_history.UndoChange.as_view(), name="api-task-change-undo"
    ),
    path(
        "tasks/commands/<uuid:command_id>/undo/",
        task_history.UndoCommand.as_view(),
        name="api-task-command-undo",
    ),
    path("tasks/trash/", task_history.Trash.as_view(), name="api-task-trash"),
    path("tasks/trash/restore/", task_history.RestoreAll.as_view(), name="api-task-trash-restore"),
    path("tasks/trash/<uuid:task_id>/", task_history.DeletedTask.as_view(), name="api-task-deleted"),
    path("tasks/<uuid:task_id>/restore/", task_history.Restore.as_view(), name="api-task-restore"),
    path("tasks/<uuid:task_id>/history/", task_history.TaskHistory.as_view(), name="api-task-history"),
    path("tasks/<uuid:task_id>/", tasks.OneTask.as_view(), name="api-task"),
    path("tasks/<uuid:task_id>/complete/", tasks.Complete.as_view(), name="api-task-complete"),
    path("tasks/<uuid:task_id>/dismiss-reminder/", tasks.DismissReminder.as_view(), name="api-task-dismiss"),
    path("tasks/<uuid:task_id>/skip/", tasks.Skip.as_view(), name="api-task-skip"),
    path("tasks/<uuid:task_id>/move/", tasks.Move.as_view(), name="api-task-move"),
    path("tasks/<uuid:task_id>/reopen/", tasks.Reopen.as_view(), name="api-task-reopen"),
    path("views/", views.Views.as_view(), name="api-views"),
    path("views/<uuid:view_id>/", views.OneView.as_view(), name="api-view"),
    path("lists/", lists.Lists.as_view(), name="api-lists"),
    path("lists/<uuid:list_id>/", lists.OneList.as_view(), name="api-list"),
    path("lists/<uuid:list_id>/restore/", lists.RestoreList.as_view(), name="api-list-restore"),
    path("conversations/", conversations.Conversations.as_view(), name="api-conversations"),
    path(
        "conversations/<uuid:conversation_id>/",
        conversations.OneConversation.as_view(),
        name="api-conversation",
    ),
    path(
        "conversations/<uuid:conversation_id>/messages/",
        conversations.Messages.as_view(),
        name="api-messages",
    ),
    path(
        "conversations/<uuid:conversation_id>/restore/",
        conversations.Restore.as_view(),
        name="api-conversation-restore",
    ),
    path(
        "conversations/<uuid:conversation_id>/read/",
        conversations.Read.as_view(),
        name="api-conversation-read",
    ),
    path(
        "conversations/<uuid:conversation_id>/links/",
        shared_links.ConversationLinks.as_view(),
        name="api-conversation-links",
    ),
    path("incoming-mail/", incoming_mail.IncomingMail.as_view(), name="api-incoming-mail"),
    path("links/", shared_links.Links.as_view(), name="api-links"),
    path("links/<uuid:link_id>/", shared_links.OneLink.as_view(), name="api-link"),
    path("calendar-feeds/", calendar_feeds.Feeds.as_view(), name="api-calendar-feeds"),
    path("calendar-feeds/<uuid:feed_id>/", calendar_feeds.OneFeed.as_view(), name="api-calendar-feed"),
    path("imports/", task_files.Imports.as_view(), name="api-imports"),
    path("imports/<uuid:import_id>/", task_files.OneImport.as_view(), name="api-import"),
    path("imports/<uuid:import_id>/start/", task_files.Start.as_view(), name="api-import-start"),
    path("imports/<uuid:import_id>/undo/", task_files.Undo.as_view(), name="api-import-undo"),
    path("runs/<uuid:run_id>/", runs.OneRun.as_view(), name="api-run"),
    path("runs/<uuid:run_id>/events/", run_events.RunEvents.as_view(), name="api-run-events"),
    path("runs/<uuid:run_id>/cancel/", runs.Cancel.as_view(), name="api-run-cancel"),
    path("runs/<uuid:run_id>/retry/", runs.Retry.as_view(), name="api-run-retry"),
    path("runs/<uuid:run_id>/feedback/", runs.RunFeedback.as_view(), name="api-run-feedback"),
    path("runs/<uuid:run_id>/regenerate/", runs.Regenerate.as_view(), name="api-run-regenerate"),
    path("runs/<uuid:run_id>/undo/", runs.Undo.as_view(), name="api-run-undo"),
    path("approvals/", tool_calls.Approvals.as_view(), name="api-approvals"),
    path("tool-calls/<call_id:call_id>/approve/", tool_calls.Approve.as_view(), name="api-call-approve"),
    path("tool-calls/<call_id:call_id>/decline/", tool_calls.Decline.as_view(), name="api-call-decline"),
    path("tool-calls/<call_id:call_id>/undo/", tool_calls.Undo.as_view(), name="api-call-undo"),
    path("plans/", plans.Plans.as_view(), name="api-plans"),
    path("plans/<uuid:plan_id>/", plans.OnePlan.as_view(), name="api-plan"),
    path("plans/<uuid:plan_id>/again/", plan_copies.Again.as_view(), name="api-plan-again"),
    path("plan-templates/", plan_copies.Templates.as_view(), name="api-templates"),
    path("plan-templates/<uuid:template_id>/", plan_copies.OneTemplate.as_view(), name="api-template"),
    path(
        "plan-templates/<uuid:template_id>/start/",
        plan_copies.Start.as_view(),
        name="api-template-start",
    ),
    path("plans/<uuid:plan_id>/messages/", plans.Messages.as_view(), name="api-plan-messages"),
    path("plans/<uuid:plan_id>/approve/", plan_commands.Approve.as_view(), name="api-plan-approve"),
    path("plans/<uuid:plan_id>/reject/", plan_commands.Reject.as_view(), name="api-plan-reject"),
    path("plans/<uuid:plan_id>/cancel/", plan_commands.Cancel.as_view(), name="api-plan-cancel"),
    path("plans/<uuid:plan_id>/pause/", plan_commands.Pause.as_view(), name="api-plan-pause"),
    path("plans/<uuid:plan_id>/resume/", plan_commands.Resume.as_view(), name="api-plan-resume"),
    path(
        "plans/<uuid:plan_id>/steps/<uuid:step_id>/skip/",
        plan_commands.SkipStep.as_view(),
        name="api-step-skip",
    ),
    path(
        "plans/<uuid:plan_id>/steps/<uuid:step_id>/retry/",
        plan_commands.RetryStep.as_view(),
        name="api-step-retry",
    ),
    path("test/streaming/<uuid:plan_id>/", plan_commands.Demonstrate.as_view(), name="api-demonstrate"),
    path("chat/", chat.Chat.as_view(), name="api-chat"),
    path("<uuid:user_id>/chat/", chat.UserChat.as_view(), name="api-user-chat"),
    path("events/", events.Events.as_view(), name="api-events"),
    path("<uuid:user_id>/events/", events.UserEvents.as_view(), name="api-user-events"),
    path("problems/", problem_types.ProblemTypes.as_view(), name="api-problem-types"),
    path("problems/<slug:code>/", problem_types.OneProblemType.as_view(), name="api-problem-type"),
    path("schema/", SpectacularAPIView.as_view(api_version="1"), name="api-schema"),
    path("asyncapi.json", asyncapi.AsyncApi.as_view(), name="api-asyncapi"),
    re_path(r"", NotFoundEndpoint.as_view()),
]

"""URLs of the pages."""

from __future__ import annotations

from django.urls import include, path

from chatbot.pages import palette
from chatbot.pages.account import email_address, my_data, second_factor, sign_in, sign_up, theme
from chatbot.pages.account import settings_page as accounts
from chatbot.pages.chat import (
    chats,
    completions,
    conversations,
    decisions,
    edits,
    excerpts,
    export,
    fragments,
)
from chatbot.pages.chat import page as chat
from chatbot.pages.exchange import feeds, imports
from chatbot.pages.exchange import page as files
from chatbot.pages.runs import page as run_page
from chatbot.pages.shared import links
from chatbot.pages.shared import page as shared_page
from chatbot.pages.style.page import style
from chatbot.pages.tasks import history, lists, month, reminders, selected, trash
from chatbot.pages.tasks import page as tasks

urlpatterns = [
    path("", chat.home, name="chat"),
    path("chats/", chats.chats, name="chats"),
    path("c/new/", chat.new_chat, name="chat-new"),
    path("c/<uuid:conversation_id>/", chat.conversation, name="conversation"),
    path("c/<uuid:conversation_id>/rename/", conversations.rename, name="conversation-rename"),
    path("c/<uuid:conversation_id>/pin/", conversations.pin, name="conversation-pin"),
    path("c/<uuid:conversation_id>/archive/", conversations.archive, name="conversation-archive"),
    path("c/<uuid:conversation_id>/restore/", conversations.restore, name="conversation-restore"),
    path("c/<uuid:pk>/export.md", export.as_markdown, name="conversation-markdown"),
    path("c/<uuid:pk>/export.json", export.as_json, name="conversation-json"),
    path("c/<uuid:conversation_id>/delete/", conversations.delete, name="conversation-delete"),
    path("c/<uuid:conversation_id>/share/", links.share, name="conversation-share"),
    path("shared/<uuid:link_id>/revoke/", links.revoke, name="link-revoke"),
    path("s/<str:token>/", shared_page.shared, name="shared"),
    path("fragments/turns/<uuid:message_id>/", fragments.turn, name="turn"),
    path("fragments/welcome/", fragments.welcome, name="welcome"),
    path("fragments/completions/", completions.completions, name="completions"),
    path("fragments/palette/", palette.palette, name="palette"),
    path("fragments/chats/", fragments.chats, name="chat-list"),
    path("fragments/chats/<uuid:conversation_id>/", fragments.conversation, name="conversation-item"),
    path("fragments/chats/<uuid:conversation_id>/note/", fragments.chat_note, name="chat-note"),
    path("fragments/allowance/", fragments.allowance, name="allowance"),
    path("fragments/deleted-chats/", fragments.just_deleted, name="deleted-chats"),
    path("fragments/reminders/", reminders.reminders, name="reminders"),
    path("fragments/tasks/", fragments.task_panel, name="task-panel"),
    path("messages/", chat.post_message, name="messages"),
    path("messages/<uuid:message_id>/edit/", edits.edit, name="message-edit"),
    path("runs/<uuid:run_id>/", run_page.run, name="run"),
    path("runs/<uuid:run_id>/thinking/", excerpts.thinking, name="run-thinking"),
    path("runs/<uuid:run_id>/cancel/", decisions.cancel, name="run-cancel"),
    path("runs/<uuid:run_id>/retry/", decisions.retry, name="run-retry"),
    path("runs/<uuid:run_id>/regenerate/", decisions.answer_again, name="run-regenerate"),
    path("runs/<uuid:run_id>/rate/", decisions.rate, name="run-rate"),
    path("runs/<uuid:run_id>/undo/", decisions.undo_all, name="run-undo"),
    path("calls/<str:call_id>/result/", excerpts.call_result, name="call-result"),
    path("calls/<str:call_id>/approve/", decisions.approve_call, name="call-approve"),
    path("calls/<str:call_id>/decline/", decisions.decline_call, name="call-decline"),
    path("calls/<str:call_id>/undo/", decisions.undo_step, name="call-undo"),
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/lists/", lists.lists, name="lists"),
    path("tasks/lists/<uuid:list_id>/", lists.change, name="list"),
    path("tasks/lists/<uuid:list_id>/delete/", lists.delete, name="list-delete"),
    path("tasks/<int:number>/", tasks.task, name="task"),
    path("tasks/<int:number>/complete/", tasks.complete, name="task-complete"),
    path("tasks/<int:number>/reminder/", reminders.dismiss, name="task-reminder"),
    path("tasks/<int:number>/delete/", tasks.delete, name="task-delete"),
    path("tasks/selected/", selected.selected, name="tasks-selected"),
    path("tasks/files/", files.files, name="task-files"),
    path("tasks/export.<str:suffix>", files.export, name="tasks-export"),
    path("tasks/files/mail/", files.renew_mail_address, name="mail-address-renew"),
    path("tasks/calendar/", month.calendar, name="task-calendar"),
    path("tasks/calendars/", feeds.calendars, name="calendars"),
    path("tasks/calendars/<uuid:feed_id>/revoke/", feeds.revoke, name="calendar-revoke"),
    path("calendar/<str:token>.ics", feeds.calendar, name="calendar"),
    path("tasks/imports/<uuid:import_id>/", imports.one_import, name="task-import"),
    path("tasks/imports/<uuid:import_id>/start/", imports.start, name="task-import-start"),
    path("tasks/imports/<uuid:import_id>/undo/", imports.undo, name="task-import-undo"),
    path("tasks/imports/<uuid:import_id>/discard/", imports.discard, name="task-import-discard"),
    path("tasks/<int:number>/restore/", trash.restore, name="task-restore"),
    path("tasks/<int:number>/delete-for-good/", trash.delete, name="task-delete-for-good"),
    path("tasks/trash/", trash.trash, name="task-trash"),
    path("tasks/trash/empty/", trash.empty, name="task-trash-empty"),
    path("tasks/history/", history.history, name="task-history"),
    path("tasks/history/<int:change_id>/undo/", history.undo, name="task-change-undo"),
    path("tasks/<uuid:task_id>/", tasks.task_by_id, name="task-by-id"),
    path("", include("chatbot.pages.plans.urls")),
    path("style/", style, name="style"),
    path("theme/", theme.choose_theme, name="theme"),
    path("accounts/sign-in/", sign_in.SignIn.as_view(), name="sign-in"),
    path("accounts/sign-in/code/", sign_in.sign_in_code, name="sign-in-code"),
    path("accounts/sign-up/", sign_up.sign_up, name="sign-up"),
    path("accounts/sign-up/<str:invitation>/", sign_up.sign_up, name="sign-up-invited"),
    path("accounts/sign-out/", accounts.SignOut.as_view(), name="sign-out"),
    path("accounts/sign-out/everywhere/", accounts.sign_out_all, name="sign-out-everywhere"),
    path("accounts/settings/", accounts.settings, name="settings"),
    path("accounts/email/send/", email_address.send_again, name="email-send"),
    path("accounts/email/<str:token>/", email_address.confirm_address, name="email-confirm"),
    path("accounts/data/", my_data.download, name="data-download"),
    path("accounts/data/chats/delete/", my_data.delete_chats, name="chats-delete"),
    path("accounts/delete/", my_data.delete, name="account-delete"),
    path("accounts/second-factor/", second_factor.set_up, name="second-factor"),
    path("accounts/second-factor/codes/", second_factor.new_codes, name="recovery-codes"),
    path("accounts/second-factor/remove/", second_factor.remove, name="second-factor-remove"),
    path("accounts/password/", accounts.PasswordChange.as_view(), name="password-change"),
    path("accounts/password/reset/", accounts.PasswordReset.as_view(), name="password-reset"),
    path("accounts/password/reset/sent/", accounts.PasswordResetSent.as_view(), name="password-reset-sent"),
    path(
        "accounts/password/reset/<uidb64>/<token>/",
        accounts.PasswordResetConfirm.as_view(),
        name="password-reset-confirm",
    ),
    path("accounts/password/reset/done/", accounts.PasswordResetDone.as_view(), name="password-reset-done"),
]

"""The admin: accounts and tasks are edited, through the domain; what the agent did is read-only."""

from __future__ import annotations

from django.apps import apps
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from chatbot.models import OAuthAccessToken, OAuthGrant, OAuthIdToken, OAuthRefreshToken

from . import (
    accounts,
    audit_log,
    changes,
    conversations,
    events,
    failed_sign_ins,
    feedback,
    invitations,
    mcp_servers,
    oauth_clients,
    personal_tokens,
    plans,
    runs,
    task_lists,
    task_views,
    tasks,
    team,
    tool_calls,
    usage,
    webhooks,
)
from .csv_action import download_csv
from .names import translate_names

__all__ = [
    "accounts",
    "audit_log",
    "changes",
    "conversations",
    "events",
    "failed_sign_ins",
    "feedback",
    "invitations",
    "mcp_servers",
    "oauth_clients",
    "personal_tokens",
    "plans",
    "runs",
    "task_lists",
    "task_views",
    "tasks",
    "team",
    "tool_calls",
    "usage",
    "webhooks",
]

# A device, code or token that staff can add is a way into other people's accounts.
for secret in (TOTPDevice, StaticDevice, OAuthAccessToken, OAuthGrant, OAuthIdToken, OAuthRefreshToken):
    admin.site.unregister(secret)

admin.site.add_action(download_csv)

for model in apps.get_models():
    if model._meta.app_label in {"chatbot", "streaming"} and admin.site.is_registered(model):
        translate_names(model, admin.site.get_model_admin(model))

admin.site.site_header = "Lockstep"
admin.site.site_title = _("Lockstep admin")
admin.site.index_title = _("Overview")
admin.site.empty_value_display = "–"

"""URLs of the pages of webhooks."""

from __future__ import annotations

from django.urls import path

from . import commands, page

urlpatterns = [
    path("accounts/webhooks/", page.webhooks, name="webhooks"),
    path("accounts/webhooks/<uuid:endpoint_id>/", page.webhook, name="webhook"),
    path("accounts/webhooks/<uuid:endpoint_id>/change/", page.change, name="webhook-change"),
    path("accounts/webhooks/<uuid:endpoint_id>/secret/", page.secret, name="webhook-secret"),
    path("accounts/webhooks/<uuid:endpoint_id>/enable/", commands.enable, name="webhook-enable"),
    path("accounts/webhooks/<uuid:endpoint_id>/disable/", commands.disable, name="webhook-disable"),
    path("accounts/webhooks/<uuid:endpoint_id>/test/", commands.test, name="webhook-test"),
    path("accounts/webhooks/<uuid:endpoint_id>/replay/", commands.replay, name="webhook-replay"),
    path(
        "accounts/webhooks/<uuid:endpoint_id>/deliveries/<int:delivery_id>/repeat/",
        commands.repeat,
        name="webhook-repeat",
    ),
    path("accounts/webhooks/<uuid:endpoint_id>/delete/", commands.delete, name="webhook-delete"),
]

"""The names of models, columns and fields that Django makes from names in the code, for translation.

Fields are given lazy names here and not in the models, where each would be a migration.
"""

from __future__ import annotations

from typing import Any

from django.contrib.admin.utils import flatten
from django.db.models import Model
from django.forms.utils import pretty_name
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

# The catalogue has them.
NAMES = (
    "action, address, audit entry, audit log, by, program, subject, "
    "change, changes, conversation, conversations, daily usage, event, events, feedback, hint, invitation, "
    "invitations, list, lists, message, messages, personal token, personal tokens, plan, plans, run, runs, "
    "scope, stream, streams, task, tasks, used, "
    "team agent, team agents, tool call, tool calls, active, comment, created at, created by, day, epoch, "
    "expires at, instructions, last seq, last task number, model, name, note, owner, position, pruned "
    "seq, purpose, role, seq, task id, time zone, title, tools, turns, type, updated at, used by, Answer, "
    "Conversations, Created, Due, Expires, Owner, Status, Tags, Text, Tokens in, Tokens out, Took, "
    "Transcript, Undone, Updated, When, created, view, views, webhook endpoint, webhook endpoints, disabled, "
    "failures, MCP server, MCP servers, is trusted"
).split(", ")


def translate_names(model: type[Model], model_admin: Any) -> None:
    meta: Any = model._meta
    meta.verbose_name_plural = gettext_lazy(str(meta.verbose_name_plural))  # made of the other, by Django
    meta.verbose_name = _lazy(meta.verbose_name)
    for field in meta.fields:
        field.verbose_name = _lazy(field.verbose_name)
    for name in flatten([*model_admin.list_display, *model_admin.readonly_fields]):
        method = getattr(type(model_admin), name, None) if isinstance(name, str) else name
        if callable(method) and not hasattr(method, "short_description"):
            method.short_description = _lazy(pretty_name(method.__name__))


def _lazy(name: Any) -> Any:
    return name if isinstance(name, Promise) else gettext_lazy(name)

"""Accounts in the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm as DjangoPasswordForm
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from chatbot.auth.second_factor import remove_second_factor
from chatbot.domain.people.sign_ins import end_old_connections
from chatbot.domain.publish import stream_of
from chatbot.domain.tasks.zones import move_days
from chatbot.formatting.time_zones import time_zone_choices
from chatbot.models import Conversation, DailyUsage, Message, Run, Task, User
from streaming.guard import SIGN_IN_AGAIN
from streaming.models import Event, Stream
from streaming.notify import close_connections

from .counts import count_of
from .markup import counted, dates_of, list_link, moment

if TYPE_CHECKING:
    BaseUserAdmin = DjangoUserAdmin[User]
    AdminPasswordChangeForm = DjangoPasswordForm[User]
else:
    BaseUserAdmin = DjangoUserAdmin
    AdminPasswordChangeForm = DjangoPasswordForm


class PasswordForm(AdminPasswordChangeForm):
    def save(self, commit: bool = True) -> User:
        user: User = super().save(commit)
        end_old_connections(user)
        return user


SIGN_INS = dates_of(User, "last_login", "date_joined")


@admin.register(User)
class UserAdmin(BaseUserAdmin):
    change_password_form = PasswordForm
    list_display = (
        "username",
        "email",
        "tasks",
        "conversations",
        "time_zone",
        "is_active",
        "is_staff",
        "seen",
    )
    actions = ("take_second_factor_off",)
    list_filter = ("is_active", "is_staff", "is_superuser", "date_joined")
    date_hierarchy = "date_joined"
    readonly_fields = ("activity", "last_task_number", *SIGN_INS)
    fieldsets = (
        (None, {"fields": ("username", "password", "time_zone")}),
        (_("Dates"), {"fields": (("hour_cycle", "week_start", "language"),)}),
        (_("About"), {"fields": (("first_name", "last_name"), "email")}),
        (_("Agent"), {"fields": ("custom_instructions",), "classes": ("collapse",)}),
        (
            _("Limits"),
            {
                "fields": (("daily_message_limit", "daily_token_budget", "daily_cost_budget"),),
                "description": _("Empty: the limits of this installation."),
            },
        ),
        (_("Activity"), {"fields": ("activity", "last_task_number", *SIGN_INS)}),
        (
            _("Permissions"),
            {
                "fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions"),
                "classes": ("collapse",),
            },
        ),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "time_zone", "usable_password", "password1", "password2")}),
    )

    @admin.action(description=_("Take the second factor off, for who lost it"), permissions=["change"])
    def take_second_factor_off(self, request: HttpRequest, users: QuerySet[User]) -> None:
        for user in users:
            remove_second_factor(user, by=cast("User", request.user))
            self.log_change(request, user, "Took the second factor off.")
        self.message_user(request, _("Their password is enough again."), messages.SUCCESS)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return (
            super()
            .get_queryset(request)
            .annotate(
                task_count=count_of(Task.objects.all(), "owner"),
                open_task_count=count_of(Task.objects.pending(), "owner"),
                conversation_count=count_of(Conversation.objects.all(), "owner"),
            )
        )

    def get_form(
        self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm[User]]:
        form: type[forms.ModelForm[User]] = super().get_form(request, obj, change=change, **kwargs)
        if "time_zone" in form.base_fields:
            zones = time_zone_choices(timezone.now(), obj.time_zone if obj else "")
            form.base_fields["time_zone"] = forms.ChoiceField(choices=zones, initial="UTC")
        return form

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Show only counts of what is deleted: the content is private, and may be long."""
        owned = {
            "tasks": Task.objects.filter(owner__in=objs),
            "conversations": Conversation.objects.filter(owner__in=objs),
            "messages": Message.objects.filter(owner__in=objs),
            "runs": Run.objects.filter(owner__in=objs),
            "events": Event.objects.filter(stream__name__in=[stream_of(user.pk) for user in objs]),
        }
        counts = {"users": len(objs)} | {name: rows.count() for name, rows in owned.items()}
        return [str(user) for user in objs], counts, set(), []

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if "time_zone" in form.changed_data and change:
            move_days(obj, ZoneInfo(form.initial["time_zone"]))
        if change:
            end_old_connections(obj)  # it may have been deactivated

    @transaction.atomic
    def delete_model(self, request: HttpRequest, obj: User) -> None:
        stream = stream_of(obj.pk)
        User.objects.select_for_update().get(pk=obj.pk)
        obj.delete()
        Stream.objects.filter(name=stream).delete()  # locked last, as everywhere
        close_connections(stream, None, SIGN_IN_AGAIN)

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in queryset:
            self.delete_model(request, user)

    @admin.display(description=_("open tasks"), ordering="open_task_count")
    def tasks(self, user: Any) -> str:
        return f"{user.open_task_count:,} of {user.task_count:,}"

    @admin.display(ordering="conversation_count")
    def conversations(self, user: Any) -> int:
        return int(user.conversation_count)

    @admin.display(description=_("last sign-in"), ordering="last_login")
    def seen(self, user: User) -> str | None:
        return moment(user.last_login)

    @admin.display(description=_("owns"))
    def activity(self, user: Any) -> SafeString:
        links = [
            list_link(Task, counted(user.task_count, "task"), username=user.username),
            list_link(Conversation, counted(user.conversation_count, "conversation"), username=user.username),
            list_link(Run, str(_("Runs")), username=user.username),
            list_link(DailyUsage, str(_("Usage")), username=user.username),
            list_link(Event, str(_("Events")), q=stream_of(user.pk)),
        ]
        return format_html_join(" · ", "{}", ((one,) for one in links))

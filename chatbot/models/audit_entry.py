"""The audit log: what concerns the safety of an account, and who decided what."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from .account import User
from .now import Now


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    def of(self, owner: User) -> Self:
        return self.filter(owner=owner)


class AuditEntry(models.Model):
    """Written once, never changed; it goes with its account, or after `AUDIT_RETENTION_DAYS`.

    `address` and `program` are those of the request that did it: empty for what no request did.
    """

    class Action(models.TextChoices):
        SIGNED_UP = "signed_up", _("Signed up")
        SIGNED_IN = "signed_in", _("Signed in")
        SIGNED_OUT = "signed_out", _("Signed out")
        SIGNED_OUT_EVERYWHERE = "signed_out_everywhere", _("Signed out everywhere")
        PASSWORD_CHANGED = "password_changed", _("Changed the password")
        SECOND_FACTOR_ADDED = "second_factor_added", _("Added a second factor")
        SECOND_FACTOR_REMOVED = "second_factor_removed", _("Removed the second factor")
        RECOVERY_CODES_MADE = "recovery_codes_made", _("Made new recovery codes")
        TOKEN_CREATED = "token_created", _("Created a personal token")
        TOKEN_REVOKED = "token_revoked", _("Revoked a personal token")
        CLIENT_ALLOWED = "client_allowed", _("Connected a program")
        CLIENT_DISCONNECTED = "client_disconnected", _("Disconnected a program")
        LINK_CREATED = "link_created", _("Shared a chat")
        LINK_REVOKED = "link_revoked", _("Revoked a shared link")
        CALENDAR_CREATED = "calendar_created", _("Created a calendar address")
        CALENDAR_REVOKED = "calendar_revoked", _("Revoked a calendar address")
        MAIL_ADDRESS_CREATED = "mail_address_created", _("Created a mail address for tasks")
        WEBHOOK_CREATED = "webhook_created", _("Created a webhook")
        WEBHOOK_CHANGED = "webhook_changed", _("Changed a webhook")
        WEBHOOK_SWITCHED_OFF = "webhook_switched_off", _("Switched a webhook off")
        WEBHOOK_DELETED = "webhook_deleted", _("Deleted a webhook")
        MCP_SERVER_ADDED = "mcp_server_added", _("Added an MCP server")
        MCP_SERVER_CHANGED = "mcp_server_changed", _("Changed an MCP server")
        MCP_SERVER_SWITCHED_OFF = "mcp_server_switched_off", _("Switched an MCP server off")
        MCP_SERVER_DELETED = "mcp_server_deleted", _("Deleted an MCP server")
        CALL_APPROVED = "call_approved", _("Approved a step")
        CALL_DECLINED = "call_declined", _("Declined a step")
        PLAN_APPROVED = "plan_approved", _("Approved a plan")
        PLAN_REJECTED = "plan_rejected", _("Rejected a plan")

    id = models.BigAutoField(primary_key=True)
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="audit_entries")
    # Who did it, if not the owner: a member of staff.
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(db_default=Now(), db_index=True, editable=False)
    action = models.CharField(max_length=24, choices=Action)
    subject = models.CharField(max_length=200, blank=True)  # the token's name, the step, the plan's goal
    address = models.CharField(max_length=45, blank=True)  # an IP address, or the /64 network of an IPv6 one
    program = models.CharField(max_length=200, blank=True)  # the User-Agent

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["owner", "-id"], name="audit_entry_of_owner")]
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit log")

    def __str__(self) -> str:
        return f"{self.get_action_display()}: {self.subject}" if self.subject else self.get_action_display()

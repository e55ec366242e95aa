"""Settings, passwords, and sign-out."""

from __future__ import annotations

from typing import Any

from django.conf import settings as conf
from django.contrib import messages
from django.contrib.auth import logout, views
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chatbot.auth.second_factor import has_second_factor, recovery_codes_left
from chatbot.domain.errors import LimitReached
from chatbot.domain.people.audit import audit
from chatbot.domain.people.email_address import is_confirmed
from chatbot.domain.people.password_reset import request_password_reset
from chatbot.domain.people.reminder_mails import set_reminder_mails
from chatbot.domain.people.sign_ins import end_old_connections, sign_out_everywhere
from chatbot.domain.publish import stream_of
from chatbot.domain.runs.model_choice import answered_by, models_offered
from chatbot.domain.tasks.zones import move_days
from chatbot.models import AuditEntry, User
from chatbot.pages.account.email_address import ask_to_confirm
from chatbot.pages.account.forms import ChangePasswordForm, SettingsForm
from chatbot.pages.account.new_password import ChooseNewPasswordForm
from chatbot.pages.account.sections import SECTIONS
from chatbot.pages.allowance import allowance_view
from chatbot.pages.redirects import SeeOther
from chatbot.pages.shared.links import link_rows
from chatbot.pages.shell import shell, stream_context
from chatbot.pages.signed_in import SignedInRequest, signed_in
from chatbot.pages.too_many import too_many_uses, use_from_address
from chatbot.wire.grants import Grant
from streaming.guard import SIGN_IN_AGAIN
from streaming.notify import close_connections


class SignOut(views.LogoutView):
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sign out, and close the connections of this browser's tabs."""
        user, key = request.user, request.session.session_key
        response: HttpResponse = super().post(request, *args, **kwargs)
        if isinstance(user, User) and key:
            close_connections(stream_of(user.pk), Grant.of(user, session_key=key).tag, SIGN_IN_AGAIN)
        return response


@require_POST
@signed_in
def sign_out_all(request: SignedInRequest) -> HttpResponse:
    sign_out_everywhere(request.user)
    logout(request)
    messages.success(request, _("You are signed out in every browser and program."))
    return SeeOther(reverse("sign-in"))


@signed_in
def settings(request: SignedInRequest) -> HttpResponse:
    before, site = request.user.tz, f"{request.scheme}://{request.get_host()}"
    form = SettingsForm(request, request.user)
    if form.is_valid():
        with transaction.atomic():
            user = form.save()
            if user.tz != before:
                move_days(user, before)
            if "mails_reminders" in form.changed_data:
                set_reminder_mails(user, site if form.cleaned_data["mails_reminders"] else "")
        messages.success(request, _("Saved."))
        if "email" in form.changed_data and request.user.email:
            ask_to_confirm(request)
        return SeeOther(reverse("settings"))
    if form.errors:
        request.user.refresh_from_db()  # the form has assigned invalid values to it
    context = {
        **stream_context(request.user),
        **shell(request.user, "settings"),
        "sections": SECTIONS,
        "form": form,
        "model_note": _model_note(),
        "email_is_confirmed": is_confirmed(request.user),
        "has_second_factor": has_second_factor(request.user),
        "recovery_codes_left": recovery_codes_left(request.user),
        "allowance": allowance_view(request.user),
        "links": link_rows(request.user),
        "retention_days": conf.CONVERSATION_RETENTION_DAYS,
    }
    return render(request, "accounts/settings.html", context, status=400 if form.errors else 200)


def _model_note() -> str:
    """Which model answers, or where it is chosen."""
    if models_offered():
        return _("The model is chosen for each chat, below the box for messages.")
    return _("Answers come from: %(model)s.") % {
        "model": answered_by("", conf.AGENT_ENDPOINT.model if conf.AGENT_ENDPOINT else "")
    }


class PasswordChange(views.PasswordChangeView):
    template_name = "accounts/password_change.html"
    form_class = ChangePasswordForm
    success_url = reverse_lazy("settings")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "request": self.request}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        assert self.request.user.is_authenticated  # noqa: S101 (the view asks for it)
        return super().get_context_data(**kwargs, **shell(self.request.user, "settings"))

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, _("Your password is changed."))
        response: HttpResponse = super().form_valid(form)
        audit(form.user, AuditEntry.Action.PASSWORD_CHANGED)
        end_old_connections(form.user)
        return response


class PasswordReset(views.PasswordResetView):
    template_name = "accounts/password_reset.html"
    success_url = reverse_lazy("password-reset-sent")

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            use_from_address(self.request, "password reset", conf.RESETS_PER_HOUR)
        except LimitReached as limit:
            return too_many_uses(self.request, _("Too many requests for new passwords"), limit)
        request_password_reset(
            form.cleaned_data["email"], site=self.request.get_host(), secure=self.request.is_secure()
        )
        return SeeOther(str(self.success_url))


class PasswordResetSent(views.PasswordResetDoneView):
    template_name = "accounts/password_reset_sent.html"


class PasswordResetConfirm(views.PasswordResetConfirmView):
    form_class = ChooseNewPasswordForm
    template_name = "accounts/password_reset_confirm.html"
    success_url = reverse_lazy("password-reset-done")

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        audit(form.user, AuditEntry.Action.PASSWORD_CHANGED, _("by a link in a mail"))
        end_old_connections(form.user)
        return response


class PasswordResetDone(views.PasswordResetCompleteView):
    template_name = "accounts/password_reset_done.html"

"""Sign up: open to all, by invitation, or closed (`SIGN_UP`)."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from chatbot.domain.errors import LimitReached, NotFound
from chatbot.domain.people.audit import audit
from chatbot.domain.people.email_address import request_confirmation
from chatbot.domain.people.invitations import accept_invitation, may_sign_up
from chatbot.models import AuditEntry
from chatbot.pages.account.forms import SignUpForm
from chatbot.pages.redirects import SeeOther
from chatbot.pages.too_many import too_many_uses, use_from_address


@never_cache
@sensitive_post_parameters("password1", "password2")
def sign_up(request: HttpRequest, invitation: str = "") -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("chat")
    if request.method == "POST":
        try:
            use_from_address(request, "sign up", settings.SIGN_UPS_PER_HOUR)
        except LimitReached as limit:
            return too_many_uses(request, _("Too many new accounts"), limit)
    if not may_sign_up(invitation):
        return _closed(request, invitation)
    form = SignUpForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            user = accept_invitation(invitation, form.save) if settings.SIGN_UP == "invite" else form.save()
        except NotFound:  # used by somebody else in the meantime
            return _closed(request, invitation)
        audit(user, AuditEntry.Action.SIGNED_UP)
        login(request, user)
        if user.email:
            request_confirmation(user, site=request.get_host(), secure=request.is_secure())
        return SeeOther(reverse("chat"))
    return render(request, "accounts/sign_up.html", {"form": form}, status=400 if form.errors else 200)


def _closed(request: HttpRequest, invitation: str) -> HttpResponse:
    if settings.SIGN_UP != "invite":
        heading, sentence = _("No new accounts"), _("This site takes no new accounts. Ask who runs it.")
    elif invitation:
        heading, sentence = (
            _("This invitation has ended"),
            _("It was used, or it expired. Ask for another one."),
        )
    else:
        heading, sentence = _("By invitation only"), _("Ask who runs this site to send you an invitation.")
    context = {"heading": heading, "sentence": sentence}
    return render(request, "accounts/sign_up_closed.html", context, status=403)

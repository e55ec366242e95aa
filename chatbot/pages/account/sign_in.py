"""Sign in with the password and, with a second factor, with a code on the next page."""

from __future__ import annotations

import time
from typing import Any

import django_otp
from django.conf import settings
from django.contrib.auth import login, views
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from chatbot.auth.second_factor import has_second_factor, is_verified, verify_code
from chatbot.models import User
from chatbot.pages.account.forms import CodeForm
from chatbot.pages.redirects import SeeOther, next_url

_PENDING = "sign_in_pending"  # session key: who has entered the password and has still to enter the code
_PATIENCE = 300  # seconds for the code


class SignInForm(AuthenticationForm):
    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": gettext_lazy("Wrong username or password."),
    }


class SignIn(views.LoginView):
    form_class = SignInForm
    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, sign_up_open=settings.SIGN_UP == "open")

    def form_valid(self, form: Any) -> HttpResponse:
        user = form.get_user()
        if not has_second_factor(user):
            return super().form_valid(form)
        self.request.session.cycle_key()
        self.request.session[_PENDING] = {
            "user": str(user.pk),
            "hash": user.get_session_auth_hash(),
            "at": time.time(),
        }
        return SeeOther(_code_page(self.get_success_url()))


@never_cache
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code: during sign-in, or after a sign-in from before there was a second factor."""
    user = request.user if isinstance(request.user, User) else _pending(request)
    if user is None or not has_second_factor(user):
        return SeeOther(reverse("sign-in"))
    target = next_url(request, reverse("chat"))
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        device = verify_code(request, user, form.cleaned_data["code"])
        if device is not None:
            request.session.pop(_PENDING, None)
            if not request.user.is_authenticated:
                login(request, user)
            django_otp.login(request, device)
            return SeeOther(target)
        form.add_error("code", _("That code is not right, or was used. Wait for the next one."))
    context = {"form": form, "next": target}
    return render(request, "accounts/sign_in_code.html", context, status=400 if form.errors else 200)


def admin_sign_in(request: HttpRequest) -> HttpResponseBase:
    """The admin's sign-in page is that of the site.

    Signed-in people get here only if the admin refused them.
    """
    if not isinstance(request.user, User):
        return SignIn.as_view()(request)
    target = next_url(request, reverse("admin:index"))
    if not request.user.is_staff:
        raise PermissionDenied
    if not settings.STAFF_SECOND_FACTOR or is_verified(request):
        return SeeOther(target)
    if has_second_factor(request.user):
        return SeeOther(_code_page(target))
    return SeeOther(f"{reverse('second-factor')}?{urlencode({'next': target})}")


def _code_page(target: str) -> str:
    return f"{reverse('sign-in-code')}?{urlencode({'next': target})}"


def _pending(request: HttpRequest) -> User | None:
    pending = request.session.get(_PENDING)
    if pending is None or time.time() - pending["at"] > _PATIENCE:
        return None
    user = User.objects.filter(pk=pending["user"], is_active=True).first()
    return user if user is not None and user.get_session_auth_hash() == pending["hash"] else None

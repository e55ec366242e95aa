"""The light or dark theme, stored in a cookie, so that the server sends each page in the right one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from chatbot.pages.redirects import SeeOther, next_url

COOKIE = "theme"
YEAR = 31_536_000  # seconds


@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """`theme` is light, dark, system (no cookie), or toggle."""
    response = SeeOther(next_url(request, reverse("chat")))
    choice = request.POST.get("theme", "")
    if choice == "toggle":
        choice = "light" if request.COOKIES.get(COOKIE) == "dark" else "dark"
    if choice in {"light", "dark"}:
        response.set_cookie(COOKIE, choice, max_age=YEAR, samesite="Lax", secure=request.is_secure())
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response

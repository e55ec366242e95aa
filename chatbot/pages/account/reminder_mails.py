"""Switch off reminders by mail with the link of a mail, without signing in."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from chatbot.domain.errors import NotFound
from chatbot.domain.people.reminder_mails import find_subscriber, set_reminder_mails


@csrf_exempt  # mail programs post here by themselves (RFC 8058); the token says who wants it
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Show a button first, since mail scanners open links by themselves."""
    try:
        user = find_subscriber(token)
    except NotFound as error:
        raise Http404(error.message) from error
    if request.method == "POST":
        set_reminder_mails(user, "")
    response = render(request, "accounts/reminder_mails.html", {"is_on": user.mails_reminders})
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "private, no-store"
    return response

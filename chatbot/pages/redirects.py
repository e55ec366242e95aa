"""Answer a form: redirect, or show why it was refused."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from chatbot.domain.errors import Conflict, Invalid, LimitReached
from chatbot.pages.statuses import status_of

REFUSALS = (Conflict, Invalid, LimitReached)  # that a page shows; what is not found has a page of its own


class SeeOther(HttpResponseRedirect):
    """303 See Other: the browser fetches the next page with GET."""

    status_code = 303


def is_from_script(request: HttpRequest) -> bool:
    """Whether a script that stays on the page sent the form (static/live/forms.js)."""
    return request.headers.get("HX-Request") == "true"


def done(request: HttpRequest, url: str) -> HttpResponse:
    """Redirect to `url`; a script gets an empty answer, since it learns the result from events."""
    return HttpResponse(status=204) if is_from_script(request) else SeeOther(url)


def sentence(text: str, status: int) -> HttpResponse:
    """An error, for a script to show next to the form."""
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")


def carry_out(
    request: HttpRequest, verb: Callable[[], object], url: str, refuse: Callable[[str, int], HttpResponse]
) -> HttpResponse:
    """Carry out a form, and redirect to `url`.

    On a domain error, a script gets the reason, and others the page that `refuse(reason, status)` returns.
    """
    try:
        verb()
    except REFUSALS as error:
        answer = sentence if is_from_script(request) else refuse
        return answer(error.message, status_of(error))
    return done(request, url)


def refuse_at(request: HttpRequest, url: str) -> Callable[[str, int], HttpResponse]:
    """For `carry_out`: redirect to `url`, which shows the reason."""

    def refuse(reason: str, status: int) -> HttpResponse:
        messages.error(request, reason)
        return SeeOther(url)

    return refuse


def next_url(request: HttpRequest, default: str) -> str:
    """The form's `next`, if it is a URL of this site."""
    url = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return url if is_ours else default

"""Where a form leads once it is done."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme


class SeeOther(HttpResponseRedirect):
    """303: the answer to a form is another page, to be fetched with GET."""

    status_code = 303


def next_url(request: HttpRequest, default: str) -> str:
    """The form's `next`, if it is an address of this site."""
    url = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return url if is_ours else default

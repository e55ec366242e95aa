"""The page of a link, for anybody who has it. It reads one conversation, and nothing else."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import parse_etags
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chatbot.domain.conversations.sharing import find_shared
from chatbot.domain.errors import LimitReached, NotFound
from chatbot.models import SharedLink
from chatbot.pages.shared.transcript import is_active, shared_turns, version_of
from chatbot.pages.too_many import too_many_uses, use_from_address


@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    return _kept_out_of_sight(_answer(request, token))


def _answer(request: HttpRequest, token: str) -> HttpResponse:
    """304 if what the request has is the latest (`If-None-Match`); 404 once the link has ended."""
    try:
        link = find_shared(token)
    except NotFound:
        link = None
    etag = _etag(link) if link else ""
    if link and etag in parse_etags(request.headers.get("If-None-Match", "")):
        return HttpResponse(status=304, headers={"ETag": etag})
    try:
        use_from_address(request, "shared link", settings.SHARED_VIEWS_PER_HOUR)
    except LimitReached as limit:
        return too_many_uses(request, _("Too many requests"), limit)
    if link is None:
        return render(request, "shared/ended.html", status=404)
    response = render(request, "shared/shared.html", _context(link))
    response.headers["ETag"] = etag
    return response


def _context(link: SharedLink) -> dict[str, object]:
    conversation = link.conversation
    return {
        "title": str(conversation),
        "name": conversation.owner.get_username() if link.shows_name else "",
        "turns": shared_turns(conversation),
        "is_active": is_active(conversation),
    }


def _etag(link: SharedLink) -> str:
    text = f"{link.pk} {link.shows_name} {get_language()} {version_of(link.conversation)}"
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def _kept_out_of_sight(response: HttpResponse) -> HttpResponse:
    """Keep the page out of search engines and caches, and its address out of referrers."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "private, no-store"
    return response

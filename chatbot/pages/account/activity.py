"""What happened to a person's account: sign-ins, tokens, links, decisions. Read only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chatbot.models import AuditEntry
from chatbot.models.keyset import Keyset
from chatbot.pages.shell import shell
from chatbot.pages.signed_in import SignedInRequest, signed_in
from chatbot.pages.times import moment_html

ENTRIES_PER_PAGE = 50
# By the first that a User-Agent has: browsers name those that they descend from, too.
_BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
_SYSTEMS = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows"}
_SYSTEMS |= {"Mac OS X": "macOS", "CrOS": "ChromeOS", "Linux": "Linux"}
_PRODUCT = re.compile(r"[A-Za-z][\w .-]{0,40}(?=/|$)", re.ASCII)


@dataclass(frozen=True, slots=True)
class ActivityRow:
    action: str
    subject: str
    when: SafeString
    by_staff: bool
    address: str
    program: str


@require_safe
@signed_in
def activity(request: SignedInRequest) -> HttpResponse:
    user, dates, now = request.user, request.user.date_settings, timezone.now()
    newest_first = Keyset(AuditEntry.objects.of(user).order_by("-pk"))
    entries = newest_first.page_or_first(ENTRIES_PER_PAGE, request.GET.get("cursor"))
    context = {
        **shell(user, "settings"),
        "rows": [
            ActivityRow(
                action=entry.get_action_display(),
                subject=entry.subject,
                when=moment_html(entry.at, dates, now),
                by_staff=entry.by_id is not None,
                address=entry.address,
                program=short_name(entry.program),
            )
            for entry in entries.rows
        ],
        "kept_days": settings.AUDIT_RETENTION_DAYS,
        "newer": entries.previous and _address(entries.previous),
        "older": entries.following and _address(entries.following),
    }
    return render(request, "accounts/activity.html", context)


def _address(cursor: str) -> str:
    return f"{reverse('activity')}?{urlencode({'cursor': cursor})}"


def short_name(program: str) -> str:
    """ "Firefox, Windows", or the product of another User-Agent; "" for none."""
    browser = next((name for token, name in _BROWSERS.items() if f"{token}/" in program), "")
    system = next((name for token, name in _SYSTEMS.items() if token in program), "")
    if browser:
        return _("%(browser)s, %(system)s") % {"browser": browser, "system": system} if system else browser
    product = _PRODUCT.match(program)
    return product[0] if product else ""

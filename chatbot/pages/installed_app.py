"""What browsers need to install the site as an app: a manifest, a service worker, and an offline page."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

_ICONS = (("icon-192", 192, "any"), ("icon-512", 512, "any"), ("icon-maskable-512", 512, "maskable"))
_SHEETS = ("tokens", "base", "layout", "forms", "front")
_OF_OFFLINE_PAGE = (*(f"css/{sheet}.css" for sheet in _SHEETS), "site/favicon.svg")


@require_safe
@cache_control(public=True, max_age=3600)
def manifest(request: HttpRequest) -> JsonResponse:
    """The web app manifest (https://www.w3.org/TR/appmanifest/)."""
    icons = [
        {
            "src": static(f"site/icons/{name}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for name, size, purpose in _ICONS
    ]
    shortcuts = [(_("New chat"), "chat-new"), (_("Tasks"), "tasks"), (_("Plans"), "plans")]
    return JsonResponse(
        {
            "id": "/",
            "name": "Lockstep",
            "short_name": "Lockstep",
            "description": _("Manage your tasks by talking to an agent, and watch it work."),
            "start_url": reverse("chat"),
            "scope": "/",
            "display": "standalone",
            "background_color": "#0b655f",
            "theme_color": "#0b655f",
            "icons": icons,
            "shortcuts": [{"name": name, "url": reverse(address)} for name, address in shortcuts],
        },
        content_type="application/manifest+json",
    )


@require_safe
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """Served from the root, since a worker is responsible for the addresses below its own only."""
    kept = [reverse("offline"), *map(static, _OF_OFFLINE_PAGE)]
    context = {"kept": kept, "version": hashlib.sha256(" ".join(kept).encode()).hexdigest()[:12]}
    return render(request, "site/service_worker.js", context, content_type="text/javascript")


@require_safe
@cache_control(public=True, max_age=3600)
def offline(request: HttpRequest) -> HttpResponse:
    """Shown by the service worker if the site cannot be reached; the same for everybody."""
    return render(request, "site/offline.html")

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


# Pages keep Django's own; programs get JSON.
handler400 = "chatbot.api.handlers.bad_request"
handler500 = "chatbot.api.handlers.server_error"

urlpatterns = [
    path("healthz", healthz),
    path("admin/", admin.site.urls),
    path("api/", include("chatbot.api.urls")),
    path("", include("chatbot.pages.urls")),
]

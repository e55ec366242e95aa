"""The page of the REST API: its operations by Swagger UI, which can send them."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chatbot.addresses import API_ROOT
from chatbot.pages.shell import shell
from chatbot.pages.signed_in import SignedInRequest, signed_in


@require_safe
@signed_in
def api_docs(request: SignedInRequest) -> HttpResponse:
    return render(request, "api/docs.html", {**shell(request.user, "settings"), "api_root": API_ROOT})

"""The list of keyboard shortcuts, for the script that shows it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chatbot.pages.signed_in import SignedInRequest, signed_in


@require_safe
@signed_in
def shortcuts(request: SignedInRequest) -> HttpResponse:
    return render(request, "site/_shortcuts.html")

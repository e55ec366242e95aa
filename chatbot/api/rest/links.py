"""Addresses in answers: of the version at which the client has asked."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from rest_framework.request import Request

from chatbot.addresses import API_ROOT

_ALIAS = "/api/"


def link(request: Request, name: str, *args: Any) -> str:
    address = reverse(name, args=args)
    return API_ROOT + address.removeprefix(_ALIAS) if request.path.startswith(API_ROOT) else address

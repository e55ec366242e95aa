"""Unexpected errors: what API clients get, and what people see on pages."""

from __future__ import annotations

import pytest
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from chatbot.urls import urlpatterns as pages
from tests.chatbot.api.client import Api, problem

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]

handler400 = "chatbot.api.rest.handlers.bad_request"
handler500 = "chatbot.api.rest.handlers.server_error"


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("secret detail")


def suspicious(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation("secret detail")


urlpatterns = [
    path("api/broken/", broken),
    path("api/v1/broken/", broken),
    path("api/v1/suspicious/", suspicious),
    path("api/suspicious/", suspicious),
    path("broken", broken),
    path("suspicious", suspicious),
    *pages,
]


def test_an_exception_is_reported_in_json_without_details() -> None:
    answer = Api().get("/api/broken")
    assert answer.status_code == 500
    sentence = "Something went wrong on the server. Try again in a moment."
    assert answer.json() == problem("server_error", sentence)


def test_a_suspicious_request_is_refused_in_json() -> None:
    answer = Api().get("/api/suspicious")
    assert answer.status_code == 400
    assert answer.json() == problem("bad_request", "The server cannot take this request.")


@pytest.mark.parametrize(
    ("address", "status", "code"), [("broken", 500, "server_error"), ("suspicious", 400, "bad_request")]
)
def test_version_one_reports_them_as_problems(address: str, status: int, code: str) -> None:
    answer = Api().get(f"/api/v1/{address}")
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert (answer.json()["status"], answer.json()["type"]) == (status, f"/api/v1/problems/{code}/")


@pytest.mark.parametrize(("address", "status"), [("/broken", 500), ("/suspicious", 400)])
def test_people_get_an_error_page(address: str, status: int) -> None:
    answer = Client(raise_request_exception=False).get(address)
    assert answer.status_code == status
    assert answer["Content-Type"].startswith("text/html")
    assert b"secret" not in answer.content

"""The page on which people read and try the API."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from tests.chatbot.api.client import Api
from tests.markup import parse

PAGE = "/api/docs/"


def test_the_page_loads_everything_from_this_site(alices: Client) -> None:
    response = alices.get(PAGE)
    page = parse(response)
    described = page.one("[data-api-docs]")["data-api-docs"]
    assert Api().get(described, Accept="application/vnd.oai.openapi+json").json()["openapi"]
    assert Api().get("/api/v1/asyncapi.json").json()["asyncapi"]
    assert '"/api/v1/asyncapi.json"' in response.text
    assert "unsafe" not in response["Content-Security-Policy"]
    assert 'src="http' not in response.text


def test_the_page_is_in_the_language_of_the_person(alices: Client) -> None:
    page = alices.get(PAGE.rstrip("/"), headers={"Accept-Language": "de"})
    assert (page.status_code, page["Content-Language"]) == (200, "de")


def test_the_page_of_tokens_leads_there(alices: Client) -> None:
    assert f'href="{PAGE}"' in alices.get(reverse("personal-tokens")).text


def test_everybody_else_signs_in_first(client: Client) -> None:
    assert client.get(PAGE)["Location"] == f"/accounts/sign-in/?next={PAGE}"

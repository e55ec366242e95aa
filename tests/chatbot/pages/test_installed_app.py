"""The site as an installed app: its manifest, its service worker, and the page that is shown offline."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from chatbot.models import User
from tests.markup import parse

ADDRESSES = [reverse("manifest"), reverse("service-worker"), reverse("offline")]


def test_the_manifest_names_icons_that_exist(client: Client) -> None:
    response = client.get(reverse("manifest"))
    assert response["Content-Type"] == "application/manifest+json"
    manifest = response.json()
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
    for icon in manifest["icons"]:
        path = finders.find(icon["src"].removeprefix("/static/"))
        assert path is not None
        size = int.from_bytes(Path(path).read_bytes()[16:20])  # the width in a PNG's header
        assert icon["sizes"] == f"{size}x{size}"
    for shortcut in manifest["shortcuts"]:
        assert client.get(shortcut["url"]).status_code == 302  # to sign in


@pytest.mark.parametrize("address", ADDRESSES)
def test_they_are_the_same_for_everybody(address: str, alice: User, alices: Client) -> None:
    own, others = alices.get(address).content, Client().get(address).content
    assert own == others
    assert b"alice" not in own


def test_the_service_worker_keeps_only_the_offline_page(client: Client) -> None:
    response = client.get(reverse("service-worker"))
    assert response["Content-Type"].startswith("text/javascript")
    assert response["Cache-Control"] == "no-cache"
    kept = re.findall(r'"(/[^"]*)"', response.text.replace("\\u002D", "-").split("const [OFFLINE")[0])
    assert kept[0] == reverse("offline")
    assert all(address.startswith("/static/") for address in kept[1:])
    page = parse(client.get(reverse("offline")))
    sheets = [link["href"] for link in page.all("link[rel=stylesheet]")]
    assert set(sheets) <= set(kept)
    assert not page.all("script, form")


def test_pages_link_to_the_manifest_in_the_colour_of_the_theme(alices: Client) -> None:
    page = parse(alices.get(reverse("tasks")))
    assert page.one("link[rel=manifest]")["href"] == reverse("manifest")
    assert len(page.all("meta[name=theme-color][media]")) == 2
    alices.cookies["theme"] = "dark"
    assert parse(alices.get(reverse("tasks"))).one("meta[name=theme-color]")["content"] == "#101515"

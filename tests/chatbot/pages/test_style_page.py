"""The page of all components. A browser looks at it in tests/browser/test_accessibility.py."""

from __future__ import annotations

from django.test import Client
from pytest_django.fixtures import Settings

from tests.markup import parse


def test_style_page_draws_every_sample_with_ids_of_its_own(alices: Client, settings: Settings) -> None:
    settings.DEBUG = True

    document = parse(alices.get("/style/").text)

    ids = [element["id"] for element in document.all("[id]")]
    assert sorted(ids) == sorted(set(ids))
    samples = document.all(".style-sample")
    assert samples
    assert [sample for sample in samples if not sample.text.strip()] == []


def test_style_page_is_not_there_without_debug(alices: Client) -> None:
    assert alices.get("/style/").status_code == 404

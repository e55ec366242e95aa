"""One process at a time sends to an endpoint."""

from __future__ import annotations

import pytest

from chatbot.domain.webhooks.delivery_queue import Claim, claim_endpoint
from chatbot.domain.webhooks.endpoints import create_endpoint
from tests.chatbot.domain.threads import at_once
from tests.factories import UserFactory


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("any_database")
def test_one_of_several_processes_claims_an_endpoint() -> None:
    endpoint = create_endpoint(UserFactory.create(), url="https://hooks.example/")
    claims = at_once(*[lambda: claim_endpoint(endpoint.pk)] * 4)
    assert [claim for claim in claims if claim] == [Claim(endpoint.pk, 1)]

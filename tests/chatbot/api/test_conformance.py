"""The API behaves as its schema says: generated requests, valid and invalid, against every operation."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from chatbot.auth.tokens import issue_refresh_token
from chatbot.models import User
from tests.chatbot.api.client import Api

EXAMPLES = settings(
    max_examples=3,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
TAKES_NOTHING = {"/api/v1/problems/"}  # that could be wrong


@pytest.fixture
def described(transactional_db: None) -> Any:
    document = Api().get("/api/v1/schema/", Accept="application/vnd.oai.openapi+json").json()
    schema = schemathesis.openapi.from_dict(document)
    schema.app = get_wsgi_application()
    return schema


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["right", "wrong"])
def test_each_operation_conforms_to_the_schema(described: Any, alice: User, mode: GenerationMode) -> None:
    found: list[str] = []
    for result in described.get_all_operations():
        operation = result.ok()
        if operation.path in TAKES_NOTHING and mode is GenerationMode.NEGATIVE:
            continue
        try:
            # One of the operations ends all sign-ins.
            alice.refresh_from_db()
            bearer = f"Bearer {issue_refresh_token(alice).access_token}"
            _check(operation, mode, {"Authorization": bearer, "Prefer": "respond-async"})
        except BaseExceptionGroup as error:
            found.append(f"{operation.label}: {error}")
    assert not found, "\n\n".join(found)


def _check(operation: Any, mode: GenerationMode, headers: dict[str, str]) -> None:
    @EXAMPLES
    @given(case=operation.as_strategy(generation_mode=mode))
    def check(case: Any) -> None:
        if case.operation.path in {"/api/v1/events/", "/api/v1/{user_id}/events/"}:
            case.query = {**(case.query or {}), "wait": 0}
        # An old tag is answered with 412 before the body is looked at.
        case.headers.pop("If-Match", None)
        # A schema cannot express all rules of the domain: a title of invisible characters is refused, too.
        case.call_and_validate(headers=headers, excluded_checks=[positive_data_acceptance])

    check()

"""Makes accounts of a site, each with a token: `python -m benchmarks.accounts NUMBER` prints them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import uuid4

from tests.services.web_server import ROOT


@dataclass(frozen=True, slots=True)
class Account:
    user_id: str
    token: str
    cursor: str  # of its stream, before the first event

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    @property
    def socket(self) -> str:
        """The path of its chat's socket."""
        return f"/ws/{self.user_id}/chat?events=all&token={self.token}"


def make_accounts(env: Mapping[str, str], number: int) -> list[Account]:
    argv = [sys.executable, "-m", "benchmarks.accounts", str(number)]
    made = subprocess.run(argv, env=env, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    return [Account(**fields) for fields in json.loads(made.stdout)]


def _make(number: int) -> None:
    import django

    django.setup()
    from rest_framework_simplejwt.tokens import AccessToken

    from chatbot.domain.publish import stream_of
    from chatbot.models import User
    from streaming.log import stream_position

    # Nobody signs in with a password here, and hashing one takes a third of a second.
    users = User.objects.bulk_create(User(username=uuid4().hex, password="!") for _ in range(number))
    accounts = [
        {
            "user_id": str(user.pk),
            "token": str(AccessToken.for_user(user)),
            "cursor": str(stream_position(stream_of(user.pk)).cursor),
        }
        for user in users
    ]
    print(json.dumps(accounts))


if __name__ == "__main__":
    _make(int(sys.argv[1]))

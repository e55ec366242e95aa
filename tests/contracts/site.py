"""A server with accounts for the tests of a package, one for each test."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.contracts.client import Account

if TYPE_CHECKING:
    from tests.provider.script import Provider
    from tests.services.web_server import WebServer

# One process makes all accounts of a server, since it takes a second to start.
MAKE_ACCOUNTS = """
import datetime, json
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken

def make(name, token, **fields):
    user = get_user_model().objects.create(username=name, **fields)
    client = Client()
    client.force_login(user)
    session = client.cookies["sessionid"].value
    return {"id": str(user.pk), "username": name, "token": str(token(user)), "session": session}

def expired(user):
    token = AccessToken.for_user(user)
    token.set_exp(lifetime=datetime.timedelta(minutes=-1))
    return token

@transaction.atomic
def print_accounts(count):
    accounts = [make(f"person{number}", AccessToken.for_user) for number in range(count)]
    odd = {"expired": make("expired", expired), "refresh": make("refresh", RefreshToken.for_user)}
    odd["inactive"] = make("inactive", AccessToken.for_user)
    get_user_model().objects.filter(username="inactive").update(is_active=False)
    print(json.dumps({"accounts": accounts, "odd": odd}))
"""


@dataclass
class Site:
    server: WebServer
    provider: Provider | None = None
    accounts: list[Account] = field(default_factory=list)
    # Those that cannot sign in, by the reason.
    odd: dict[str, Account] = field(default_factory=dict)

    def make_accounts(self, count: int = 30) -> None:
        code = f"{MAKE_ACCOUNTS}\nprint_accounts({count})"
        printed = self.server.manage("shell", "--verbosity", "0", "-c", code)
        made = json.loads(printed.splitlines()[-1])
        self.accounts = [Account(**values) for values in made["accounts"]]
        self.odd = {reason: Account(**values) for reason, values in made["odd"].items()}

    def account(self) -> Account:
        """Return a new user, without any data."""
        return self.accounts.pop()

    @property
    def ws_url(self) -> str:
        return self.server.ws_url

    @property
    def url(self) -> str:
        return self.server.url

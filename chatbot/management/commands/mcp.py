from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from chatbot.models import PersonalToken, User

TOKEN = "LOCKSTEP_TOKEN"  # noqa: S105 - the name of a variable


class Command(BaseCommand):
    help = (
        "Serve the Model Context Protocol over standard input and output, on the site's own database: with "
        f"the scopes of the personal token in {TOKEN}, or as --user with all."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--user", help="The person whose tasks it uses, by username.")
        parser.add_argument(
            "--site", default="http://localhost:8000", help="Where its links lead (%(default)s)."
        )

    def handle(self, *args: Any, user: str | None, site: str, **options: Any) -> None:
        # Not with the module: it takes half a second, also of commands that only list the others.
        from chatbot.api.mcp.client import Client, client_with
        from chatbot.api.mcp.stdio import serve

        if user:
            owner = User.objects.filter(username=user, is_active=True).first()
            if owner is None:
                raise CommandError(f"There is no user {user}.")
            client: Client | None = Client(owner, "", frozenset(PersonalToken.Scope.values), site)
        else:
            client = client_with(os.environ.get(TOKEN, ""), site)
        if client is None:
            raise CommandError(f"Set {TOKEN} to a valid personal token, or give --user.")
        if settings.JOBS == "in-process":
            # The server's process would find the runs of this one only when it looks for forgotten ones.
            from chatbot.agent.runner import execute

            client = replace(client, execute=execute)
        asyncio.run(serve(client))

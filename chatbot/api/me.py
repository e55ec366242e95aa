"""The signed-in person: their settings, and signing out everywhere."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from chatbot.api.rest.authentication import user_of
from chatbot.api.rest.endpoint import Endpoint
from chatbot.api.rest.entity import Entity
from chatbot.api.rest.scopes import SIGN_IN_ONLY
from chatbot.api.rest.strict import Body, Empty, Flag, Text, Word
from chatbot.domain.errors import Invalid
from chatbot.domain.people.reminder_mails import set_reminder_mails
from chatbot.domain.people.sign_ins import sign_out_everywhere
from chatbot.domain.tasks.zones import move_days
from chatbot.models import User
from chatbot.models.account import CUSTOM_INSTRUCTIONS_LENGTH, validate_time_zone

from .serializers import MeSerializer, or_problem


class MeBody(Body):
    time_zone = Text(help_text="IANA name, such as Europe/Berlin.")
    hour_cycle = Word(User.HourCycle.choices)
    week_start = Word(User.WeekStart.choices)
    language = Word(User.Language.choices)
    ask_before = Word(User.AskBefore.choices)
    custom_instructions = Text(
        allow_blank=True,
        max_length=CUSTOM_INSTRUCTIONS_LENGTH,
        help_text="What the agent should know about the person, and how it should answer.",
    )
    mails_reminders = Flag(help_text="Takes an email address; mails go there once it is confirmed.")


class Me(Entity):
    scope = SIGN_IN_ONLY

    @extend_schema(operation_id="get_me", responses=or_problem({200: MeSerializer}))
    def get(self, request: Request) -> Response:
        """Get the signed-in person and their settings."""
        return Response(MeSerializer(user_of(request)).data)

    @extend_schema(
        operation_id="update_me",
        request=MeBody,
        responses=or_problem({200: MeSerializer}, 400, 409),
    )
    def patch(self, request: Request) -> Response:
        """Change settings: the time zone of "today" and of times without an offset, how times are shown, the
        first day of the week, the language in which dates are read, what the agent asks approval for, what
        it should know about the person, and whether reminders are mailed.
        Automatic settings follow the browser in which the person last used the pages.

        The email address can be changed on the settings page only, since password resets are mailed there.
        """
        user = user_of(request)
        chosen = MeBody.read(request, partial=True)
        _require_time_zone(chosen.get("time_zone", user.time_zone))
        before, wanted = user.tz, chosen.pop("mails_reminders", None)
        for name, value in chosen.items():
            setattr(user, name, value)
        with transaction.atomic():
            user.save(update_fields=list(chosen))
            if user.tz != before:
                move_days(user, before)
            if wanted is not None:
                set_reminder_mails(user, f"{request.scheme}://{request.get_host()}" if wanted else "")
        return Response(MeSerializer(user).data)


class SignOutEverywhere(Endpoint):
    scope = SIGN_IN_ONLY

    @extend_schema(operation_id="sign_out_everywhere", request=None, responses=or_problem({204: None}, 400))
    def post(self, request: Request) -> Response:
        """End every session, token, ticket and connection of the signed-in person, including this one."""
        Empty.read(request)
        sign_out_everywhere(user_of(request))
        return Response(status=204)


def _require_time_zone(name: str) -> None:
    try:
        validate_time_zone(name)
    except ValidationError as error:
        raise Invalid(f"{name} is not a known time zone.", "time_zone") from error

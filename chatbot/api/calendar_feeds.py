"""Calendar feeds over REST: create, list and revoke their addresses."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from chatbot.api.rest.authentication import user_of
from chatbot.api.rest.endpoint import Endpoint, ListEndpoint
from chatbot.api.rest.scopes import SIGN_IN_ONLY
from chatbot.api.rest.strict import Body, Moment, Word
from chatbot.domain.exchange.feeds import MOST_FEEDS, create_feed, revoke_feed
from chatbot.models import CalendarFeed

from .serializers import or_problem, problem


class FeedBody(Body):
    kind = Word(
        CalendarFeed.Kind.choices,
        required=False,
        help_text="Whether a task is an event of the calendar or a to-do. Many programs show events only.",
    )


class FeedSerializer(serializers.Serializer[CalendarFeed]):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(CalendarFeed.Kind.choices)
    created_at = Moment()
    read_at = Moment(allow_null=True, help_text="When it was read last, give or take an hour.")


class NewFeedSerializer(FeedSerializer):
    url = serializers.CharField(help_text="The address of the calendar. It is returned only this once.")


class Feeds(ListEndpoint):
    scope = SIGN_IN_ONLY

    @extend_schema(
        operation_id="list_calendar_feeds",
        responses=or_problem({200: FeedSerializer(many=True)}, 400),
    )
    def get(self, request: Request) -> Response:
        """List the calendar feeds, the latest first."""
        self.query()
        feeds = CalendarFeed.objects.of(user_of(request)).order_by("-created_at", "pk")
        return self.page(feeds, lambda feed: FeedSerializer(feed).data)

    @extend_schema(
        operation_id="create_calendar_feed",
        request=FeedBody,
        responses=or_problem(
            {201: NewFeedSerializer},
            400,
            _409=problem(
                "There are too many feeds.",
                "conflict",
                f"You have {MOST_FEEDS} calendars. Revoke one of them first.",
            ),
        ),
    )
    def post(self, request: Request) -> Response:
        """Create a private address at which calendar programs read the open tasks."""
        feed, token = create_feed(user_of(request), **FeedBody.read(request))
        feed.refresh_from_db(fields=["created_at"])
        url = request.build_absolute_uri(reverse("calendar", args=[token]))
        return Response({**FeedSerializer(feed).data, "url": url}, status=201)


class OneFeed(Endpoint):
    scope = SIGN_IN_ONLY

    @extend_schema(operation_id="revoke_calendar_feed", responses=or_problem({204: None}, 404))
    def delete(self, request: Request, feed_id: UUID) -> Response:
        revoke_feed(user_of(request), feed_id)
        return Response(status=204)

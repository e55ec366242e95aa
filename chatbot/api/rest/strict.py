"""What clients may send: declared fields only, each of its own type. Nothing is guessed, nothing dropped."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, tzinfo
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from chatbot.api.rest.authentication import user_of
from chatbot.domain.tasks.due import parse_due
from streaming.log import iso


class Strict(serializers.Serializer[Any]):
    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping) and (unknown := sorted(set(data) - set(self.fields))):
            raise ValidationError({name: ["There is no such field."] for name in unknown})
        return super().to_internal_value(data)

    @classmethod
    def accept(cls, request: Request, data: Any, *, partial: bool = False) -> dict[str, Any]:
        form = cls(data=data, partial=partial, context={"request": request})
        form.is_valid(raise_exception=True)
        accepted: dict[str, Any] = form.validated_data
        return accepted


class Body(Strict):
    @classmethod
    def read(cls, request: Request, *, partial: bool = False) -> dict[str, Any]:
        return cls.accept(request, request.data, partial=partial)


class Empty(Body):
    """Of a request that says all by its address."""


class Query(Strict):
    """The parameters of an address; only lists may be given more than once."""

    @classmethod
    def read(cls, request: Request, *, besides: Collection[str] = ()) -> dict[str, Any]:
        """Read all parameters but the ones that somebody else reads."""
        lists = {name for name, field in cls().fields.items() if isinstance(field, serializers.ListField)}
        given: dict[str, Any] = {}
        for name, values in request.query_params.lists():
            if name in besides:
                continue
            if name not in lists and len(values) > 1:
                raise ValidationError({name: ["This is given more than once."]})
            given[name] = values if name in lists else values[0]
        return cls.accept(request, given)


class Text(serializers.CharField):
    default_error_messages = {"invalid": "This must be text."}

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class Object(serializers.DictField):
    """Any JSON object."""

    default_error_messages = {"not_a_dict": "This must be an object."}


class Flag(serializers.BooleanField):
    default_error_messages = {"invalid": "This must be true or false."}

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid")
        return data


class Whole(serializers.IntegerField):
    default_error_messages = {"invalid": "This must be a whole number."}

    def to_internal_value(self, data: Any) -> int:
        if not isinstance(data, int) or isinstance(data, bool):
            self.fail("invalid")
        return data


class Word(serializers.ChoiceField):
    """One of a few words."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str) or data not in self.choices:
            raise ValidationError(f"This must be one of: {', '.join(map(str, self.choices))}.")
        return data


class Id(serializers.UUIDField):
    default_error_messages = {"invalid": "This must be a UUID."}

    def to_internal_value(self, data: Any) -> UUID:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class Day(serializers.DateField):
    default_error_messages = {"invalid": "This must be a date such as 2026-11-21."}

    def to_internal_value(self, value: Any) -> date:
        if not isinstance(value, str):
            self.fail("invalid")
        return super().to_internal_value(value)


class Moment(serializers.DateTimeField):
    """A point in time; without an offset, in the user's time zone. Going out it is in UTC."""

    default_error_messages = {"invalid": "This must be a date-time such as 2026-11-21T18:30:00+01:00."}

    def to_internal_value(self, value: Any) -> datetime:
        try:
            if not isinstance(value, str):
                self.fail("invalid")
            return self._parse(value, user_of(self.context["request"]).tz).astimezone(UTC)
        except (ValueError, OverflowError):
            self.fail("invalid")

    def _parse(self, text: str, zone: tzinfo) -> datetime:
        """The moment that a text says. Raises `ValueError`."""
        moment = parse_datetime(text)
        if moment is None:
            raise ValueError
        return moment.replace(tzinfo=zone) if timezone.is_naive(moment) else moment

    def to_representation(self, value: datetime) -> str:
        return iso(value)


@extend_schema_field(
    {"oneOf": [{"type": "string", "format": "date-time"}, {"type": "string", "format": "date"}]}
)
class Due(Moment):
    """When something is due; a date alone is that day, without a time."""

    default_error_messages = {
        "invalid": "This must be a date such as 2026-11-21, or a date-time such as 2026-11-21T18:30:00+01:00."
    }

    def to_internal_value(self, value: Any) -> Any:
        try:
            if not isinstance(value, str):
                self.fail("invalid")
            return parse_due(value, user_of(self.context["request"]).tz)
        except ValueError:
            self.fail("invalid")

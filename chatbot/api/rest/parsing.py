"""JSON bodies, and files, with limits."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser, JSONParser

from chatbot.api.rest.errors import TooLarge
from chatbot.exchange import FILE_BYTES


class StrictJSONParser(JSONParser):
    """UTF-8 only, of limited size and depth, and without what is no text or no number.

    Half a surrogate pair is no text, and infinity is no number.
    """

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        limit: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        raw = stream.read(limit + 1)
        if len(raw) > limit:
            raise TooLarge
        if not raw:
            return {}
        try:
            value = json.loads(raw.decode(), parse_constant=_refuse)
            json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
        except ValueError as error:
            raise ParseError("The body is not valid JSON in UTF-8.") from error
        except RecursionError as error:
            raise ParseError("The JSON in the body is nested too deeply.") from error
        return value


class FileParser(BaseParser):
    """A body that is a file, of whichever type: its bytes."""

    media_type = "*/*"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        content: bytes = stream.read(FILE_BYTES + 1)
        if len(content) > FILE_BYTES:
            raise TooLarge
        return content


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")

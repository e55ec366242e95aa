"""Static files: hashed names, and asynchronous serving."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction, sync_to_async
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleManifestStorage(CompressedManifestStaticFilesStorage):
    """Hashed names, also in the imports between ES modules."""

    support_js_module_import_aggregation = True


class StaticFilesMiddleware(WhiteNoiseMiddleware):
    """WhiteNoise as asynchronous middleware, which does not occupy a thread for each request."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        super().__init__(get_response)  # type: ignore[no-untyped-call]
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Any:  # type: ignore[override]
        serve: Callable[[HttpRequest], Any] = self._call_async if self.is_async else super().__call__
        return serve(request)

    async def _call_async(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(self.static_prefix):
            found: HttpResponseBase | None = await sync_to_async(self._read)(request)
            if found is not None:
                return found
        response: HttpResponseBase = await self.get_response(request)
        return response

    def _read(self, request: HttpRequest) -> HttpResponseBase | None:
        """Find the file and read it, in one visit to a thread."""
        find = self.find_file if self.autorefresh else self.files.get
        if (file := find(request.path_info)) is None:
            return None
        response: HttpResponseBase = self.serve(file, request)  # type: ignore[no-untyped-call]
        if isinstance(response, StreamingHttpResponse):
            # To be sent by the loop: Django warns of a synchronous stream.
            response.streaming_content = _each(list(response))
        return response


async def _each(parts: Iterable[bytes]) -> AsyncIterator[bytes]:
    for part in parts:
        yield part

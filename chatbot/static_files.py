"""Static files: what browsers get of them, hashed names, and how they are served."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import IO, Any

from asgiref.sync import iscoroutinefunction
from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.core.files.base import ContentFile
from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Of scripts, those on lines of their own, and those at the end of a line that have no quotation mark: whether
# "//" is within a string would take a parser.
_COMMENTS = {
    ".css": re.compile(r"/\*(?:[^*]|\*(?!/))*\*/"),
    ".js": re.compile(
        r"""^[ \t]*(?://.*|/\*(?:[^*]|\*(?!/))*\*/[ \t]*)\n|(?<=[;,{}])[ \t]+//[ ][^\n"'`]*$""", re.MULTILINE
    ),
}
_INDENTATION = re.compile(r"\n\s+")


def without_comments(name: str, text: str) -> str:
    """One of our scripts or style sheets as browsers get it: without comments and indentation."""
    for suffix, comments in _COMMENTS.items():
        if name.endswith(suffix):
            return _INDENTATION.sub("\n", comments.sub("", text)).lstrip()
    return text


class _Source:
    """The storage of our source files; those of others are collected as they are."""

    def __init__(self, storage: Any) -> None:
        self._storage = storage

    def open(self, name: str) -> IO[bytes]:
        file: IO[bytes] = self._storage.open(name)
        if not name.endswith(tuple(_COMMENTS)):
            return file
        with file:
            return ContentFile(without_comments(name, file.read().decode()).encode(), name)


class ModuleManifestStorage(CompressedManifestStaticFilesStorage):
    """Hashed names, also in the imports between ES modules."""

    support_js_module_import_aggregation = True
    max_post_process_passes = 10  # one for each level of modules that import each other

    def file_hash(self, name: str, content: Any = None) -> str | None:
        """Of six digits instead of twelve: modules name each other some two hundred times."""
        digest: str | None = super().file_hash(name, content)
        return digest and digest[:6]

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        ours = {str(directory) for directory in settings.STATICFILES_DIRS}
        sources = {
            name: (_Source(storage) if storage.location in ours else storage, path)
            for name, (storage, path) in paths.items()
        }
        yield from super().post_process(sources, dry_run, **options)  # type: ignore[no-untyped-call]


class StaticFilesMiddleware(WhiteNoiseMiddleware):
    """WhiteNoise in the synchronous chain. The asynchronous one has views that wait, and no files."""

    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        if iscoroutinefunction(get_response):
            raise MiddlewareNotUsed
        super().__init__(get_response)  # type: ignore[no-untyped-call]

    @staticmethod
    def serve(static_file: Any, request: HttpRequest) -> HttpResponse:  # type: ignore[override]
        """The whole file at once, in the request's thread. Django warns of a synchronous stream."""
        found = static_file.get_response(request.method, request.META)
        response = HttpResponse(status=int(found.status))
        del response["Content-Type"]
        for name, value in found.headers:
            response[name] = value
        if found.file is not None:
            with found.file as file:
                response.content = file.read()
        return response

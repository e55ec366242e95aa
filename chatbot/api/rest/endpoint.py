"""What all views of the API have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar

from asgiref.sync import sync_to_async
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from chatbot.api.rest.field_selection import PARAMETER, select_fields
from chatbot.api.rest.idempotency import HEADER, carry_out_once
from chatbot.api.rest.pagination import PARAMETERS, Pages
from chatbot.api.rest.parsing import StrictJSONParser
from chatbot.api.rest.scopes import READ, WRITE
from chatbot.api.rest.strict import Query
from chatbot.api.rest.throttling import Rate, describe_rate


class Endpoint(APIView):
    parser_classes = [StrictJSONParser]
    metadata_class = None  # the schema describes everything
    # Of personal tokens: for reading, and for anything else.
    read_scope: ClassVar[str] = READ
    scope: ClassVar[str | None] = WRITE
    rate: Rate | None = None  # of the person's requests, where they are counted

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # The steps of `APIView.dispatch`; a POST with an idempotency key is carried out once.
        self.args, self.kwargs = args, kwargs
        self.headers = self.default_response_headers
        self.request = framed = self.initialize_request(request, *args, **kwargs)
        try:
            self.initial(framed, *args, **kwargs)
            handle = partial(self.handler(framed), framed, *args, **kwargs)
            response = self.carry_out(framed, handle)
            if framed.method in {"GET", "HEAD"}:
                response = select_fields(framed, response)
        except Exception as error:  # noqa: BLE001 - raised again if it is no expected one
            response = self.handle_exception(error)
        self.response = self.finalize_response(framed, response, *args, **kwargs)
        return self.response

    def carry_out(self, request: Request, handle: Callable[[], HttpResponseBase]) -> HttpResponseBase:
        is_once = request.method == "POST" and HEADER in request.headers
        return carry_out_once(request, handle) if is_once else handle()

    def handler(self, request: Request) -> Callable[..., Any]:
        """The method of the view for that of the request. Raises `MethodNotAllowed` when it is called."""
        name = (request.method or "").lower()
        refuse: Callable[..., Any] = self.http_method_not_allowed
        return getattr(self, name, refuse) if name in self.http_method_names else refuse

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        # The framework takes a body whose length is not said for none, and would leave out what it says.
        if "HTTP_TRANSFER_ENCODING" in request.META:
            request.META.setdefault("CONTENT_LENGTH", "-1")
        return super().initialize_request(request, *args, **kwargs)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        if self.rate:
            describe_rate(response, self.rate)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return super().finalize_response(request, response, *args, **kwargs)


class AsyncEndpoint(Endpoint):
    """An endpoint with `async` handlers, for answers that have to be waited for.

    Authentication, permissions, throttles, errors and headers are those of every endpoint.
    """

    async def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        # The steps of `APIView.dispatch`; those that may query the database run in the request's thread.
        self.args, self.kwargs = args, kwargs
        self.headers = self.default_response_headers
        self.request = framed = self.initialize_request(request, *args, **kwargs)
        try:
            await sync_to_async(self.initial)(framed, *args, **kwargs)
            response = await self.handler(framed)(framed, *args, **kwargs)
        except Exception as error:  # noqa: BLE001 - raised again if it is no expected one
            response = self.handle_exception(error)
        self.response = self.finalize_response(framed, response, *args, **kwargs)
        return self.response


class ListEndpoint(Endpoint):
    pagination_class = Pages
    query_class: type[Query] = Query

    def query(self) -> dict[str, Any]:
        return self.query_class.read(self.request, besides=(*PARAMETERS, PARAMETER))

    def page(self, rows: QuerySet[Any], show: Callable[[Any], Any]) -> Response:
        return self.page_together(rows, lambda found: list(map(show, found)))

    def page_together(self, rows: QuerySet[Any], show: Callable[[list[Any]], list[Any]]) -> Response:
        """As `page`, where the rows of a page are shown by one call, with the queries for all of them."""
        pages = self.pagination_class()
        shown = show(pages.paginate_queryset(rows, self.request, self))
        return pages.get_paginated_response(shown)


class NotFoundEndpoint(Endpoint):
    """Answers 404 in JSON at every unknown address of the API."""

    authentication_classes: Sequence[Any] = []
    permission_classes = [AllowAny]
    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise NotFound

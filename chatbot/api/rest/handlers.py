"""What clients of the API get where no view of it answers: JSON there, the site's pages elsewhere."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse
from django.views import defaults

from chatbot.outage import answer_outage
from chatbot.problems import problem_response
from chatbot.request_language import is_api
from streaming.outage import is_outage


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if not is_api(request):
        return defaults.bad_request(request, exception)
    return problem_response(request, 400, "bad_request", "The server cannot take this request.")


def server_error(request: HttpRequest) -> HttpResponse:
    if (error := sys.exception()) is not None and is_outage(error):
        return answer_outage(request, error)
    if not is_api(request):
        return defaults.server_error(request)
    sentence = "Something went wrong on the server. Try again in a moment."
    return problem_response(request, 500, "server_error", sentence)

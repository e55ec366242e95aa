"""Every component in every state, on one page for those who change them."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chatbot.pages.shell import shell
from chatbot.pages.signed_in import SignedInRequest, signed_in
from chatbot.pages.style import answers, forms, frame, plans, steps, tasks
from chatbot.pages.style.sample import Drawing


@require_safe
@signed_in
def style(request: SignedInRequest) -> HttpResponse:
    """Only with DEBUG."""
    if not settings.DEBUG:
        raise Http404
    sections = (
        *forms.sections(),
        *tasks.sections(),
        *steps.sections(),
        *answers.sections(),
        *plans.sections(),
        *frame.sections(request.user),
    )
    drawing = Drawing(request)
    drawn = [
        (section.name, [(sample.name, drawing.html(sample)) for sample in section.samples])
        for section in sections
    ]
    return render(request, "style/style.html", {**shell(request.user, "style"), "sections": drawn})

"""The page of files: import one, see the imports, and export tasks."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from chatbot.domain.errors import Invalid
from chatbot.domain.exchange.export import export_tasks, format_of
from chatbot.domain.exchange.imports import read_import
from chatbot.domain.incoming_mail.addresses import mail_address, new_mail_address
from chatbot.exchange import FILE_BYTES, FORMATS
from chatbot.models import TaskImport
from chatbot.pages.redirects import SeeOther
from chatbot.pages.shell import shell
from chatbot.pages.signed_in import SignedInRequest, signed_in
from chatbot.pages.times import moment_html

_SHOWN = 20  # imports
_ACCEPTED = ".csv,.tsv,.json,.ics,.txt,.zip"


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("A file with tasks"),
        help_text=_("CSV, JSON, iCalendar, todo.txt, or a backup of Todoist; at most 10 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": _ACCEPTED}),
    )


@dataclass(frozen=True, slots=True)
class ImportRow:
    name: str
    url: str
    status: str
    added: int
    created: SafeString


@signed_in
def files(request: SignedInRequest) -> HttpResponse:
    """The page; a file that is sent is read, and its import shown."""
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            found = read_import(request.user, file.name, file.read(FILE_BYTES + 1))
        except Invalid as error:
            form.add_error("file", error.message)
        else:
            return SeeOther(reverse("task-import", args=[found.pk]))
    context = {
        **shell(request.user, "tasks"),
        "form": form,
        "imports": _imports(request),
        "takes_mail": bool(settings.INCOMING_MAIL_DOMAIN),
        "mail_address": mail_address(request.user),
        "formats": [(one.name, reverse("tasks-export", args=[one.suffix])) for one in FORMATS.values()],
    }
    return render(request, "exchange/files.html", context, status=400 if form.errors else 200)


@require_POST
@signed_in
def renew_mail_address(request: SignedInRequest) -> HttpResponse:
    """Give the person an address for mails that become tasks, instead of the one before."""
    new_mail_address(request.user)
    return SeeOther(f"{reverse('task-files')}#mail")


@require_safe
@signed_in
def export(request: SignedInRequest, suffix: str) -> HttpResponse:
    """All tasks in a file."""
    file_format = format_of(suffix)
    content = export_tasks(request.user, file_format)
    day = timezone.localdate(timezone=request.user.tz)
    name = content_disposition_header(True, f"tasks-{day}.{suffix}") or "attachment"
    headers = {"Content-Disposition": name, "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=file_format.content_type, headers=headers)


def _imports(request: SignedInRequest) -> list[ImportRow]:
    owner, now = request.user, timezone.now()
    found = TaskImport.objects.of(owner).defer("tasks", "problems")[:_SHOWN]
    return [
        ImportRow(
            name=one.file_name,
            url=reverse("task-import", args=[one.pk]),
            status=one.get_status_display(),
            added=one.added,
            created=moment_html(one.created_at, owner.date_settings, now),
        )
        for one in found
    ]

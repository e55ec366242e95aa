"""Staff stop a run or retry a failed one, as its owner could."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext, gettext_noop, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from chatbot.domain.errors import Conflict, DomainError, LimitReached, NotFound
from chatbot.domain.operations.stop_all import stop_all_runs
from chatbot.domain.runs.cancel import cancel_run
from chatbot.domain.runs.retry import retry_run
from chatbot.models import Message, Run, User

from .model_admin import ReadOnlyAdmin

logger = logging.getLogger(__name__)


class RunCommands(ReadOnlyAdmin[Run]):
    actions = ("stop_runs",)

    def has_command_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("chatbot.change_run")

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("stop-all/", wrap(self.stop_all_view), name="chatbot_run_stop_all"),
            path("<uuid:run_id>/stop/", wrap(self.stop_view), name="chatbot_run_stop"),
            path("<uuid:run_id>/retry/", wrap(self.retry_view), name="chatbot_run_retry"),
            *super().get_urls(),
        ]

    def commands(self, request: HttpRequest, run: Run) -> dict[str, bool]:
        """The commands that the run's page offers."""
        ended = run.status in {Run.Status.FAILED, Run.Status.CANCELLED}
        is_withdrawn = run.trigger.state == Message.State.WITHDRAWN
        may = self.has_command_permission(request)
        return {
            "can_stop": may and run.active,
            "can_retry": may and ended and not is_withdrawn and not run.continuations.all(),
        }

    @admin.action(permissions=["command"], description=_("Stop"))
    def stop_runs(self, request: HttpRequest, queryset: QuerySet[Run]) -> None:
        chosen = list(queryset.filter(status__in=Run.ACTIVE).select_related("owner"))
        stopped = [run for run in chosen if _is_done(partial(cancel_run, run.owner, run.pk))]
        for run in stopped:
            self.log_change(request, run, "Stopped.")
        if stopped:
            sentence = ngettext("%(count)d run stopped.", "%(count)d runs stopped.", len(stopped))
            self.message_user(request, sentence % {"count": len(stopped)}, messages.SUCCESS)
        else:
            self.message_user(request, _("None of the selected runs is active."), messages.INFO)

    @method_decorator(require_POST)
    def stop_all_view(self, request: HttpRequest) -> HttpResponse:
        """Ask, and then stop every active run of everybody."""
        if not self.has_command_permission(request):
            raise PermissionDenied
        if "confirmed" not in request.POST:
            context = {
                **self.admin_site.each_context(request),
                "title": _("Stop all agents"),
                "count": Run.objects.filter(status__in=Run.ACTIVE).count(),
            }
            return TemplateResponse(request, "admin/stop_all.html", context)
        count = stop_all_runs()
        logger.warning("%s stopped all agents: %d runs", request.user, count)
        sentence = ngettext("%(count)d run stopped.", "%(count)d runs stopped.", count)
        self.message_user(request, sentence % {"count": count}, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:index"))

    @method_decorator(require_POST)
    def stop_view(self, request: HttpRequest, run_id: UUID) -> HttpResponse:
        return self._command(request, run_id, cancel_run, gettext_noop("Stopped."))

    @method_decorator(require_POST)
    def retry_view(self, request: HttpRequest, run_id: UUID) -> HttpResponse:
        return self._command(request, run_id, retry_run, gettext_noop("Tried again."))

    def _command(
        self, request: HttpRequest, run_id: UUID, verb: Callable[[User, UUID], Run], done: str
    ) -> HttpResponse:
        """Run a command and show the run that it returns: the same one, or the retry."""
        if not self.has_command_permission(request):
            raise PermissionDenied
        run = self.get_object(request, str(run_id))
        if run is None:
            raise Http404
        try:
            shown = verb(run.owner, run.pk)
        except DomainError as error:
            self.message_user(request, error.message, messages.ERROR)
            shown = run
        else:
            self.log_change(request, run, done)
            self.message_user(request, _said(shown, done), messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:chatbot_run_change", args=[shown.pk]))


def _said(run: Run, done: str) -> str:
    if run.status == Run.Status.RUNNING and run.stop_requested_at is not None:
        return gettext("It stops as soon as its process is notified.")
    return gettext(done)


def _is_done(verb: Callable[[], object]) -> bool:
    try:
        verb()
    except (Conflict, LimitReached, NotFound):
        return False  # ended or deleted in the meantime
    return True

"""Staff approve, stop or resume a plan, as its owner could."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, cast
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext, gettext_noop, ngettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from chatbot.domain.errors import Conflict, DomainError, LimitReached, NotFound
from chatbot.domain.plans.control import cancel_plan, resume_plan
from chatbot.domain.plans.decisions import approve_plan
from chatbot.domain.plans.status import OPEN, RESUMABLE
from chatbot.models import Plan, User

from .model_admin import ReadOnlyAdmin

_STOPPED = ngettext_lazy("%(count)d plan stopped.", "%(count)d plans stopped.", "count")
_RESUMED = ngettext_lazy("%(count)d plan resumed.", "%(count)d plans resumed.", "count")


class PlanCommands(ReadOnlyAdmin[Plan]):
    actions = ("stop_plans", "retry_plans")

    def has_command_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("chatbot.change_plan")

    def get_urls(self) -> list[URLPattern]:
        views = {"approve": self.approve_view, "stop": self.stop_view, "retry": self.retry_view}
        return [
            path(f"<uuid:plan_id>/{verb}/", self.admin_site.admin_view(view), name=f"chatbot_plan_{verb}")
            for verb, view in views.items()
        ] + super().get_urls()

    def commands(self, request: HttpRequest, plan: Plan) -> dict[str, bool]:
        """The commands that the plan's page offers."""
        may = self.has_command_permission(request)
        return {
            "can_approve": may and plan.status == Plan.Status.AWAITING_APPROVAL,
            "can_stop": may and plan.status in OPEN,
            "can_retry": may and plan.status in RESUMABLE,
        }

    @admin.action(permissions=["command"], description=_("Stop"))
    def stop_plans(self, request: HttpRequest, queryset: QuerySet[Plan]) -> None:
        done = self._each(request, queryset.filter(status__in=OPEN), cancel_plan, "Stopped.")
        self._say(request, done, _STOPPED, _("None of the chosen plans is open."))

    @admin.action(permissions=["command"], description=_("Resume after a failure or a pause"))
    def retry_plans(self, request: HttpRequest, queryset: QuerySet[Plan]) -> None:
        done = self._each(request, queryset.filter(status__in=RESUMABLE), resume_plan, "Resumed.")
        self._say(request, done, _RESUMED, _("None of the chosen plans has failed or is paused."))

    @method_decorator(require_POST)
    def approve_view(self, request: HttpRequest, plan_id: UUID) -> HttpResponse:
        # Only the version that the page showed.
        version = _whole(request.POST.get("version", ""))
        verb = partial(approve_plan, by=cast(User, request.user), version=version)
        return self._command(request, plan_id, verb, gettext_noop("Approved."))

    @method_decorator(require_POST)
    def stop_view(self, request: HttpRequest, plan_id: UUID) -> HttpResponse:
        return self._command(request, plan_id, cancel_plan, gettext_noop("Stopped."))

    @method_decorator(require_POST)
    def retry_view(self, request: HttpRequest, plan_id: UUID) -> HttpResponse:
        return self._command(request, plan_id, resume_plan, gettext_noop("Resumed."))

    def _command(
        self, request: HttpRequest, plan_id: UUID, verb: Callable[[User, UUID], Plan], done: str
    ) -> HttpResponse:
        if not self.has_command_permission(request):
            raise PermissionDenied
        plan = self.get_object(request, str(plan_id))
        if plan is None:
            raise Http404
        try:
            verb(plan.owner, plan.pk)
        except DomainError as error:
            self.message_user(request, error.message, messages.ERROR)
        else:
            self.log_change(request, plan, done)
            self.message_user(request, gettext(done), messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:chatbot_plan_change", args=[plan.pk]))

    def _each(
        self, request: HttpRequest, plans: QuerySet[Plan], verb: Callable[[User, UUID], Plan], logged: str
    ) -> int:
        done = 0
        for plan in list(plans.select_related("owner")):
            try:
                verb(plan.owner, plan.pk)
            except (Conflict, LimitReached, NotFound):
                continue  # it has changed or was deleted in the meantime
            self.log_change(request, plan, logged)
            done += 1
        return done

    def _say(self, request: HttpRequest, done: int, words: Any, none: Any) -> None:
        if done:
            self.message_user(request, str(words % {"count": done}), messages.SUCCESS)
        else:
            self.message_user(request, str(none), messages.INFO)


def _whole(text: str) -> int:
    """The version as a number; 0, which no proposal has, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

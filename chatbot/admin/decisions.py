"""Staff approve or decline a tool call, on a confirmation page that shows what it would change."""

from __future__ import annotations

from typing import Any, Literal, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from chatbot.domain.errors import Conflict, Invalid, NotFound
from chatbot.domain.journal.approvals import approve, decline, proposal_result
from chatbot.models import Run, ToolCall, User

from .decision_form import DecisionForm
from .markup import moment
from .model_admin import ReadOnlyAdmin

type Verb = Literal["approve", "decline"]


def may_decide(request: HttpRequest) -> bool:
    return request.user.has_perm("chatbot.change_toolcall")


def proposal_of(call: ToolCall, request: HttpRequest) -> dict[str, Any]:
    """The proposal of a waiting call, as the pages show it."""
    asked = proposal_result(call)
    return {
        **asked.as_json(),
        "call": call,
        "more": asked.count - len(asked.tasks),
        "expires": moment(call.expires_at),
        "may_decide": may_decide(request),
        # A question is approved with an answer, which only the owner can give.
        "may_approve": may_decide(request) and not asked.is_question,
    }


class Decisions(ReadOnlyAdmin[ToolCall]):
    def get_urls(self) -> list[URLPattern]:
        verbs: tuple[Verb, ...] = ("approve", "decline")
        return [
            path(
                f"<int:pk>/{verb}/",
                self.admin_site.admin_view(self.decide_view),
                {"verb": verb},
                name=f"chatbot_toolcall_{verb}",
            )
            for verb in verbs
        ] + super().get_urls()

    def decide_view(self, request: HttpRequest, pk: int, verb: Verb) -> HttpResponse:
        if not may_decide(request):
            raise PermissionDenied
        call = self.get_object(request, str(pk))
        if call is None:
            raise Http404
        proposal = proposal_of(call, request)
        if verb == "approve" and not proposal["may_approve"]:
            raise PermissionDenied
        entered = request.POST if request.method == "POST" else None
        form = DecisionForm(entered, initial={"arguments": proposal_result(call).arguments})
        if form.is_valid():
            try:
                return self._decide(request, call, verb, form)
            except Invalid as error:
                form.add_error("arguments", error.message)
        elif request.method != "POST" and call.status != ToolCall.Status.AWAITING_APPROVAL:
            self.message_user(request, _("This does not wait for a decision any more."), messages.WARNING)
            return self._back(request, call)
        context = {
            **self.admin_site.each_context(request),
            "title": f"{verb.capitalize()}?",
            "subtitle": None,
            "opts": self.opts,
            "original": call,
            "verb": verb,
            "proposal": proposal,
            "form": form,
        }
        return TemplateResponse(request, "admin/chatbot/toolcall/decide.html", context)

    def _decide(
        self, request: HttpRequest, call: ToolCall, verb: Verb, form: DecisionForm
    ) -> HttpResponseRedirect:
        owner, by = call.run.owner, cast(User, request.user)
        try:
            if verb == "approve":
                approve(owner, call.call_id, by=by, arguments=form.changed_arguments(call))
                done = _("Approved. The assistant continues.")
            else:
                decline(owner, call.call_id, by=by)
                done = _("Declined. Nothing was changed, and the assistant is informed.")
        except (Conflict, NotFound) as error:
            self.message_user(request, error.message, messages.ERROR)
        else:
            self.log_change(request, call, f"{verb.capitalize()}d.")
            self.message_user(request, done, messages.SUCCESS)
        return self._back(request, call)

    def _back(self, request: HttpRequest, call: ToolCall) -> HttpResponseRedirect:
        """Lead to the run, for those who may view it."""
        if self.admin_site.get_model_admin(Run).has_view_permission(request):
            return HttpResponseRedirect(reverse("admin:chatbot_run_change", args=[call.run_id]))
        return HttpResponseRedirect(reverse("admin:chatbot_toolcall_change", args=[call.pk]))

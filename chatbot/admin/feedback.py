"""What people think of answers, read-only."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import CharField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Left
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chatbot.domain.runs.model_choice import answered_by
from chatbot.models import Feedback, Turn

from .conversations import EXCERPT_LENGTH, shortened
from .filters import OwnerFilter, ValuesFilter
from .markup import dates_of, link, state
from .model_admin import ReadOnlyAdmin


class RunOwnerFilter(OwnerFilter):
    path = "run__owner"


class CommentFilter(admin.SimpleListFilter):
    title = _("comment")
    parameter_name = "commented"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", gettext("With a comment")), ("no", gettext("Without"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Feedback]) -> QuerySet[Feedback]:
        match self.value():
            case "yes":
                return queryset.exclude(comment="")
            case "no":
                return queryset.filter(comment="")
        return queryset


@admin.register(Feedback)
class FeedbackAdmin(ReadOnlyAdmin[Feedback]):
    list_display = ("rated", "answer", "comment", "answered", "owner_link", *dates_of(Feedback, "updated_at"))
    list_filter = (
        "rating",
        CommentFilter,
        ("run__model", ValuesFilter),
        RunOwnerFilter,
        "updated_at",
    )
    list_select_related = ("run__owner",)
    ordering = ("-updated_at",)
    search_fields = ("comment__fold", "run__reply__content__fold", "run__owner__username__fold")
    fields = (
        ("rated", "answered", "owner_link", "run_link", *dates_of(Feedback, "updated_at")),
        "comment",
        "text",
    )
    readonly_fields = (*fields[0], "text")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Feedback]:
        opening = Left("run__reply__content", EXCERPT_LENGTH, output_field=CharField())
        turns = Turn.objects.filter(run=OuterRef("pk")).order_by("-index").values("model")
        return super().get_queryset(request).annotate(opening=opening, last_model=Subquery(turns[:1]))

    @admin.display(description=_("rating"), ordering="rating")
    def rated(self, feedback: Feedback) -> SafeString:
        return state(feedback.rating, feedback.get_rating_display().capitalize())

    @admin.display
    def answer(self, feedback: Any) -> str:
        return shortened(feedback.opening) or "(empty)"

    @admin.display(description=_("model"), ordering="run__model")
    def answered(self, feedback: Any) -> str:
        return answered_by(feedback.run.model, feedback.last_model or "")

    @admin.display(description=_("owner"), ordering="run__owner__username")
    def owner_link(self, feedback: Feedback) -> SafeString:
        return link(feedback.run.owner)

    @admin.display(description=_("run"))
    def run_link(self, feedback: Feedback) -> SafeString:
        return link(feedback.run)

    @admin.display(description=_("answer"))
    def text(self, feedback: Feedback) -> SafeString:
        return render_to_string("admin/chatbot/text.html", {"text": feedback.run.reply.content})

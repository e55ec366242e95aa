"""The team that carries out plans: its agents, their instructions and their tools."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from chatbot.models import TeamAgent
from chatbot.tools import TOOLS

from .markup import counted
from .model_admin import ModelAdmin, ModelForm


class TeamAgentForm(ModelForm[TeamAgent]):
    tools = forms.MultipleChoiceField(
        choices=[(tool.name, f"{tool.team_label} ({tool.name})") for tool in TOOLS if tool.team_label],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A planner needs none: it answers with a plan."),
    )

    class Meta:
        model = TeamAgent
        fields = ["name", "role", "purpose", "instructions", "tools", "position", "active"]

    def clean_name(self) -> str:
        name = " ".join(str(self.cleaned_data["name"]).split())
        if TeamAgent.objects.filter(name__iexact=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("There is an agent of this name already."))
        return name

    def clean_instructions(self) -> str:
        # Browsers send line breaks as CR LF.
        return str(self.cleaned_data["instructions"]).replace("\r\n", "\n")


class TeamAgentRow(ModelForm[TeamAgent]):
    """The fields of an agent in the list, which have no labels there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{field.label} of {self.instance.name}"


@admin.register(TeamAgent)
class TeamAgentAdmin(ModelAdmin[TeamAgent]):
    form = TeamAgentForm
    list_display = ("name", "role", "purpose", "tool_count", "position", "active")
    list_editable = ("position", "active")
    list_filter = ("role", "active")
    search_fields = ("name__fold", "purpose__fold", "instructions__fold")
    fieldsets = (
        (None, {"fields": ("name", ("role", "active", "position"), "purpose", "instructions")}),
        (_("Tools"), {"fields": ("tools",)}),
    )

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> Any:
        return super().get_changelist_form(request, **{**kwargs, "form": TeamAgentRow})

    @admin.display(description=_("tools"))
    def tool_count(self, agent: TeamAgent) -> str:
        return counted(len(agent.tools), "tool") if agent.tools else "–"

"""URLs of the plan pages."""

from __future__ import annotations

from django.urls import path

from . import copies, decisions, edit, export, lists, page, proposed_tasks

urlpatterns = [
    path("plans/", lists.plans, name="plans"),
    path("plan/<uuid:plan_id>/", page.plan, name="plan"),
    path("plan/<uuid:plan_id>/edit/", edit.edit, name="plan-edit"),
    path("plan/<uuid:plan_id>/approve/", decisions.approve, name="plan-approve"),
    path("plan/<uuid:plan_id>/reject/", decisions.reject, name="plan-reject"),
    path("plan/<uuid:plan_id>/pause/", decisions.pause, name="plan-pause"),
    path("plan/<uuid:plan_id>/resume/", decisions.resume, name="plan-resume"),
    path("plan/<uuid:plan_id>/cancel/", decisions.cancel, name="plan-cancel"),
    path("plan/<uuid:plan_id>/undo/", decisions.undo, name="plan-undo"),
    path("plan/<uuid:plan_id>/again/", copies.again, name="plan-again"),
    path("plan/<uuid:plan_id>/template/", copies.save, name="plan-template"),
    path("plan/<uuid:pk>/export.md", export.as_markdown, name="plan-markdown"),
    path("plan/<uuid:pk>/export.json", export.as_json, name="plan-json"),
    path("plans/templates/<uuid:template_id>/start/", copies.start, name="plan-template-start"),
    path("plans/templates/<uuid:template_id>/delete/", copies.delete, name="plan-template-delete"),
    path("plan/<uuid:plan_id>/tasks/<int:position>/", proposed_tasks.append, name="plan-task-new"),
    path("plan/<uuid:plan_id>/tasks/<int:position>/<int:index>/", proposed_tasks.change, name="plan-task"),
    path("plan/<uuid:plan_id>/steps/<uuid:step_id>/skip/", decisions.skip, name="plan-step-skip"),
]

"""The reminders that a person has not dismissed, on every page."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from chatbot.domain.tasks.commands import dismiss_reminder
from chatbot.formatting import relative_due
from chatbot.models import Task, User
from chatbot.pages.redirects import done, next_url
from chatbot.pages.signed_in import SignedInRequest, signed_in

SHOWN = 5


@dataclass(frozen=True, slots=True)
class ReminderItem:
    number: int
    title: str
    due: str

    @property
    def task_url(self) -> str:
        return reverse("task", args=[self.number])

    @property
    def complete_url(self) -> str:
        return reverse("task-complete", args=[self.number])

    @property
    def dismiss_url(self) -> str:
        return reverse("task-reminder", args=[self.number])


def reminders_of(user: User) -> list[ReminderItem]:
    """The latest first, at most `SHOWN`."""
    sent = Task.objects.of(user).filter(reminded_at__isnull=False).order_by("-reminded_at")[:SHOWN]
    now, dates = timezone.now(), user.date_settings
    return [
        ReminderItem(task.number, task.title, relative_due(task.due, now, dates) if task.due else "")
        for task in sent
    ]


@require_safe
@signed_in
def reminders(request: SignedInRequest) -> HttpResponse:
    return render(request, "tasks/_reminders.html", {"reminders": reminders_of(request.user)})


@require_POST
@signed_in
def dismiss(request: SignedInRequest, number: int) -> HttpResponse:
    stored = get_object_or_404(Task.objects.of(request.user), number=number)
    dismiss_reminder(request.user, stored.pk)
    return done(request, next_url(request, reverse("tasks")))

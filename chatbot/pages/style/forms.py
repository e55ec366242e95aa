"""Forms with errors; the buttons are in the page's template."""

from __future__ import annotations

from collections.abc import Iterator

from chatbot.models import User
from chatbot.pages.account.forms import CodeForm, SignUpForm
from chatbot.pages.forms import ShareForm, TaskForm
from chatbot.pages.style.sample import Sample, Section


def sections() -> Iterator[Section]:
    wrong = {"username": "no spaces please", "password1": "12345678", "password2": "1234567", "email": "a@"}
    sign_up = SignUpForm(wrong, instance=User(), auto_id="sign-up-%s")
    sign_up.fields["username"].widget.attrs.pop("autofocus")  # it would scroll the page
    conflict = TaskForm({"title": "", "priority": "urgent"}, auto_id="conflict-%s")
    conflict.add_error(None, "This task was changed in another tab.")
    yield Section(
        "Forms",
        [
            Sample("Empty", "forms/_form.html", {"form": ShareForm(auto_id="share-%s")}),
            Sample("With errors", "forms/_form.html", {"form": sign_up}),
            Sample("Fields of a task", "tasks/_fields.html", {"form": TaskForm(auto_id="task-%s")}),
            Sample("Conflict", "tasks/_fields.html", {"form": conflict, "has_conflict": True}),
            Sample("Code", "forms/_form.html", {"form": CodeForm(auto_id="code-%s")}),
        ],
    )

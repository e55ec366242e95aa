"""Edit a message over REST, and read the branches."""

from __future__ import annotations

import json

from chatbot.domain.history.export import conversation_json
from chatbot.domain.runs.cancel import cancel_run
from chatbot.domain.tasks.commands import add_task
from chatbot.models import Run, Task, User
from tests.chatbot.api.client import Api
from tests.chatbot.domain.worked import work_for
from tests.chatbot.pages.scenes import begin


def edit(api: Api, run: Run, **body: object) -> dict[str, str]:
    sent = {"message": "Better", "replaces": str(run.trigger_id), **body}
    answer = api.post("/api/chat", sent, Prefer="respond-async")
    assert answer.status_code == 202, answer.content
    accepted: dict[str, str] = answer.json()
    return accepted


def listed(api: Api, conversation_id: str, **query: int) -> list[str]:
    rows = api.get(f"/api/conversations/{conversation_id}/messages/", query).json()["results"]
    return [row["content"] for row in rows if row["role"] == "user"]


def test_an_edit_continues_from_before_the_message(api: Api, alice: User) -> None:
    first = begin(alice, "One").succeed()
    second = begin(alice, "Two", first.conversation).succeed()

    chat = edit(api, second)["conversation_id"]

    assert listed(api, chat) == ["One", "Better"]
    newest = api.get(f"/api/conversations/{chat}/messages/", {"ordering": "-position"}).json()["results"][1]
    assert newest["replaces"] == str(second.trigger_id)
    assert listed(api, chat, before=newest["position"]) == ["One", "Two"]
    exported = {said["content"]: said for said in conversation_json(first.conversation)["messages"]}
    assert exported["Two"]["left_for"] == newest["id"]
    assert (exported["One"]["left_for"], exported["Better"]["left_for"]) == (None, None)


def test_an_edit_undoes_what_followed(api: Api, alice: User) -> None:
    work = work_for(alice)
    work.call(lambda owner: add_task(owner, title="Milk"))

    edit(api, work.end(), undo=True)

    assert not Task.objects.exists()


def test_edits_that_are_not_possible_are_refused(api: Api, alice: User) -> None:
    run = begin(alice, "One").succeed()
    active = edit(api, run)["run_id"]
    body = {"message": "Again", "replaces": str(run.trigger_id)}
    replaced = api.post("/api/chat", body)
    assert (replaced.status_code, replaced.json()["code"]) == (409, "conflict")
    latest = Run.objects.get(pk=active)
    working = api.post("/api/chat", {**body, "replaces": str(latest.trigger_id)})
    assert working.json()["error"].startswith("The assistant is still working in this chat.")
    cancel_run(alice, latest.pk)
    unknown = api.post("/api/chat", {**body, "replaces": str(run.pk)})
    assert (unknown.status_code, unknown.json()["error"]) == (404, "There is no such message.")
    alone = api.post("/api/chat", {"message": "Again", "undo": True})
    assert (alone.status_code, list(alone.json()["fields"])) == (400, ["undo"])
    malformed = api.post("/api/chat", {**body, "undo": "yes"})
    assert malformed.status_code == 400, json.loads(malformed.content)

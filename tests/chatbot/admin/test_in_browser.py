"""The admin's own scripts under the site's content security policy, whose violations are console errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asgiref.sync import async_to_sync, sync_to_async
from django.apps import apps
from django.contrib.admin import site
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.urls import reverse

from chatbot.domain.journal.approvals import approve
from chatbot.domain.tasks import commands as tasks
from chatbot.models import Run, Task, ToolCall, User
from tests.chatbot.admin.admin_client import event_types
from tests.chatbot.asking import ask_to_delete
from tests.factories import PASSWORD, RunFactory, UserFactory
from tests.services.wait import wait_until

if TYPE_CHECKING:
    from playwright.async_api import Page

    from tests.services.browser_fixtures import NewContext
    from tests.services.web_server import WebServer


def live_in() -> list[str]:
    """Make data of every kind, and return the addresses of all admin pages about it."""
    # The server has the real hashers, the tests a fast one.
    password = PBKDF2PasswordHasher().encode(PASSWORD, "salt-of-one-test", iterations=1)
    UserFactory.create(username="ruth", password=password, is_staff=True, is_superuser=True)
    alice = UserFactory.create(username="alice", password=password)
    tasks.add_task(alice, title="Milk", tags=["home"])
    run = RunFactory.create(conversation__owner=alice, status=Run.Status.SUCCEEDED, attempt=1)
    ToolCall.objects.create(run=run, position=1, attempt=1, name="list_tasks", status=ToolCall.Status.DONE)
    deleted = ask_to_delete(alice, "Bread")
    approve(alice, deleted.call_id, by=alice)
    deleted.resume()
    waiting = ask_to_delete(alice, "Butter", call_id="call_waiting")
    addresses = [reverse("admin:index"), *(reverse(f"admin:chatbot_{name}_add") for name in ("task", "user"))]
    for model in apps.get_models():
        if site.is_registered(model):
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
            addresses.append(reverse(f"{name}_changelist"))
            if (row := model._default_manager.first()) is not None:
                addresses.append(reverse(f"{name}_change", args=[row.pk]))
    addresses.append(reverse("admin:chatbot_run_change", args=[waiting.run.pk]))
    addresses += [
        reverse(f"admin:chatbot_toolcall_{verb}", args=[waiting.row.pk]) for verb in ("approve", "decline")
    ]
    return addresses


async def sign_in(page: Page, site: WebServer) -> None:
    await page.goto(f"{site.url}/admin/")
    await page.fill("#id_username", "ruth")
    await page.fill("#id_password", PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    await page.wait_for_url(f"{site.url}/admin/")


async def test_every_page_is_without_violations(page: Page, site: WebServer) -> None:
    addresses = await sync_to_async(live_in)()
    await sign_in(page, site)

    for address in addresses:
        response = await page.goto(f"{site.url}{address}", wait_until="load")
        assert response is not None
        assert response.status == 200
        header = response.headers["content-security-policy"]
        assert "default-src 'self'" in header
        assert "unsafe" not in header


async def test_task_is_added_with_the_admins_own_controls(page: Page, site: WebServer) -> None:
    await sync_to_async(live_in)()
    alice = await User.objects.aget(username="alice")
    before = await sync_to_async(event_types)(alice)
    await sign_in(page, site)
    await page.goto(f"{site.url}/admin/chatbot/task/add/")

    await page.click(".select2-selection")
    await page.fill(".select2-search__field", "ali")
    await page.click(".select2-results__option >> text=alice")
    await page.fill("#id_title", "Bread")
    await page.click("text=Today")
    await page.click("text=Now")
    await page.click("text=Save and continue editing")
    await page.wait_for_selector(".messagelist .success")

    task = await Task.objects.aget(title="Bread")
    assert (task.owner_id, task.number, task.due_at is None) == (alice.pk, 4, False)
    assert await sync_to_async(event_types)(alice) == [*before, "task_created"]


async def test_staff_approve_without_scripts_and_the_assistant_continues(
    new_context: NewContext, site: WebServer
) -> None:
    await sync_to_async(live_in)()
    alice = await User.objects.aget(username="alice")
    alices = await new_context()
    tokens = await alices.request.post(
        f"{site.url}/api/auth/token/", data={"username": "alice", "password": PASSWORD}
    )
    headers = {"Authorization": f"Bearer {(await tokens.json())['access']}"}
    asked = await alices.request.post(
        f"{site.url}/api/chat",
        data={"message": "Delete all my tasks"},
        headers={**headers, "Prefer": "respond-async"},
    )
    run = f"{site.url}/api/runs/{(await asked.json())['run_id']}/"

    async def status() -> str:
        shown = await (await alices.request.get(run, headers=headers)).json()
        return str(shown["status"])

    await sync_to_async(wait_until)(lambda: async_to_sync(status)() == "awaiting_approval", "the question")

    page = await (await new_context(java_script_enabled=False)).new_page()
    await sign_in(page, site)
    await page.click("text=Waiting for approval")
    await page.click("#result_list tr:has-text('Delete 1 task?') >> text=Approve…")
    await page.wait_for_selector("text=Butter")
    await page.click("input[type=submit][value=Approve]")
    await page.wait_for_selector(".messagelist >> text=Approved. The assistant continues.")
    await page.wait_for_selector("[data-decision] >> text=Approved by ruth")

    await sync_to_async(wait_until)(lambda: async_to_sync(status)() == "succeeded", "the run's end")
    assert not await Task.objects.filter(owner=alice).aexists()

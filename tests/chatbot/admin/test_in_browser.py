"""The admin's own scripts under the site's content security policy, whose violations are console errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asgiref.sync import async_to_sync, sync_to_async
from django.contrib.auth.hashers import PBKDF2PasswordHasher

from chatbot.domain.journal.approvals import approve
from chatbot.domain.tasks import commands as tasks
from chatbot.models import Task, User
from tests.chatbot.admin.admin_client import event_types
from tests.chatbot.asking import ask_to_delete
from tests.factories import PASSWORD, UserFactory
from tests.services.wait import wait_until

if TYPE_CHECKING:
    from playwright.async_api import Page

    from tests.services.browser_fixtures import NewContext
    from tests.services.web_server import WebServer


def make_accounts() -> None:
    """Staff, and a person whose last task the assistant asks to delete."""
    # The server has the real hashers, the tests a fast one.
    password = PBKDF2PasswordHasher().encode(PASSWORD, "salt-of-one-test", iterations=1)
    UserFactory.create(username="ruth", password=password, is_staff=True, is_superuser=True)
    alice = UserFactory.create(username="alice", password=password)
    tasks.add_task(alice, title="Milk", tags=["home"])
    deleted = ask_to_delete(alice, "Bread")
    approve(alice, deleted.call_id, by=alice)
    deleted.resume()
    ask_to_delete(alice, "Butter", call_id="call_waiting")


async def sign_in(page: Page, site: WebServer) -> None:
    await page.goto(f"{site.url}/admin/")
    await page.fill("#id_username", "ruth")
    await page.fill("#id_password", PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    await page.wait_for_url(f"{site.url}/admin/")


async def test_task_is_added_with_the_admins_own_controls(page: Page, site: WebServer) -> None:
    await sync_to_async(make_accounts)()
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
    await sync_to_async(make_accounts)()
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

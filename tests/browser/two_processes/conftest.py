"""Two web processes, and people with a tab on each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.browser.plan_tabs import PlanTab
from tests.browser.site import ChatTab
from tests.contracts.client import Account
from tests.contracts.site import Site
from tests.deployment.installation import Installation, post
from tests.provider.script import Provider
from tests.services.browser import new_window
from tests.services.databases import PostgresDatabases
from tests.services.preloaded import PreloadedServer
from tests.services.redis_server import RedisServer
from tests.services.web_server import WebServer, environment

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext

TITLES = ["Call the dentist", "Book train to Lisbon", "Water the plants"]

type OpenTwo = Callable[[], Awaitable[tuple[ChatTab, ChatTab]]]
type OpenPlans = Callable[[Account], Awaitable[tuple[PlanTab, PlanTab]]]


@pytest.fixture(scope="package")
def whole_pair(
    tmp_path_factory: pytest.TempPathFactory,
    postgres_template: PostgresDatabases,
    redis_process: RedisServer,
    provider_client: httpx.Client,
) -> Iterator[Installation]:
    """Each process executes the runs that were submitted to it."""
    directory = tmp_path_factory.mktemp("two-processes")
    provider = Provider(provider_client, "two-processes")
    settings = {"AGENT_BASE_URL": provider.base_url, "AGENT_MODEL": provider.model, "AGENT_API_KEY": "sk-x"}
    settings["DJANGO_SETTINGS_MODULE"] = "tests.browser.settings"
    env = environment(postgres_template.new(), redis_process.url, **settings)
    webs = [PreloadedServer(directory, env, "daphne"), PreloadedServer(directory, env, "uvicorn")]
    with Installation(webs, [], provider, Site(webs[0]), env["DATABASE_URL"]).running() as installation:
        yield installation


@pytest.fixture
def pair(request: pytest.FixtureRequest, whole_pair: Installation) -> Installation:
    return whole_pair.for_test(request.node)


@pytest.fixture
def open_two(pair: Installation, context: BrowserContext) -> OpenTwo:
    """Open two tabs of a person who has three tasks, one on each process."""

    async def open_them() -> tuple[ChatTab, ChatTab]:
        account = pair.account()
        for title in TITLES:
            await post(pair.webs[0], account, "/api/tasks/", {"title": title})
        one, two = [await opened(ChatTab, context, web, account) for web in pair.webs]
        return one, two

    return open_them


@pytest.fixture
def open_plans(pair: Installation, context: BrowserContext) -> OpenPlans:
    """Open a tab of the same person on each process."""

    async def open_them(account: Account) -> tuple[PlanTab, PlanTab]:
        one, two = [await opened(PlanTab, context, web, account) for web in pair.webs]
        return one, two

    return open_them


async def opened[Tab: ChatTab](
    kind: type[Tab], context: BrowserContext, web: WebServer, account: Account
) -> Tab:
    await context.add_cookies([{"name": "sessionid", "value": account.session, "url": web.url}])
    tab = kind(await new_window(context), web.url)
    await tab.open()
    await tab.until_live()
    return tab

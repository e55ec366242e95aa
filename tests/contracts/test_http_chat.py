"""The chat over plain HTTP: every status code, and resends without a second effect."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import httpx
import pytest

from tests.contracts.client import PATIENCE, Account, Api
from tests.contracts.conftest import DAILY_LIMIT
from tests.contracts.frames import UTC as UTC_TIME
from tests.contracts.frames import is_uuid
from tests.provider.script import says

if TYPE_CHECKING:
    from tests.contracts.conftest import OpenSocket
    from tests.contracts.site import Site
    from tests.provider.script import Provider

ANSWER = {
    "message_id", "conversation_id", "role", "content", "response", "tool_calls", "created_at", "run_id",
}  # fmt: skip
CALLED = {"call_id", "tool", "arguments", "status", "message", "result", "error"}
ADDRESSES = ["/api/chat", "/api/{}/chat"]


@pytest.fixture(params=ADDRESSES)
def address(request: pytest.FixtureRequest, api: Api) -> str:
    value: str = request.param.format(api.account.id)
    return value


def reply_of(response: httpx.Response) -> dict[str, Any]:
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    assert set(answer) == ANSWER
    assert all(is_uuid(answer[key]) for key in ("message_id", "conversation_id", "run_id"))
    assert answer["role"] == "assistant"
    assert answer["content"]
    assert answer["response"] == answer["content"]
    assert all(set(called) == CALLED for called in answer["tool_calls"])
    assert UTC_TIME.fullmatch(answer["created_at"])
    return answer


def refused(response: httpx.Response, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.text
    answer: dict[str, Any] = response.json()
    assert answer["detail"] == answer["error"]
    return answer


@pytest.mark.both_servers
async def test_response_comes_when_the_run_has_ended(api: Api, open_socket: OpenSocket, address: str) -> None:
    async with open_socket(api.account) as socket:
        answer = reply_of(await api.chat("Add a task to buy groceries", address=address))
        done = await socket.until_end(answer["run_id"])

    assert done["event_type"] == "agent_done"
    assert done["result"]["response"] == answer["content"]
    assert done["conversation_id"] == answer["conversation_id"]
    complete = next(event for event in socket.events if event["event_type"] == "message_complete")
    assert complete["message_id"] == answer["message_id"]


async def test_response_lists_the_tool_calls(api: Api, address: str) -> None:
    await api.chat("Add a task to buy groceries", address=address)
    answer = reply_of(await api.chat("Show my tasks", address=address))

    (listed,) = answer["tool_calls"]
    assert (listed["tool"], listed["status"], listed["error"]) == ("list_tasks", "done", None)
    (task,) = listed["result"]["tasks"]
    assert (await api.get(f"/api/tasks/{task['id']}/"))["title"] == task["title"]


async def test_conversation_continues(api: Api, address: str) -> None:
    first = reply_of(await api.chat(address=address))
    second = reply_of(await api.chat("And now?", first["conversation_id"], address=address))
    third = reply_of(await api.chat(address=address))

    assert first["conversation_id"] == second["conversation_id"] != third["conversation_id"]
    assert first["message_id"] != second["message_id"]


async def test_conversation_may_be_left_out(api: Api, address: str) -> None:
    reply_of(await api.http.post(address, json={"message": "Hello"}, headers=api.account.bearer))


@pytest.mark.parametrize(
    "prefer", ["respond-async", "Respond-Async", "respond-async, handling=lenient", "x=1,respond-async;y"]
)
async def test_reply_can_be_polled_for(api: Api, address: str, prefer: str) -> None:
    response = await api.chat(address=address, prefer=prefer)

    assert response.status_code == 202, response.text
    accepted = response.json()
    assert is_uuid(accepted["run_id"])
    assert is_uuid(accepted["conversation_id"])
    location = response.headers["Location"]
    async with asyncio.timeout(PATIENCE):
        while (run := await api.get(location))["status"] in {"queued", "running"}:
            pass
    assert run["status"] == "succeeded"
    assert run["id"] == accepted["run_id"]


async def test_message_of_10_000_characters_is_accepted(scripted_api: Api, model: Provider) -> None:
    model.play(says("Long."), says("Longer."))
    reply_of(await scripted_api.chat("x" * 10_000))
    reply_of(await scripted_api.chat("🎉" * 10_000))


BAD: list[Any] = [
    {"message": ""},
    {"message": " \n\t"},
    {"message": "x" * 10_001},
    {"message": None},
    {"message": 7},
    {"message": ["x"]},
    {"message": {}},
    {},
    {"conversation_id": None},
    [],
    "x",
    None,
    {"message": "x", "conversation_id": "not-a-uuid"},
    {"message": "x", "conversation_id": 7},
    {"message": "a\x00b"},
]


async def test_bad_message_is_refused_with_400(api: Api, address: str) -> None:
    for body in BAD:
        response = await api.http.post(address, json=body, headers=api.account.bearer)
        assert response.status_code == 400, f"{body!r:.60}: {response.text}"


@pytest.mark.both_servers
async def test_body_that_is_not_json_is_refused_with_400(api: Api, address: str) -> None:
    headers = {**api.account.bearer, "Content-Type": "application/json"}
    for content in (b"", b"{", b"message=x", b"\xff\xfe"):
        refused(await api.http.post(address, content=content, headers=headers), 400)


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer x"}, {"Cookie": "sessionid=x"}])
async def test_requests_without_credentials_are_refused_with_401(
    api: Api, address: str, headers: dict[str, str]
) -> None:
    refused(await api.http.post(address, json={"message": "Hello"}, headers=headers), 401)


@pytest.mark.parametrize("reason", ["expired", "refresh", "inactive"])
async def test_token_of_another_kind_is_refused_with_401(
    site: Site, api: Api, address: str, reason: str
) -> None:
    refused(await api.http.post(address, json={"message": "x"}, headers=site.odd[reason].bearer), 401)


async def test_session_without_csrf_token_is_refused_with_403(api: Api, address: str) -> None:
    refused(await api.http.post(address, json={"message": "Hello"}, headers=api.account.cookie), 403)


async def test_address_of_somebody_else_is_refused_with_403(api: Api, stranger: Account) -> None:
    refused(await api.chat(address=f"/api/{stranger.id}/chat"), 403)
    refused(await api.chat(address=f"/api/{uuid4()}/chat"), 403)


async def test_foreign_and_unknown_conversations_are_both_404(
    api: Api, stranger: Account, address: str
) -> None:
    theirs = reply_of(await Api(api.http, stranger).chat())["conversation_id"]

    foreign = refused(await api.chat("Hello", theirs, address=address), 404)
    unknown = refused(await api.chat("Hello", str(uuid4()), address=address), 404)

    assert foreign == unknown


async def test_message_over_the_daily_limit_is_refused_with_429(
    scripted: Site, scripted_api: Api, model: Provider, open_scripted: OpenSocket
) -> None:
    model.play(*[says("Yes.")] * (DAILY_LIMIT + 1))
    api = scripted_api
    refused(await api.chat(""), 400)  # does not count
    for _ in range(DAILY_LIMIT):
        reply_of(await api.chat())

    async with open_scripted(api.account) as socket:
        response = await api.chat()
        answer = refused(response, 429)
        also = await api.chat(address=f"/api/{api.account.id}/chat", prefer="respond-async")
        refused(also, 429)
        await socket.ping()

    wait = int(response.headers["Retry-After"])
    assert 0 < wait <= 24 * 60 * 60
    assert UTC_TIME.fullmatch(answer["reset_at"])
    reset_at = datetime.fromisoformat(answer["reset_at"])
    assert answer["resets_at"] == answer["reset_at"]
    assert abs((reset_at - datetime.now(UTC)).total_seconds() - wait) < 5
    reply_of(await Api(api.http, scripted.account()).chat())


async def test_resend_at_the_daily_limit_gets_the_first_answer(scripted_api: Api, model: Provider) -> None:
    model.play(*[says("Yes.")] * DAILY_LIMIT)
    answers = [reply_of(await scripted_api.chat(idempotency_key=f"key{n}")) for n in range(DAILY_LIMIT)]

    again = [reply_of(await scripted_api.chat(idempotency_key=f"key{n}")) for n in range(DAILY_LIMIT)]

    assert again == answers
    refused(await scripted_api.chat(idempotency_key="new"), 429)


async def test_resend_with_the_same_key_has_no_effect(
    api: Api, open_socket: OpenSocket, address: str
) -> None:
    message = "Add a task to buy groceries"
    async with open_socket(api.account) as socket:
        first = reply_of(await api.chat(message, address=address, idempotency_key="one"))
        again = reply_of(await api.chat(message, address=address, idempotency_key="one"))
        later = await api.chat(message, address=address, idempotency_key="one", prefer="respond-async")
        await socket.until_end(first["run_id"])
        await socket.ping()

    assert again == first
    assert later.json()["run_id"] == first["run_id"]
    assert [event["event_type"] for event in socket.events].count("run_queued") == 1


async def test_resends_at_the_same_time_are_one_message(api: Api, open_socket: OpenSocket) -> None:
    async with open_socket(api.account) as socket:
        responses = await asyncio.gather(*(api.chat(idempotency_key="one") for _ in range(8)))
        await socket.until("agent_done")
        await socket.ping()

    assert len({str(reply_of(response)) for response in responses}) == 1
    assert [event["event_type"] for event in socket.events].count("run_queued") == 1


async def test_keys_of_users_are_independent(api: Api, stranger: Account) -> None:
    mine = reply_of(await api.chat(idempotency_key="one"))
    theirs = reply_of(await Api(api.http, stranger).chat(idempotency_key="one"))

    assert mine["run_id"] != theirs["run_id"]


@pytest.mark.both_servers
async def test_client_that_goes_away_does_not_stop_the_run(
    scripted_api: Api, open_scripted: OpenSocket, model: Provider
) -> None:
    model.play(says("Finished ", "anyway.", hold=2))
    async with open_scripted(scripted_api.account) as socket:
        waiting = asyncio.create_task(scripted_api.chat())
        await socket.until("message_delta")
        waiting.cancel()
        model.release()
        done = await socket.until("agent_done", "run_failed", "run_cancelled")

    assert done["event_type"] == "agent_done"
    assert done["result"]["response"] == "Finished anyway."


@pytest.mark.both_servers
async def test_server_answers_others_while_many_wait(scripted: Site, model: Provider) -> None:
    many = 24
    model.play(*[says("Late.", hold=0)] * many)
    limits = httpx.Limits(max_connections=many + 2)
    async with httpx.AsyncClient(base_url=scripted.url, timeout=PATIENCE, limits=limits) as http:
        people = [Api(http, scripted.account()) for _ in range(many // DAILY_LIMIT)]
        waiting = [asyncio.create_task(api.chat()) for api in people for _ in range(DAILY_LIMIT)]
        asked: list[Any] = []
        while not asked:
            asked = await asyncio.to_thread(lambda: model.requests)
        assert (await people[0].get("/api/auth/me/"))["id"] == people[0].account.id
        assert not any(task.done() for task in waiting)
        model.release()
        for response in await asyncio.gather(*waiting):
            reply_of(response)

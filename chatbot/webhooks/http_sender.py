"""Send one message to one URL, as Standard Webhooks has it (https://www.standardwebhooks.com)."""

from __future__ import annotations

import asyncio
import ssl
import time
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import httpx2
from django.conf import settings

from chatbot.auth.signatures import sign
from chatbot.domain.webhooks.delivery_queue import Outcome, Target
from chatbot.models import WebhookDelivery
from chatbot.outgoing.addresses import NotPublic, UnknownHost
from chatbot.outgoing.transport import CheckedTransport
from streaming.entry import dumps

TIMEOUT = 10.0  # seconds, for all of it
ANSWER_BYTES = 1_024  # read, so that the connection can be used again; nothing of it is stored
_Problem = WebhookDelivery.Problem


@dataclass(frozen=True, slots=True)
class Message:
    """`data` is a JSON text."""

    id: str
    type: str
    timestamp: str
    data: str

    def body(self) -> bytes:
        return (
            f'{{"type":{dumps(self.type)},"timestamp":{dumps(self.timestamp)},"data":{self.data}}}'.encode()
        )


class Sender:
    """Its connections are used for several messages to one endpoint."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        transport = CheckedTransport(allow_private=settings.WEBHOOKS_ALLOW_PRIVATE, tls=tls)
        self._http = httpx2.AsyncClient(
            transport=transport, trust_env=False, follow_redirects=False, timeout=TIMEOUT
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.aclose()

    async def send(self, target: Target, message: Message) -> Outcome:
        started = time.monotonic()
        status, problem = await self._answer(target, message)
        return Outcome(status, problem, round((time.monotonic() - started) * 1_000))

    async def _answer(self, target: Target, message: Message) -> tuple[int | None, str]:
        try:
            async with asyncio.timeout(TIMEOUT):
                return await self._post(target, message), ""
        except TimeoutError:
            return None, _Problem.TIMEOUT
        except UnknownHost:
            return None, _Problem.UNKNOWN_HOST
        except (NotPublic, httpx2.InvalidURL):
            return None, _Problem.ADDRESS
        except httpx2.RequestError:
            return None, _Problem.CONNECTION

    async def _post(self, target: Target, message: Message) -> int:
        """The status of the answer."""
        body = message.body()
        headers = _headers(target, message, body)
        async with self._http.stream("POST", target.url, headers=headers, content=body) as answer:
            received = 0
            async for piece in answer.aiter_raw():
                received += len(piece)
                if received > ANSWER_BYTES:
                    break
            return answer.status_code


def _headers(target: Target, message: Message, body: bytes) -> dict[str, str]:
    now = int(time.time())
    return {
        "Content-Type": "application/json",
        "User-Agent": "Lockstep-Webhooks",
        "Webhook-Id": message.id,
        "Webhook-Timestamp": str(now),
        "Webhook-Signature": " ".join(sign(secret, message.id, now, body) for secret in target.secrets),
    }

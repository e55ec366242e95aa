"""A person's chat in a test: the messages, the events of the stream, and the streamed text."""

from __future__ import annotations

import asyncio
import json
from typing import Any, Self
from uuid import UUID

from asgiref.sync import sync_to_async

from chatbot.domain.events import LAST_EVENTS
from chatbot.domain.journal.approvals import approve, decline
from chatbot.domain.publish import stream_of
from chatbot.domain.runs.cancel import cancel_run
from chatbot.domain.runs.retry import regenerate, retry_run
from chatbot.domain.runs.submit_message import submit_message
from chatbot.jobs import execute_run
from chatbot.models import Conversation, Run, Task, ToolCall, User
from streaming.entry import LiveFrame
from streaming.hub_messages import Committed, Notification
from streaming.layers.transport import local_hubs
from streaming.log import read
from streaming.models import Stream
from tests.services.wait import until

type Published = tuple[str, dict[str, Any]]  # the type of an event, and its data


def outputs(request: dict[str, Any]) -> list[dict[str, Any]]:
    """The outputs of tools in a request to the model."""
    items = request.get("messages") or request["input"]
    return [
        json.loads(item.get("content") or item["output"])
        for item in items
        if item.get("role") == "tool" or item.get("type") == "function_call_output"
    ]


class Chat:
    """A chat that is notified like a server's hub."""

    def __init__(self, owner: User) -> None:
        self.owner = owner
        self.stream = stream_of(owner.pk)
        self._frames: list[Published] = []
        self._id = f"chat of {owner.pk}"

    async def __aenter__(self) -> Self:
        local_hubs[self._id] = self._notified
        return self

    async def __aexit__(self, *raised: object) -> None:
        del local_hubs[self._id]

    def _notified(self, stream: str, notification: Notification) -> None:
        match notification:
            case Committed(entries=entries) if stream == self.stream:
                self._frames += [(entry.type, entry.data) for entry in entries]
            case LiveFrame(kind, data) if stream == self.stream:
                self._frames.append((kind, data))

    async def ask(self, text: str, conversation_id: UUID | None = None) -> Run:
        """Send a message, and execute its run until it ends or waits."""
        run = await self.submit(text, conversation_id)
        await self.execute(run)
        return await self.run(run)

    async def submit(self, text: str, conversation_id: UUID | None = None) -> Run:
        return await sync_to_async(submit_message)(self.owner, text, conversation_id=conversation_id)

    async def execute(self, run: Run) -> None:
        await execute_run.func(str(run.pk))

    async def begin(self, run: Run, written: int = 1) -> asyncio.Task[None]:
        """Execute the run until that many characters of its reply are stored. Returns its attempt."""
        attempt = asyncio.create_task(self.execute(run))

        async def is_written() -> bool:
            assert not attempt.done()
            return len((await self.run(run)).reply.content) >= written

        await until(is_written, "the beginning of the reply")
        return attempt

    async def retry(self, failed: Run) -> Run:
        run = await sync_to_async(retry_run)(self.owner, failed.pk)
        await self.execute(run)
        return await self.run(run)

    async def regenerate(self, answered: Run) -> Run:
        run = await sync_to_async(regenerate)(self.owner, answered.pk)
        await self.execute(run)
        return await self.run(run)

    async def stop(self, run: Run) -> Run:
        return await sync_to_async(cancel_run)(self.owner, run.pk)

    async def pending(self, run: Run) -> ToolCall:
        """The call that waits for approval."""
        return await ToolCall.objects.awaiting_approval().aget(run=run)

    async def approve(self, run: Run, arguments: dict[str, Any] | None = None) -> Run:
        """Approve the pending call, and execute the run."""
        call = await self.pending(run)
        await sync_to_async(approve)(self.owner, call.call_id, by=self.owner, arguments=arguments)
        await self.execute(run)
        return await self.run(run)

    async def decline(self, run: Run) -> Run:
        call = await self.pending(run)
        await sync_to_async(decline)(self.owner, call.call_id, by=self.owner)
        await self.execute(run)
        return await self.run(run)

    async def forget(self) -> None:
        """Start again: without tasks, conversations and events."""
        await self.frames()
        await Conversation.objects.filter(owner=self.owner).adelete()
        await Task.objects.filter(owner=self.owner).adelete()
        await Stream.objects.filter(name=self.stream).adelete()
        await self.owner.arefresh_from_db()

    async def run(self, run: Run) -> Run:
        return await Run.objects.select_related("reply", "trigger", "conversation").aget(pk=run.pk)

    async def published(self, run: Run | None = None) -> list[Published]:
        """The events of the stream, in order; those of one run, if it is given."""
        entries = await sync_to_async(read)(self.stream, 0, 10_000)
        assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
        mine = str(run.pk) if run else None
        return [(e.type, e.data) for e in entries if mine is None or e.data.get("run_id") == mine]

    async def types(self, run: Run | None = None) -> list[str]:
        return [kind for kind, _ in await self.published(run)]

    async def ending(self, run: Run) -> Published:
        """The last event of the run, of which there must be one."""
        published = await self.published(run)
        assert [kind in LAST_EVENTS for kind, _ in published] == [False] * (len(published) - 1) + [True]
        return published[-1]

    async def tasks(self) -> list[str]:
        return [task.title async for task in Task.objects.filter(owner=self.owner).order_by("number")]

    async def tool_calls(self, run: Run) -> list[ToolCall]:
        return [call async for call in run.tool_calls.all()]

    async def frames(self) -> list[Published]:
        """The notifications of hubs since the last call: events, and live frames, as pieces of text."""
        frames, self._frames = self._frames, []
        return frames

    async def streamed(self, run: Run) -> str:
        """The reply as a tab puts it together from the pieces of the run's last attempt.

        If the attempt has sent none, the reply is what completes it.
        """
        text, attempt, known = "", 0, False
        for kind, data in await self.frames():
            if data.get("run_id") != str(run.pk):
                continue
            known = known or (kind == "message_created" and data["message_id"] == str(run.reply_id))
            if kind == "message_complete" and data["attempt"] > attempt:
                text = data["result"]["content"]
            if kind == "message_delta":
                assert known, "a piece came before the message that it belongs to"
                if data["attempt"] > attempt:
                    text, attempt = "", data["attempt"]
                offset = data["result"]["offset"]
                assert offset <= len(text)
                text = text[:offset] + data["result"]["text"]
        return text

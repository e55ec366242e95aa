"""Both sockets as an AsyncAPI 3 document, from the server's side: it sends frames, and receives some."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel

from chatbot.domain.events import type_name
from chatbot.wire import frames
from chatbot.wire.close_codes import BAD_ADDRESS, MEANINGS, NOT_YOURS
from chatbot.wire.progress import ALL, CHOICES, PROGRESS, PROGRESS_EVENTS

from .schemas import CHAT_EVENTS, REF, component_schemas

type Part = dict[str, Any]

_SIGN_IN = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "An access token, from `POST /api/v1/auth/token/`.",
    },
    "token": {
        "type": "httpApiKey",
        "name": "token",
        "in": "query",
        "description": "An access token, where no header can be sent.",
    },
    "ticket": {
        "type": "httpApiKey",
        "name": "ticket",
        "in": "query",
        "description": "Good for one connection, from `POST /api/v1/auth/ticket/`.",
    },
    "session": {
        "type": "httpApiKey",
        "name": "sessionid",
        "in": "cookie",
        "description": "Of a page of the site itself, or of `CSRF_TRUSTED_ORIGINS`.",
    },
}
_QUERY = {
    "token": {"type": "string"},
    "ticket": {"type": "string"},
    "after": {"type": "string", "description": "The `id` of the last frame that the client has had."},
}
_EVENTS = {
    "type": "string",
    "enum": list(CHOICES),
    "default": PROGRESS,
    "description": f"`{PROGRESS}`: what the agent does, with holes in `seq`. `{ALL}`: everything.",
}
_PLAN_SENT: dict[str, type[BaseModel]] = {
    "frame": frames.PlanFrame,
    "subscription_confirmed": frames.SubscriptionConfirmed,
    "stream_reset": frames.PlanReset,
    "error": frames.PlanError,
    "pong": frames.PlanPong,
}
_PLAN_RECEIVED: dict[str, type[BaseModel]] = {
    "subscribe_plan": frames.SubscribePlan,
    "unsubscribe_plan": frames.UnsubscribePlan,
    "ping": frames.Ping,
    "ack": frames.Ack,
}
_CHAT_SENT: dict[str, type[BaseModel]] = {
    **{type_name(event): event for event in CHAT_EVENTS},
    "pong": frames.Pong,
    "error": frames.ErrorFrame,
}
_CHAT_RECEIVED: dict[str, type[BaseModel]] = {"ack": frames.Ack, "ping": frames.Ping}


@cache
def asyncapi_document() -> Part:
    chat = _messages("chat", _CHAT_SENT) | _messages("chat", _CHAT_RECEIVED)
    plans = _messages("plans", _PLAN_SENT) | _messages("plans", _PLAN_RECEIVED)
    for name in PROGRESS_EVENTS | {type_name(frames.ConnectionEstablished)}:
        chat[f"chat.{name}"]["tags"] = [{"name": PROGRESS}]
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Lockstep",
            "version": "1",
            "description": "What happens to a person's tasks, chats and plans, as it happens. Commands go "
            "over HTTP: see the OpenAPI document at `/api/v1/schema/`.",
        },
        "defaultContentType": "application/json",
        "channels": {
            "chat": {
                "address": "/ws/{user_id}/chat",
                "title": "Chat socket",
                "description": "Also at `/api/ws/{user_id}/chat`. No subprotocol.",
                "parameters": {"user_id": {"description": "The id of the person who signs in."}},
                "messages": _references(chat, "chat"),
                "bindings": _bindings({**_QUERY, "events": _EVENTS}),
                "x-close-codes": _close_codes(MEANINGS),
            },
            "plans": {
                "address": "/ws/streaming",
                "title": "Plan socket",
                "description": "Also at `/api/ws/streaming`. No subprotocol. Not signed in: the handshake is "
                "refused with HTTP 403.",
                "messages": _references(plans, "plans"),
                "bindings": _bindings(_QUERY),
                "x-close-codes": _close_codes(
                    {code: text for code, text in MEANINGS.items() if code not in {BAD_ADDRESS, NOT_YOURS}}
                ),
            },
        },
        "operations": {
            "sendChatFrames": _operation("send", "chat", _CHAT_SENT),
            "receiveChatFrames": _operation("receive", "chat", _CHAT_RECEIVED),
            "sendPlanFrames": _operation("send", "plans", _PLAN_SENT),
            "receivePlanFrames": _operation("receive", "plans", _PLAN_RECEIVED),
        },
        "components": {
            "messages": {**chat, **plans},
            "schemas": component_schemas(),
            "securitySchemes": _SIGN_IN,
        },
    }


def server_of(host: str, *, is_secure: bool) -> Part:
    return {"host": host, "protocol": "wss" if is_secure else "ws"}


def _messages(channel: str, models: Mapping[str, type[BaseModel]]) -> dict[str, Part]:
    return {f"{channel}.{name}": _message(name, model) for name, model in models.items()}


def _message(name: str, model: type[BaseModel]) -> Part:
    schema = component_schemas()[model.__name__]
    summary = {"summary": schema["description"]} if "description" in schema else {}
    return {"name": name, **summary, "payload": {"$ref": f"{REF}{model.__name__}"}}


def _references(messages: Iterable[str], channel: str) -> Part:
    return {name.removeprefix(f"{channel}."): {"$ref": f"#/components/messages/{name}"} for name in messages}


def _operation(action: str, channel: str, messages: Iterable[str]) -> Part:
    return {
        "action": action,
        "channel": {"$ref": f"#/channels/{channel}"},
        "messages": [{"$ref": f"#/channels/{channel}/messages/{name}"} for name in messages],
        "security": [{"$ref": f"#/components/securitySchemes/{name}"} for name in _SIGN_IN],
    }


def _bindings(query: dict[str, Part]) -> Part:
    schema = {"type": "object", "properties": query}
    return {"ws": {"method": "GET", "query": schema, "bindingVersion": "0.1.0"}}


def _close_codes(meanings: Mapping[int, str]) -> dict[str, str]:
    return {str(code): text for code, text in sorted(meanings.items())}

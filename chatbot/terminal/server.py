"""The HTTP API of a server, as one person uses it."""

from __future__ import annotations

import time
from collections.abc import Generator
from http import HTTPStatus
from typing import Any
from uuid import uuid4

import httpx2

from .outcome import NotSignedIn, Refused, Unreachable

type Frame = dict[str, Any]

_TIMEOUT = httpx2.Timeout(30, read=35)  # seconds; a stream of events has a heartbeat at least every 25
_RESEND_AFTER = (0.5, 1.0, 2.0, 4.0)  # seconds


class Bearer(httpx2.Auth):
    """Sends an access token, and gets a new one if it has expired and there is a refresh token."""

    def __init__(self, access: str, refresh: str = "") -> None:
        if not access.isascii() or not access.isprintable():
            raise NotSignedIn("The token has characters that no token has.")
        self._access = access
        self._refresh = refresh

    def auth_flow(self, request: httpx2.Request) -> Generator[httpx2.Request, httpx2.Response, None]:
        request.headers["Authorization"] = f"Bearer {self._access}"
        response = yield request
        if response.status_code != HTTPStatus.UNAUTHORIZED or not self._refresh:
            return
        address = request.extensions["refresh_url"]
        refreshed = yield httpx2.Request("POST", address, json={"refresh": self._refresh})
        if refreshed.is_success:
            self._access = _body(refreshed)["access"]
            request.headers["Authorization"] = f"Bearer {self._access}"
            yield request


class Server:
    def __init__(self, url: str) -> None:
        self._http = httpx2.Client(base_url=url, timeout=_TIMEOUT)
        self._extensions = {"refresh_url": str(self._http.base_url.join("api/auth/token/refresh/"))}

    def close(self) -> None:
        self._http.close()

    def use_token(self, access: str, refresh: str = "") -> None:
        self._http.auth = Bearer(access, refresh)

    def sign_in(self, username: str, password: str, code: str = "") -> None:
        """Raises `Refused` with the code `second_factor_required` if a code is needed."""
        credentials = {"username": username, "password": password, **({"code": code} if code else {})}
        tokens = self._request("POST", "api/auth/token/", json=credentials)
        self.use_token(tokens["access"], tokens["refresh"])

    def cursor(self) -> str:
        """Return the current position in the person's events."""
        cursor: str = self._request("GET", "api/events", params={"wait": 0})["cursor"]
        return cursor

    def events(self, after: str) -> Generator[Frame]:
        """Receive frames until the connection is lost."""
        headers = {"Accept": "text/event-stream"}
        query = {"events": "all", "after": after}
        with self._http.stream(
            "GET", "api/events", params=query, headers=headers, extensions=self._extensions
        ) as response:
            if not response.is_success:
                _raise_refusal(response)
            for event in httpx2.EventSource(response):
                if event.data:
                    yield event.json()  # type: ignore[misc]

    def last_conversation(self) -> str | None:
        listed = self._request("GET", "api/conversations/")["results"]  # the newest first
        return next((chat["id"] for chat in listed if not chat["is_archived"]), None)

    def send(self, message: str, conversation_id: str | None) -> Frame:
        """Send a message; resent after a lost connection, it is the same message."""
        headers = {"Prefer": "respond-async", "Idempotency-Key": str(uuid4())}
        body = {"message": message, "conversation_id": conversation_id}
        for seconds in _RESEND_AFTER:
            try:
                return self._request("POST", "api/chat", json=body, headers=headers)
            except Unreachable:
                time.sleep(seconds)
        return self._request("POST", "api/chat", json=body, headers=headers)

    def run(self, run_id: str) -> Frame:
        return self._request("GET", f"api/runs/{run_id}/")

    def cancel(self, run_id: str) -> None:
        self._request("POST", f"api/runs/{run_id}/cancel/", json={})

    def approve(self, call_id: str, arguments: Frame | None = None) -> None:
        body = {} if arguments is None else {"arguments": arguments}
        self._request("POST", f"api/tool-calls/{call_id}/approve/", json=body)

    def decline(self, call_id: str) -> None:
        self._request("POST", f"api/tool-calls/{call_id}/decline/", json={})

    def _request(self, method: str, path: str, **more: Any) -> Frame:
        try:
            response = self._http.request(method, path, extensions=self._extensions, **more)
        except httpx2.TransportError as error:
            raise Unreachable(f"There is no connection to {self._http.base_url}") from error
        if not response.is_success:
            _raise_refusal(response)
        return _body(response)


def _raise_refusal(response: httpx2.Response) -> None:
    body = _body(response)
    sentence = str(body.get("detail") or f"The server refused that (HTTP {response.status_code}).")
    match response.status_code:
        case HTTPStatus.UNAUTHORIZED if body.get("code") != "second_factor_required":
            raise NotSignedIn(sentence)
        case HTTPStatus.SERVICE_UNAVAILABLE:
            raise Unreachable(sentence)
        case status:
            raise Refused(sentence, status, str(body.get("code", "")))


def _body(response: httpx2.Response) -> Frame:
    """Raises `Unreachable` if it is not a JSON object: a proxy answered, or another program."""
    try:
        response.read()
        body = response.json()
    except (ValueError, httpx2.TransportError) as error:
        status = response.status_code
        raise Unreachable(f"{response.url.host} does not answer as Lockstep does (HTTP {status}).") from error
    if not isinstance(body, dict):
        raise Unreachable(f"{response.url.host} does not answer as Lockstep does.")
    return body

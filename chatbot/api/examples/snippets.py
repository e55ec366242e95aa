"""A step as curl, Python (httpx) and JavaScript (fetch)."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import dataclass
from typing import Any

from .story import Step

# What each snippet needs, once in a program.
CURL = """LOCKSTEP=https://lockstep.example
TOKEN=lockstep_…"""
PYTHON = """import httpx

LOCKSTEP, TOKEN = "https://lockstep.example", "lockstep_…"
api = httpx.Client(base_url=LOCKSTEP, headers={"Authorization": f"Bearer {TOKEN}"})"""
JAVASCRIPT = """const [LOCKSTEP, TOKEN] = ["https://lockstep.example", "lockstep_…"];

async function api(method, path, body) {
  const type = typeof body === "string" ? "application/octet-stream" : "application/json";
  const headers = { Authorization: `Bearer ${TOKEN}`, ...(body && { "Content-Type": type }) };
  const data = typeof body === "object" ? JSON.stringify(body) : body;
  const response = await fetch(LOCKSTEP + path, { method, headers, body: data });
  if (!response.ok) throw new Error(await response.text());
  return response.text();
}"""
_NAME = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Snippets:
    """The answer of each is the response's text."""

    curl: str
    python: str
    javascript: str


def snippets(step: Step, method: str, path: str) -> Snippets:
    """Of a step whose operation has this method and path."""
    for name, value in step.values.items():
        path = path.replace(f"{{{name}}}", value)
    address = f"{path}?{step.query}" if step.query else path
    return Snippets(
        _curl(step.body, method, address),
        _python(step.body, method, address),
        _javascript(step.body, method, address),
    )


def _curl(body: Any, method: str, address: str) -> str:
    verb = "" if method == "GET" else f" -X {method}"
    line = f'curl{verb} "$LOCKSTEP{_shell(address)}" -H "Authorization: Bearer $TOKEN"'
    if body is None:
        return line
    if isinstance(body, str):
        return f"{line} \\\n  -H 'Content-Type: application/octet-stream' --data-binary {shlex.quote(body)}"
    data = _NAME.sub(lambda name: f"""'"${name[1].upper()}"'""", json.dumps(body))
    return f"{line} \\\n  --json '{data}'"


def _shell(text: str) -> str:
    return _NAME.sub(lambda name: f"${{{name[1].upper()}}}", text)


def _python(body: Any, method: str, address: str) -> str:
    given = ""
    if isinstance(body, str):
        given = f', content={body!r}, headers={{"Content-Type": "application/octet-stream"}}'
    elif body is not None:
        quoted = repr(body).replace("'", '"')  # the values of examples have neither
        given = f", json={_values(quoted)}"
    prefix = "f" if _NAME.search(address) else ""
    return f'api.{method.lower()}({prefix}"{address}"{given}).raise_for_status().text'


def _javascript(body: Any, method: str, address: str) -> str:
    place = f"`{_NAME.sub(r'${\1}', address)}`" if _NAME.search(address) else f'"{address}"'
    given = "" if body is None else f", {_values(json.dumps(body))}"
    return f'await api("{method}", {place}{given})'


def _values(text: str) -> str:
    """With the names of values instead of the texts that stand for them."""
    return re.sub(rf'"{_NAME.pattern}"', r"\1", text)

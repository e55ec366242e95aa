"""The examples in the OpenAPI document, and as a document of their own."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

from drf_spectacular.generators import SchemaGenerator

from .snippets import CURL, JAVASCRIPT, PYTHON, snippets
from .story import STORY, Step

PATH = Path(__file__).resolve().parents[3] / "docs/api-examples.md"
_SAMPLES = "x-codeSamples"
_SOME_ID = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
_INTRODUCTION = """# Examples of the API

Each operation with curl, Python ([httpx](https://www.python-httpx.org)) and JavaScript. They are run in
the tests, one after the other, in the order of `chatbot/api/examples/story.py`, and this page is written
by `manage.py write_api_examples`. A name such as `task_id` is a field of an earlier answer. The OpenAPI
document has them as `x-codeSamples`.

Once in a program:
"""


def add_examples(result: dict[str, Any], **context: Any) -> dict[str, Any]:
    """For the schema: samples of code, and the example of each body."""
    steps = _first_steps()
    for path, methods in result["paths"].items():
        for method, operation in methods.items():
            if step := steps.get(operation["operationId"]):
                code = snippets(step, method.upper(), path)
                operation[_SAMPLES] = [
                    {"lang": "Shell", "label": "curl", "source": code.curl},
                    {"lang": "Python", "source": code.python},
                    {"lang": "JavaScript", "source": code.javascript},
                ]
                if step.body is not None:
                    for kind in operation["requestBody"]["content"].values():
                        kind["example"] = _with_an_id(step.body)
    return result


def document() -> str:
    paths = SchemaGenerator().get_schema(public=True)["paths"]  # type: ignore[no-untyped-call]
    described = {one["operationId"]: one for methods in paths.values() for one in methods.values()}
    tags: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for name in _first_steps():
        tags[described[name]["tags"][0]].append(described[name])
    parts = [_INTRODUCTION, *_blocks([CURL, PYTHON, JAVASCRIPT])]
    for tag, operations in sorted(tags.items()):
        samples = [[sample["source"] for sample in one[_SAMPLES]] for one in operations]
        parts += [f"\n## {tag}\n", *(f"* `{one['operationId']}`: {one['summary']}" for one in operations), ""]
        parts += _blocks(["\n".join(of_language) for of_language in zip(*samples, strict=True)])
    return "\n".join(parts) + "\n"


def _first_steps() -> dict[str, Step]:
    steps: dict[str, Step] = {}
    for step in STORY:
        steps.setdefault(step.operation, step)
    return steps


def _blocks(texts: list[str]) -> list[str]:
    return [f"```{name}\n{text}\n```" for name, text in zip(("sh", "python", "js"), texts, strict=True)]


def _with_an_id(body: Any) -> Any:
    return json.loads(re.sub(r"\{[a-z]+_id\}", _SOME_ID, json.dumps(body)))

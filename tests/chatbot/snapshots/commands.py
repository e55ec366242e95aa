"""The commands of the domain: its public functions that lead to `publish`, found in their source."""

from __future__ import annotations

import ast
from functools import cache
from importlib import import_module
from pathlib import Path

import chatbot.domain

ROOT = Path(chatbot.domain.__file__).parent
type Name = tuple[str, str]  # module, function


def commands() -> set[Name]:
    """Private functions, and those that only prepare an event, are not commands."""
    return {name for name in _calls() if not name[1].startswith("_") and _publishes(name, frozenset())}


def _publishes(name: Name, seen: frozenset[Name]) -> bool:
    if name == ("chatbot.domain.publish", "publish"):
        return True
    called = _calls().get(name, set()) - seen
    return any(_publishes(other, seen | called) for other in called)


@cache
def _calls() -> dict[Name, set[Name]]:
    calls: dict[Name, set[Name]] = {}
    for path in ROOT.rglob("*.py"):
        module = ".".join(("chatbot", "domain", *path.relative_to(ROOT).with_suffix("").parts))
        tree = ast.parse(path.read_text())
        for function in tree.body:
            if isinstance(function, ast.FunctionDef):
                names = [node.func for node in ast.walk(function) if isinstance(node, ast.Call)]
                called = {_origin(module, node.id) for node in names if isinstance(node, ast.Name)}
                calls[module, function.name] = called
    return calls


def _origin(module: str, name: str) -> Name:
    """The module that defines what a module calls by that name."""
    found = getattr(import_module(module), name, None)
    return (getattr(found, "__module__", "") or "", getattr(found, "__name__", ""))

"""The package imports only the standard library and python-dateutil."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import chatbot.reading

MODULES = sorted(Path(chatbot.reading.__file__).parent.glob("*.py"))


def test_modules_import_only_the_standard_library_and_dateutil() -> None:
    nodes = [node for module in MODULES for node in ast.parse(module.read_text()).body]
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    froms = {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom) if node.level == 0}
    roots = {name.partition(".")[0] for name in plain | froms}
    assert roots - sys.stdlib_module_names == {"dateutil"}
